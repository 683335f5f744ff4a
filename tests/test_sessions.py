"""What the pages for users tell to type, typed: each command prints what the page shows."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sessions import Section, fits, played, sections

if TYPE_CHECKING:
    from mdtest import Block

_ROOT = Path(__file__).parent.parent
_PAGES = [
    _ROOT / "README.md",
    _ROOT / "docs" / "index.md",
    _ROOT / "docs" / "adopting.md",
    _ROOT / "docs" / "command.md",
    _ROOT / "docs" / "configuration.md",
    _ROOT / "docs" / "frameworks.md",
]
_PATH = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])


@pytest.fixture(scope="session")
def command(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the command `fakeasync` as it is in this tree, whatever is installed."""
    path = tmp_path_factory.mktemp("bin") / "fakeasync"
    path.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m flake8_fakeasync "$@"\n')
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(
    ("page", "section"),
    [pytest.param(page, one, id=f"{page.stem}:{one.heading}") for page in _PAGES for one in sections(page)],
)
def test_session(
    page: Path, section: Section, tmp_path: Path, command: Path, updates: list[tuple[Path, Block, str]] | None
) -> None:
    """A reader who does what the page says sees what it shows."""
    for block, text in played(section, tmp_path, f"{command.parent}{os.pathsep}{_PATH}"):
        if updates is None:
            assert block.text == text, f"{page}:{block.line}, see --update-output"
        elif block.text != text:
            updates.append((page, block, text))


@pytest.mark.parametrize(
    ("shown", "printed", "fitting"),
    [
        ("a.py:1:1: JAM101 blocking ...\n", "a.py:1:1: JAM101 blocking HTTP call\n", True),
        ("a.py:1:1: JAM101 blocking ...\n", "a.py:1:1: JAM101 blocking HTTP call\na.py:2:1: F401\n", False),
        ("a.py:1:1: JAM101 blocking ...\n", "a.py:1:2: JAM101 blocking HTTP call\n", False),
        ("", "a.py:1:1: F401\n", False),
    ],
)
def test_fits(shown: str, printed: str, fitting: bool) -> None:  # noqa: FBT001  (a parameter of a test)
    """Three dots stand for the rest of a line and for no line."""
    assert fits(shown, printed) is fitting
