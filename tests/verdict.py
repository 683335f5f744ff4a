"""Whether an example of a page holds: what is reported against what its markers say."""

from __future__ import annotations

import argparse
import ast
import configparser
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flake8_fakeasync import check, options
from mdtest import Block, Example, Project, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from flake8_fakeasync import Settings, Violation

_MARKER = re.compile(r"#\s*(JAM\d{3}(?:\s*,\s*JAM\d{3})*)\s*$")
_OPTIONS = (
    "enable", "disable", "client", "preset", "src", "catalog", "blocking", "nonblocking", "depth", "cache", "dispatch",
    "reports",
)  # fmt: skip


def write(project: Project) -> None:
    """Write the files of a project to the current folder; Python must be Python."""
    for name, blocks in project.files.items():
        text = "".join(f"{line.text}\n" for line in lines_of(blocks))
        if name.endswith(".py") and not any("invalid" in block.language for block in blocks):
            ast.parse(text, name)
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def violations(project: Project, settings: Settings) -> list[Violation]:
    """Return what is reported for the files of a project in the current folder."""
    return check(sorted(name for name in project.files if name.endswith(".py")), settings)


def settings_of(example: Example) -> Settings:
    """Return the settings of an example; a page of a rule switches its rule on."""
    chosen = _chosen(example.options)
    own = code_of(example.page)
    enable = [*_list(chosen.get("enable", [])), *([own] if own else [])]
    values = {f"fakeasync_{name}": chosen.get(name, "") for name in _OPTIONS}
    return options.settings_from(argparse.Namespace(**{**values, "fakeasync_enable": enable}))


def _list(value: str | list[str]) -> list[str]:
    """Return an option as the list that it is in TOML."""
    return value.split(",") if isinstance(value, str) else value


def _chosen(block: Block | None) -> Mapping[str, Any]:
    """Return the options that a block sets, without their common prefix."""
    if block is None:
        return {}
    if block.language == "toml":
        values: dict[str, Any] = tomllib.loads(block.text)
        values = values.get("tool", {}).get("flake8", values)
    else:
        parser = configparser.RawConfigParser()
        parser.read_string(block.text)
        values = dict(parser["flake8"])
    chosen = {key.removeprefix("fakeasync-"): value for key, value in values.items()}
    if unknown := chosen.keys() - set(_OPTIONS):
        message = f"line {block.line}: no such option: {', '.join(sorted(unknown))}"
        raise ValueError(message)
    return chosen


def code_of(page: Path) -> str | None:
    """Return the code of the rule whose page this is, if it is one."""
    return page.stem.partition("_")[0].upper() if page.suffix == ".py" else None


def mistakes(example: Example, project: Project, found: list[Violation]) -> list[str]:
    """Return a line for each marker without its violation and each violation without a marker."""
    expected = Counter(_markers(project))
    got = Counter((one.path, one.line, one.rule.code) for one in found)
    messages = {(one.path, one.line, one.rule.code): str(one) for one in found}
    return [
        *(
            _tell(example, project, place, f"expected {place[2]}, got none")
            for place in sorted((expected - got).elements())
        ),
        *(
            _tell(example, project, place, f"unexpected {messages[place]}")
            for place in sorted((got - expected).elements())
        ),
        *_broken_promises(example, {code for _, _, code in expected}),
    ]


def _markers(project: Project) -> Iterator[tuple[str, int, str]]:
    """Yield file, line and code of each marker."""
    for name, blocks in project.files.items():
        for number, line in enumerate(lines_of(blocks), 1):
            if marker := _MARKER.search(line.text):
                for code in marker[1].split(","):
                    yield name, number, code.strip()


def _tell(example: Example, project: Project, place: tuple[str, int, str], what: str) -> str:
    """Return what is wrong, with the place in the page and the line in question."""
    name, number, _ = place
    lines = lines_of(project.files[name])
    line = lines[min(number, len(lines)) - 1]
    return f"{example.page}:{line.page_line}: {what}\n    {name}:{number}: {line.text.strip()}"


def _broken_promises(example: Example, codes: set[str]) -> Iterator[str]:
    """Yield what the headings of a rule's page promise and its examples do not keep."""
    own = code_of(example.page)
    if own and "Bad" in example.headings and own not in codes:
        yield f"{example.page}: an example under Bad has no marker for {own}"
    if own and "Good" in example.headings and codes:
        yield f"{example.page}: an example under Good has a marker"


def output(found: list[Violation]) -> str:
    """Return what flake8 prints for these violations."""
    return "".join(f"{violation}\n" for violation in found)


def rewrite(updates: list[tuple[Path, Block, str]]) -> None:
    """Put new output into pages, from the last block to the first: lines above stay in place."""
    for page, block, text in sorted(updates, key=lambda update: -update[1].line):
        lines = page.read_text(encoding="utf-8").splitlines(keepends=True)
        lines[block.line : block.line + block.text.count("\n")] = [text]
        page.write_text("".join(lines), encoding="utf-8")
