"""The table of docs/comparison.md says what the other linters report."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import comparison
import docs

if TYPE_CHECKING:
    from collections.abc import Iterator

_RUFF = ["ruff", "check", "--isolated", "--preview", "--select=ASYNC,RUF006", "--output-format=json"]
_FLAKE8 = ["flake8", "--isolated", "--format=%(row)d:%(code)s"]
_TY_ASYNC = ["ty-async", ".", "--async200-stdlib", "--async200-transitive"]
_BLOCKPATH = ["blockpath", "check", "--no-config", "--json", "."]
# It takes types from installed libraries; where the tests run they are.
_HYDROID = ["hydroid", "--no-cache", f"--python={sys.executable}", "--format=json", "."]


_UNDER_BLOCKBUSTER = Path(__file__).with_name("under_blockbuster.py")


class Run(NamedTuple):
    """Some code in a folder, the line in question, and the search path on which the linters are."""

    folder: Path
    file: str
    line: int
    path: str

    def printed(self, command: list[str]) -> str:
        """Return what a linter prints; it ends with 1 where it has something to say."""
        environment = {**os.environ, "PATH": self.path}
        done = subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, check=False, encoding="utf-8"
        )
        assert done.returncode in {0, 1}, done.stderr
        return done.stdout


def by_ruff(run: Run) -> Iterator[tuple[int, str]]:
    """Yield lines and codes."""
    for one in json.loads(run.printed([*_RUFF, run.file])):
        yield one["location"]["row"], one["code"]


def by_flake8_async(run: Run) -> Iterator[tuple[int, str]]:
    """Yield lines and codes."""
    for row in run.printed([*_FLAKE8, run.file]).splitlines():
        line, code = row.split(":")
        if code.startswith("ASYNC"):
            yield int(line), code


def by_ty_async(run: Run) -> Iterator[tuple[int, str]]:
    """Yield lines and codes."""
    for path, line, code in re.findall(r"(?m)^(?:\./)?(.+?):(\d+):\d+: (ASYNC\w+)", run.printed(_TY_ASYNC)):
        if path == run.file:
            yield int(line), code


def by_blockpath(run: Run) -> Iterator[tuple[int, str]]:
    """Yield the lines where a coroutine leads to something that blocks, and codes."""
    for one in json.loads(run.printed(_BLOCKPATH))["findings"]:
        if one["witness"][0]["path"] == run.file:
            yield one["witness"][0]["line"], one["code"]


def by_hydroid(run: Run) -> Iterator[tuple[int, str]]:
    """Yield lines and what blocks there: it has no codes."""
    for one in json.loads(run.printed(_HYDROID))["diagnostics"]:
        if one["location"]["path"] == run.file:
            yield one["location"]["line"], one["sink"]["category"]


def by_blockbuster(run: Run) -> Iterator[tuple[int, str]]:
    """Yield the line in question, and what running its coroutine raises."""
    packages = next(Path(run.path.split(os.pathsep)[0]).parent.glob("lib/python*/site-packages"))
    environment = {**os.environ, "PYTHONPATH": str(packages)}
    command = [sys.executable, str(_UNDER_BLOCKBUSTER), run.file, str(run.line)]
    done = subprocess.run(command, cwd=run.folder, env=environment, capture_output=True, check=True, encoding="utf-8")
    yield from ((run.line, raised) for raised in done.stdout.split())


_TOOLS = (
    ("ruff", by_ruff),
    ("flake8", by_flake8_async),
    ("ty-async", by_ty_async),
    ("blockpath", by_blockpath),
    ("hydroid", by_hydroid),
    (None, by_blockbuster),
)


def others(case: comparison.Case, folder: Path, path: str) -> tuple[str, ...]:
    """Return the cells of the other linters; blockpath is not there on Python 3.11, and keeps its cell."""
    case.write(folder)
    name, line = case.here()
    run = Run(folder, name, line, path)
    shown = comparison.cells_of_page().get(case.heading, ("?",) * len(_TOOLS))
    return tuple(
        comparison.cell({code for row, code in reported(run) if row == line})
        if tool is None or shutil.which(tool, path=path)
        else old
        for (tool, reported), old in zip(_TOOLS, shown, strict=True)
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
