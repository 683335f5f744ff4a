"""What all tests share: the option that rewrites the output shown in pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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
