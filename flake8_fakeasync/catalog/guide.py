"""Addresses of the guides of HTTP clients, by section."""

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

    def link(self, library: str, key: str) -> str | None:
        """Return the address of a section of a library's guide, or of its page where anchors are not known.

        None for a library without a guide here.
        """
        if not self._data:
            self._data = parse(FILE, (DATA / FILE).read_text(encoding="utf-8"))
        place = self._data["sections"].get(key)
        if place is None:
            raise CatalogError(FILE, f"no section '{key}'")
        libraries = self._data["libraries"]
        base = libraries.get(library) or libraries.get(family(library))
        if base is None:
            return None
        page, mark, anchor = place.partition("#")
        page = base["pages"].get(page, base.get("otherwise", page))
        section = mark + anchor if base["anchors"] else ""
        return f"{base['address']}{page}{section}"
