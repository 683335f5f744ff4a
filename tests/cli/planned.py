"""What `fakeasync plan` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.cli import main

if TYPE_CHECKING:
    import pytest


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """Return the lines of a plan."""
    capsys.readouterr()
    assert main(["plan", *arguments]) == 0
    return capsys.readouterr().out.splitlines()
