"""Functions that inspect a value."""

from __future__ import annotations

from functools import cache

from flake8_fakeasync.catalog.sources import DATA, parse

FILE = "inspections.toml"


@cache
def names(kind: str) -> frozenset[str]:
    """Return the names of the functions that inspect a value for something; the keys of the file."""
    return frozenset(_table()[kind])


@cache
def _table() -> dict[str, list[str]]:
    data: dict[str, list[str]] = parse(FILE, (DATA / FILE).read_text(encoding="utf-8"))
    return data
