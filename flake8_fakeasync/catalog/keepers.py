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
def last_names(group: str) -> frozenset[str]:
    """Return the last part of each name of a group, which is in the code however it was imported."""
    return frozenset(name.rpartition(".")[2] for kind in _table()[group].values() for name in kind)


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    data: dict[str, dict[str, list[str]]] = parse(FILE, (DATA / FILE).read_text(encoding="utf-8"))
    return data
