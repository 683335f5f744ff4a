"""The table of docs/comparison.md: what linters report on the lines of its code marked ``# here``."""

from __future__ import annotations

import re
import tempfile
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync import Settings, all_rules, check

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "comparison.md"
OTHERS = ("ruff", "flake8-async", "ty-async", "blockpath", "hydroid-cli", "blockbuster")
_BLOCK = re.compile(r"(?ms)(?:^`([^`\n]+)`:\n\n)?^```python\n(.*?)^```")
_HERE = "# here"


class Case(NamedTuple):
    """Some code under a heading, and the place in question."""

    heading: str
    files: Mapping[str, str]

    def here(self) -> tuple[str, int]:
        """Return the file and the line that are marked."""
        for name, text in self.files.items():
            for number, line in enumerate(text.splitlines(), 1):
                if line.endswith(_HERE):
                    return name, number
        message = f"{self.heading}: no line is marked {_HERE}"
        raise ValueError(message)

    def write(self, folder: Path) -> None:
        """Write the files into a folder."""
        for name, text in self.files.items():
            (folder / name).write_text(text, encoding="utf-8")


def cases() -> Iterator[Case]:
    """Yield the cases of the page."""
    for part in re.split(r"(?m)^### ", PAGE.read_text(encoding="utf-8"))[1:]:
        heading, _, body = part.partition("\n")
        yield Case(heading, {name or "example.py": text for name, text in _BLOCK.findall(body)})


def table(others: Mapping[str, tuple[str, ...]] | None = None) -> str:
    """Return the table; without cells of the other linters it keeps those that the page has."""
    others = cells_of_page() if others is None else others
    group = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]["integration"]
    pins = dict(entry.partition(";")[0].split("==") for entry in group if "==" in entry)
    heads = ("The code", *(f"{name} {pins[name]}" for name in OTHERS), "flake8-fakeasync")
    rows = [(case.heading, *others.get(case.heading, ("?",) * len(OTHERS)), _ours(case)) for case in cases()]
    return "".join(f"| {' | '.join(row)} |\n" for row in (heads, ("---",) * len(heads), *rows))


def cells_of_page() -> dict[str, tuple[str, ...]]:
    """Return the cells of the other linters as the page has them, by heading."""
    rows = re.findall(r"(?m)^\| (.+) \|$", PAGE.read_text(encoding="utf-8"))
    cells = [row.split(" | ") for row in rows]
    return {row[0]: tuple(row[1:-1]) for row in cells if len(row) == len(OTHERS) + 2}


def cell(codes: set[str]) -> str:
    """Return a cell of the table."""
    return ", ".join(sorted(codes)) or "-"


def _ours(case: Case) -> str:
    """Return our cell: codes of rules that are off by default stand in parentheses."""
    name, line = case.here()
    default = {rule.code: rule.default for rule in all_rules()}
    with tempfile.TemporaryDirectory() as folder:
        case.write(Path(folder))
        found = check([Path(folder, name)], Settings(enable=("ALL",)))
    codes = {one.rule.code for one in found if one.line == line}
    return cell({code if default[code] else f"({code})" for code in codes})
