"""What tests of the command share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cli.checked import SHOP

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def small_shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a project with three reports and go there."""
    for name, text in {"setup.cfg": "", **SHOP}.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path
