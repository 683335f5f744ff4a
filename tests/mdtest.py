"""Markdown pages as tests: every heading with code under it is an example that must hold.

- A ``python`` block is a file. A paragraph before it that is a back-ticked path and a colon names
  it; blocks of one name join. Each unnamed block is a project of its own, named ``example.py``.
- A comment ``# JAM101`` or ``# JAM101, JAM301`` at the end of a line asserts these codes on it.
  A line without one asserts silence.
- A ``text`` block is the exact output for the files before it; ``pytest --update-output``
  rewrites it.
- A ``diff`` block is what the safe fixes change in them, ``diff unsafe`` what these and unsafe ones change,
  ``diff shown`` what these and proposals do; lines that stay are left out, as are the markers. ``--update-output``
  rewrites it as well.
- A ``toml`` or ``ini`` block without a name sets our options for the example.
- A named block of any language is a file; ``python invalid`` is one that does not parse, and
  ``python 3.15`` one that parses from this Python on: its example is for such Pythons.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from markdown_it.token import Token

_SINCE = re.compile(r"python 3\.(\d+)")
_NAME_OF_BLOCK = re.compile(r"`([^`]+)`:?")


@dataclass(frozen=True)
class Block:
    """A fenced block and the line of the page, from 1, on which its fence opens."""

    language: str
    text: str
    line: int

    @property
    def since(self) -> tuple[int, int]:
        """The Python from which on the block parses."""
        since = _SINCE.match(self.language)
        return (3, int(since[1]) if since else 0)


@dataclass
class Project:
    """The files that are checked together, and what the page says flake8 prints for them."""

    files: dict[str, list[Block]] = field(default_factory=dict)
    output: Block | None = None
    diffs: list[Block] = field(default_factory=list)


@dataclass
class Example:
    """What stands under one heading of a page; ``headings`` leads there from the top."""

    page: Path
    headings: tuple[str, ...]
    projects: list[Project] = field(default_factory=list)
    options: Block | None = None

    def __str__(self) -> str:
        return f"{self.page.stem}:{'/'.join(self.headings)}"

    @property
    def since(self) -> tuple[int, int]:
        """The Python that all of its files need."""
        blocks = (block for project in self.projects for file in project.files.values() for block in file)
        return max((block.since for block in blocks), default=(3, 0))


class Line(NamedTuple):
    """A line of a file of an example, and where it stands in its page."""

    text: str
    page_line: int


def lines_of(blocks: list[Block]) -> list[Line]:
    """Return the lines of a file that these blocks make up together."""
    return [
        Line(text, block.line + number) for block in blocks for number, text in enumerate(block.text.splitlines(), 1)
    ]


def examples(page: Path) -> list[Example]:
    """Return the examples of a Markdown file, or of the docstring of a Python file."""
    text, first_line = _markdown(page)
    found = [Example(page, ())]
    above: list[tuple[int, str]] = []
    name = None
    for token, inline in _tokens(text):
        line = first_line + (token.map or [0])[0]
        if token.type == "heading_open":
            level = int(token.tag[1:])
            above = [*(one for one in above if one[0] < level), (level, inline)]
            found.append(Example(page, tuple(heading for _, heading in above)))
        elif token.type == "fence":
            _add(found[-1], Block(token.info.strip(), token.content, line), name)
        name = _name_of_block(token, inline)
    return [example for example in found if example.projects]


def _markdown(page: Path) -> tuple[str, int]:
    """Return the Markdown of a page and the line on which it begins."""
    source = page.read_text(encoding="utf-8")
    if page.suffix != ".py":
        return source, 1
    docstring = ast.parse(source).body[0]
    match docstring:
        case ast.Expr(value=ast.Constant(value=str(text))):
            return text, docstring.lineno
        case _:
            return "", 1


def _tokens(text: str) -> Iterator[tuple[Token, str]]:
    """Yield what opens or stands alone, with the text that follows in it."""
    tokens = MarkdownIt("commonmark").parse(text)
    for token, after in zip(tokens, [*tokens[1:], None], strict=True):
        if token.nesting >= 0 and token.type != "inline":
            yield token, after.content if after and after.type == "inline" else ""


def _name_of_block(token: Token, inline: str) -> str | None:
    """Return the path of a file if the last line of this paragraph is nothing else."""
    named = _NAME_OF_BLOCK.fullmatch(inline.rpartition("\n")[2].strip())
    return named[1] if named and token.type == "paragraph_open" else None


def _add(example: Example, block: Block, name: str | None) -> None:
    """Put a block where it belongs in its example."""
    if name is not None:
        _named_project(example).files.setdefault(name, []).append(block)
    elif block.language.startswith("python"):
        example.projects.append(Project({"example.py": [block]}))
    elif block.language == "text" and example.projects:
        example.projects[-1].output = block
    elif block.language.startswith("diff") and example.projects:
        example.projects[-1].diffs.append(block)
    elif block.language in {"toml", "ini"}:
        example.options = block


def _named_project(example: Example) -> Project:
    """Return the project of the named files, moved to the end: output belongs to what is last."""
    for project in example.projects:
        if "example.py" not in project.files:
            example.projects.remove(project)
            break
    else:
        project = Project()
    example.projects.append(project)
    return project
