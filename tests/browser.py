"""The playground in a headless Chromium: served from this machine, with an eye on what it asks for and complains of."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler
from typing import TYPE_CHECKING

import loopback

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

_PATIENCE = 120_000  # milliseconds: Python starts in a second or two, on a busy machine in many more

# The titles of examples.
HELPER = "A helper in another file"
MIGRATED = "Left behind by a migration"
FIRST = "Async in name only"


class _Files(loopback.Quiet, SimpleHTTPRequestHandler):
    """Serves files."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder and give its address."""
    with loopback.served(partial(_Files, directory=str(folder))) as address:
        yield f"{address}/"


class Playground:
    """The page as its reader uses it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = f"{address}playground/"
        self.complaints: list[str] = []
        self.foreign: list[str] = []
        page.set_default_timeout(_PATIENCE)
        page.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self._note(request.url))

    def _note(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.foreign.append(url)

    def open(self, fragment: str = "") -> None:
        """Load the page and wait for the first answer."""
        self.page.goto("about:blank")
        self.page.goto(self.address + fragment)
        self.settle()

    def settle(self) -> None:
        """Wait until what is in the editor has been checked."""
        self.page.wait_for_timeout(400)
        self.page.wait_for_selector("#status:not(.busy):has-text('Python'), #failure:not([hidden])")

    def choose(self, example: str) -> None:
        """Choose an example."""
        self.page.select_option("#examples", label=example)
        self.settle()

    def write(self, text: str) -> None:
        """Replace what is in the editor."""
        self.page.click(".cm-content")
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)
        self.settle()

    def reports(self) -> list[tuple[str, str]]:
        """Return place and code of each report in the list."""
        places, codes = (self._texts(f"#reports > li:has(> .code) > {part}") for part in (".where", ".code"))
        return list(zip(places, codes, strict=True))

    def underlined(self) -> list[str]:
        """Return each text that is underlined."""
        return self._texts(".cm-lintRange")

    def tabs(self) -> list[str]:
        """Return what the tabs show."""
        return self._texts("[role=tab]")

    def _texts(self, selector: str) -> list[str]:
        texts: list[str] = self.page.locator(selector).all_inner_texts()
        return texts

    def text(self, selector: str) -> str:
        """Return what a part of the page shows."""
        shown: str = self.page.inner_text(selector)
        return shown
