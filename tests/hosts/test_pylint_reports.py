"""pylint reports what flake8 reports, with us in both."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from flake8.main.cli import main

import wheels
from hosts.in_pylint import OURS

_SHOP = Path(__file__).parent.parent / "projects" / "shop"


_FEW = ("chainlit", "mcp", "starlette")


class Report(NamedTuple):
    """A report as both show it; columns count from 0."""

    path: str
    line: int
    column: int
    code: str
    message: str


def by_pylint(files: list[Path], jobs: int = 1) -> list[Report]:
    """Return what a command reports, sorted."""
    template = "--msg-template={path}\t{line}\t{column}\t{msg_id}\t{msg}"
    command = [sys.executable, "-m", "pylint", *OURS, "--disable=all", "--enable=fakeasync", f"-j{jobs}", template]
    run = subprocess.run([*command, *map(str, files)], capture_output=True, check=False, text=True)
    assert run.returncode in {0, 4}, run.stdout + run.stderr  # 4 is a warning
    rows = [line.split("\t") for line in run.stdout.splitlines() if "\t" in line]
    return sorted(
        Report(os.path.relpath(path), int(line), int(column), message_id.replace("W9", "JAM"), text)
        for path, line, column, message_id, text in rows
    )


def by_flake8(files: list[Path], capsys: pytest.CaptureFixture[str]) -> list[Report]:
    """Return what flake8 reports, sorted."""
    form = "--format=%(path)s\t%(row)d\t%(col)d\t%(code)s\t%(text)s"
    main(["--isolated", "--select=JAM", "--fakeasync-enable=ALL", "--disable-noqa", form, *map(str, files)])
    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    return sorted(
        Report(os.path.relpath(path), int(line), int(column) - 1, code, text) for path, line, column, code, text in rows
    )


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_same_reports_as_in_flake8(
    jobs: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A project whose calls lead through its modules."""
    monkeypatch.chdir(_SHOP)
    files = sorted(Path().rglob("*.py"))
    found = by_pylint(files, jobs)
    assert [one.code for one in found].count("JAM102") == 11
    assert found == by_flake8(files, capsys)


@pytest.mark.slow
@pytest.mark.parametrize("pin", [pin for pin in wheels.counted() if pin.project in _FEW], ids=lambda pin: pin.project)
def test_the_same_reports_in_real_code(
    pin: wheels.Pin, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wheels from PyPI."""
    monkeypatch.chdir(wheels.unpacked(pin, wheels.default_cache()))
    files = sorted(Path().rglob("*.py"))
    found = by_pylint(files)
    assert found
    assert found == by_flake8(files, capsys)
