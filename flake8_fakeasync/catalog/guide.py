"""Addresses of the guides of httpx and httpx2, by section."""

from __future__ import annotations

from typing import Any

from flake8_fakeasync.catalog.model import CatalogError, family
from flake8_fakeasync.catalog.sources import DATA, parse

FILE = "guide.toml"


class Guide:
    """The pages of the guides; read when the first link is asked for."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._data: dict[str, Any] = {}

    def link(self, key: str, library: str) -> str:
        """Return the address of a section, or of its page where anchors are not known."""
        if not self._data:
            self._data = parse(FILE, (DATA / FILE).read_text(encoding="utf-8"))
        place = self._data["sections"].get(key)
        if place is None:
            raise CatalogError(FILE, f"no section '{key}'")
        libraries = self._data["libraries"]
        base = libraries.get(library) or libraries.get(family(library)) or libraries["httpx"]
        page, mark, anchor = place.partition("#")
        page = base["pages"].get(page, page)
        section = mark + anchor if base["anchors"] else ""
        return f"{base['address']}{page}{section}"
