"""What `fakeasync fix` is given, and what it prints."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flake8_fakeasync.cli import main

if TYPE_CHECKING:
    import pytest


def write(path: str, text: str) -> None:
    """Write a file as it is given."""
    Path(path).write_bytes(text.encode())


def fix(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> list[str]:
    """Return the lines that the command prints."""
    assert main(["fix", *arguments]) == status
    return capsys.readouterr().out.splitlines()
