"""Pages with commands as tests: what a reader types is typed, and prints what the page shows.

- A named block (a paragraph before it is a back-ticked path and a colon) is written to a folder; a
  block of the same name replaces the file. Each heading has a folder of its own, which begins with
  the files shown before the first heading of level 2.
- In a ``console`` block a line ``$ command`` is run in that folder; the lines after it are its
  output. ``...`` in them stands for any text of one line. ``--update-output`` rewrites the rest.
"""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING, NamedTuple

from markdown_it import MarkdownIt

from mdtest import Block

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_NAME_OF_BLOCK = re.compile(r"`([^`]+)`:")
_PROMPT = "$ "


class File(NamedTuple):
    """A file that a page shows."""

    name: str
    text: str


class Section(NamedTuple):
    """What stands under one heading: files to write and blocks of commands, in order."""

    heading: str
    steps: list[File | Block]


def sections(page: Path) -> list[Section]:
    """Return the sections of a page that have commands; the files of its introduction are in each."""
    introduction = Section("", [])
    found = [introduction]
    name = None
    tokens = MarkdownIt("commonmark").parse(page.read_text(encoding="utf-8"))
    for token, after in zip(tokens, [*tokens[1:], None], strict=True):
        inline = after.content if after and after.type == "inline" else ""
        if token.type == "heading_open" and token.tag != "h1":
            found.append(Section(inline, [step for step in introduction.steps if isinstance(step, File)]))
        elif token.type == "fence":
            if name:
                found[-1].steps.append(File(name, token.content))
            elif token.info.strip() == "console":
                found[-1].steps.append(Block("console", token.content, (token.map or [0])[0] + 1))
            name = None
        elif token.type == "paragraph_open":
            named = _NAME_OF_BLOCK.fullmatch(inline.rpartition("\n")[2])
            name = named[1] if named else None
    return [section for section in found if any(isinstance(step, Block) for step in section.steps)]


def played(section: Section, folder: Path, path: str) -> Iterator[tuple[Block, str]]:
    """Write the files, run the commands and yield each block with its text as it should read."""
    environment = {**os.environ, "PATH": path, "COLUMNS": "80"}
    for step in section.steps:
        if isinstance(step, Block):
            yield step, "".join(_as_printed(typed, folder, environment) for typed in _commands(step.text))
        else:
            (folder / step.name).parent.mkdir(parents=True, exist_ok=True)
            (folder / step.name).write_text(step.text, encoding="utf-8")


def _commands(text: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a console block with the output shown."""
    for part in re.split(rf"(?m)^{re.escape(_PROMPT)}", text)[1:]:
        command, _, shown = part.partition("\n")
        yield command, shown


def _as_printed(typed: tuple[str, str], folder: Path, environment: Mapping[str, str]) -> str:
    """Return a command with its output: as shown where that fits, else as printed."""
    command, shown = typed
    run = subprocess.run(  # noqa: S602  (the page is ours)
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        shell=True,
        text=True,
    )
    printed = run.stdout if run.stdout.endswith("\n") or not run.stdout else f"{run.stdout}\n"
    return f"{_PROMPT}{command}\n{shown if fits(shown, printed) else printed}"


def fits(shown: str, printed: str) -> bool:
    """Return whether output is what a page shows; ``...`` stands for any text of one line."""
    pattern = ".*".join(map(re.escape, shown.split("...")))
    return re.fullmatch(pattern, printed) is not None
