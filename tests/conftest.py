"""What all tests share: the option that rewrites the output shown in pages, and a project to stand in."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

# The tests keep nothing in the folder of whoever runs them; those of the cache have folders of their own.
os.environ["FAKEASYNC_CACHE"] = "off"

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mdtest import Block


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--update-output``."""
    parser.addoption("--update-output", action="store_true", help="rewrite the text blocks of the pages")


@pytest.fixture(scope="session")
def updates(request: pytest.FixtureRequest) -> Iterator[list[tuple[Path, Block, str]] | None]:
    """Collect new output and write it at the end; None unless ``--update-output`` is given."""
    from verdict import rewrite

    if not request.config.getoption("--update-output"):
        yield None
        return
    collected: list[tuple[Path, Block, str]] = []
    yield collected
    rewrite(collected)


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a copy of the shop."""
    copy = tmp_path / "shop"
    shutil.copytree(Path(__file__).parent / "projects" / "shop", copy)
    monkeypatch.chdir(copy)
    return copy
