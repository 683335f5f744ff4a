"""Which HTTP library lies below a package, by release: its exceptions reach the users of the package."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from flake8_fakeasync.catalog.sources import DATA, parse

FILE = "backends.toml"


class Backend(NamedTuple):
    """A package: `releases` are pairs of a specifier, `>=1,<2`, and the library in these releases, oldest first.

    `status` is the exception for a bad status, in all releases. `error` is the base of the package's own exceptions,
    which it raises for nearly all of the library's; "" where it has none.
    """

    distribution: str
    status: str
    releases: tuple[tuple[str, str], ...]
    error: str = ""


@cache
def _table() -> dict[str, Backend]:
    data = parse(FILE, (DATA / FILE).read_text(encoding="utf-8"))
    return {
        root: Backend(entry["distribution"], entry["status"], tuple(entry["releases"].items()), entry.get("error", ""))
        for entry in data["backend"]
        for root in entry["roots"]
    }


def backend(root: str) -> Backend | None:
    """Return what is known about the package with this top-level import name."""
    return _table().get(root)


def backends() -> tuple[Backend, ...]:
    """Return all of them."""
    return tuple(dict.fromkeys(_table().values()))
