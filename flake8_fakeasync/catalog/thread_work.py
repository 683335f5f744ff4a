"""What belongs in a thread whatever else runs there."""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import cache

from flake8_fakeasync.catalog.sources import DATA, parse

FILE = "thread_work.toml"


@cache
def is_of_thread(call: str) -> bool:
    """Return whether a blocking call, by its qualified name, moves contents of files or waits for processes."""
    return any(fnmatchcase(call, pattern) for pattern in _table()["calls"])


def computes(name: str) -> bool:
    """Return whether a qualified name is one of a package that computes."""
    return name.partition(".")[0] in _table()["computing"]


@cache
def _table() -> dict[str, frozenset[str]]:
    data: dict[str, list[str]] = parse(FILE, (DATA / FILE).read_text(encoding="utf-8"))
    return {key: frozenset(names) for key, names in data.items()}
