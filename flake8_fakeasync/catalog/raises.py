"""What code outside the cataloged libraries may raise."""

from __future__ import annotations

from functools import cache

from flake8_fakeasync.catalog.sources import DATA, parse

FILE = "raises.toml"


@cache
def _tables() -> dict[str, dict[str, str]]:
    data = parse(FILE, (DATA / FILE).read_text(encoding="utf-8"))
    found = {table: _by_name(data.pop(table)) for table in ("gives", "methods", "decodes")}
    return {**found, "": _by_name(data)}


def _by_name(table: dict[str, list[str]]) -> dict[str, str]:
    return {name: kind for kind, names in table.items() for name in names}


def _longest(table: dict[str, str], name: str) -> str | None:
    while name and name not in table:
        name = name.rpartition(".")[0]
    return table.get(name)


@cache
def conduct(name: str) -> str:
    """Return what the code behind a qualified name may raise.

    "quiet" is no exception of an HTTP library, no OSError and no TimeoutError; "system" is an OSError or a
    TimeoutError at most; "bridge" is what an async function raises that it is given; "unknown" is anything.
    """
    return _longest(_tables()[""], name) or "unknown"


@cache
def gives(name: str) -> str:
    """Return what a quiet name returns: "data" of its own, a "container" of its arguments, or what is "given"."""
    return _longest(_tables()["gives"], name) or "data"


def is_quiet_method(name: str) -> bool:
    """Return whether a method of this name is quiet whatever object it is called on."""
    return name in _tables()["methods"]


def decoding_error(name: str) -> str | None:
    """Return the exception that a function raises for what it cannot decode, None if it decodes nothing."""
    return _tables()["decodes"].get(name)
