"""Where clients are kept that outlive a call, and who owns what a generator yields."""

from __future__ import annotations

from functools import cache

from flake8_fakeasync.catalog.sources import DATA, parse

FILE = "keepers.toml"


@cache
def names(group: str, kind: str) -> frozenset[str]:
    """Return the names that the file lists for a group (a table) and a kind (a key in it)."""
    return frozenset(_table()[group][kind])


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    data: dict[str, dict[str, list[str]]] = parse(FILE, (DATA / FILE).read_text(encoding="utf-8"))
    return data
