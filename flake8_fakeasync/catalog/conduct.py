"""What code outside the catalogued libraries may raise."""

from __future__ import annotations

from functools import cache

from flake8_fakeasync.catalog.sources import DATA, parse

FILE = "conduct.toml"


@cache
def _table() -> dict[str, str]:
    data = parse(FILE, (DATA / FILE).read_text(encoding="utf-8"))
    return {name: kind for kind, names in data.items() for name in names}


@cache
def conduct(name: str) -> str:
    """Return what the code behind a qualified name may raise.

    "quiet" is no exception of an HTTP library, no OSError and no TimeoutError; "system" is an OSError or a
    TimeoutError at most; "unknown" is anything.
    """
    table = _table()
    while name:
        if name in table:
            return table[name]
        name = name.rpartition(".")[0]
    return "unknown"
