"""The playground, built as for the website and opened in Chromium."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

import playground as building
from browser import Playground, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, ViewportSize

_BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
_DESK: ViewportSize = {"width": 1280, "height": 720}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a website that is the playground alone, built now."""
    folder = tmp_path_factory.mktemp("site")
    building.build(folder / "playground")
    return folder


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Serve the website and return its address."""
    with served(site) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return a browser; where there is none, skip, but not in continuous integration."""
    if not _BROWSER and not os.environ.get("CI"):
        pytest.skip("there is no Chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=_BROWSER)


@pytest.fixture(scope="session")
def opened(browser: Browser, address: str) -> Playground:
    """Return the page that tests share: starting Python takes longer than all else."""
    page = Playground(browser.new_context(permissions=["clipboard-read", "clipboard-write"]).new_page(), address)
    page.open()
    return page


@pytest.fixture
def page(opened: Playground) -> Iterator[Playground]:
    """Return the page; at the end nothing may have been complained of or asked of other hosts."""
    yield opened
    assert (opened.complaints, opened.foreign) == ([], [])
    opened.page.set_viewport_size(_DESK)
