"""What messages say of libraries: the addresses of pages, and what happens on the event loop."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from flake8_fakeasync.catalog.guide import Guide

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flake8_fakeasync.catalog.sources import Source


class Pages:
    """The part of the catalog that is about messages."""

    def __init__(self, sources: tuple[Source, ...]) -> None:
        self._page_sources = sources
        self._guide = Guide()

    def link(self, name: str, section: str = "guide") -> str:
        """Return the address of a page about a library, given by any of its names, or "" if none is known.

        Sections are those of the httpx guide; other libraries have the page that their catalog file calls `guides`.
        """
        found = self._guide.link(name.partition(".")[0], section)
        if found is None:
            found = _longest(self._guides, name)
        return found

    @functools.cached_property
    def _guides(self) -> Mapping[str, str]:
        """The addresses of pages by the names that begin like this; those of the user win."""
        return {prefix: address for source in self._page_sources for prefix, address in source.head.guides.items()}

    def outcome(self, name: str) -> str:
        """Return what a call does on the event loop instead of blocking, "raises SomeError", or "" if it blocks."""
        root = name.partition(".")[0]
        found = ""
        for source in self._page_sources:
            if root in source.head.roots and source.head.has_names:
                found = _longest(source.tables().get("outcomes", {}), name) or found
        return found


def _longest(values: Mapping[str, str], name: str) -> str:
    """Return the value of the longest key that a dotted name begins with, "" if there is none."""
    fitting = (prefix for prefix in values if f"{name}.".startswith(f"{prefix}."))
    return values.get(max(fitting, key=len, default=""), "")
