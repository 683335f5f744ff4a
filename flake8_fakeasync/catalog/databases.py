"""Where a database is, by its address."""

from __future__ import annotations

import re
from functools import cache

from flake8_fakeasync.catalog.sources import DATA, parse

FILE = "databases.toml"
LOCAL, NETWORK = "local", "network"
_MEMORY = ":memory:"
# `postgresql+psycopg://...`; a builder of addresses takes what stands before the colon.
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9_.]*)(\+[A-Za-z0-9_.]+)?(?::|$)")


def site(address: str) -> str:
    """Return where the database of an address, or of its beginning, is: "local", "network" or "" if it is none."""
    if address == _MEMORY:
        return LOCAL
    scheme = _SCHEME.match(address)
    if scheme is None:
        return ""
    return LOCAL if scheme[1].lower() in _local() else NETWORK


@cache
def _local() -> frozenset[str]:
    data: dict[str, list[str]] = parse(FILE, (DATA / FILE).read_text(encoding="utf-8"))
    return frozenset(data[LOCAL])
