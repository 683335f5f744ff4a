"""The table of docs/comparison.md says what the other linters report."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

import comparison
import docs

if TYPE_CHECKING:
    from pathlib import Path

_RUFF = ["ruff", "check", "--isolated", "--preview", "--select=ASYNC,RUF006", "--output-format=json"]
_FLAKE8 = ["flake8", "--isolated", "--format=%(row)d:%(code)s"]


def printed(command: list[str], folder: Path, path: str) -> str:
    """Return what a linter prints; it ends with 1 where it has something to say."""
    environment = {**os.environ, "PATH": path}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False, text=True)
    assert done.returncode in {0, 1}, done.stderr
    return done.stdout


def others(case: comparison.Case, folder: Path, path: str) -> tuple[str, ...]:
    """Return the cells of ruff and flake8-async."""
    case.write(folder)
    name, line = case.here()
    ruff = json.loads(printed([*_RUFF, name], folder, path))
    flake8 = (row.split(":") for row in printed([*_FLAKE8, name], folder, path).splitlines())
    return (
        comparison.cell({one["code"] for one in ruff if one["location"]["row"] == line}),
        comparison.cell({code for row, code in flake8 if row == str(line) and code.startswith("ASYNC")}),
    )


def test_table(path: str, tmp_path: Path, updates: list[object] | None) -> None:
    """Every cell is what running the linter gives."""
    cells = {}
    for number, case in enumerate(comparison.cases()):
        folder = tmp_path / str(number)
        folder.mkdir()
        cells[case.heading] = others(case, folder, path)
    page = comparison.PAGE.read_text(encoding="utf-8")
    current = docs.filled(page, "comparison", f"\n{comparison.table(cells)}\n")
    if updates is None:
        assert page == current, "see --update-output"
    else:
        comparison.PAGE.write_text(current, encoding="utf-8")
