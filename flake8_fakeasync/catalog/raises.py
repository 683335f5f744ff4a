"""What code outside the cataloged libraries may raise."""

from __future__ import annotations

from functools import cache

from flake8_fakeasync.catalog.sources import DATA, parse

FILE = "raises.toml"


@cache
def _tables() -> tuple[dict[str, str], dict[str, str]]:
    data = parse(FILE, (DATA / FILE).read_text(encoding="utf-8"))
    gives = data.pop("gives")
    return _by_name(data), _by_name(gives)


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
    return _longest(_tables()[0], name) or "unknown"


@cache
def gives(name: str) -> str:
    """Return what calling a quiet name gives: "data" of its own, a "container" of its arguments, or what is "given"."""
    return _longest(_tables()[1], name) or "data"
