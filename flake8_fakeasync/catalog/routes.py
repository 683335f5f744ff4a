"""Methods that the other methods of a class go through."""

from __future__ import annotations

from functools import cache

from flake8_fakeasync.catalog.sources import DATA, parse

FILE = "routes.toml"


def through(cls: str, name: str) -> tuple[str, ...]:
    """Return the methods that a method of a class goes through, by their qualified and bare names; none if unknown."""
    methods = routes().get(cls, ())
    return methods[methods.index(name) + 1 :] if name in methods else methods


@cache
def routes() -> dict[str, tuple[str, ...]]:
    """Return, by class, the methods that all its other methods go through."""
    data: dict[str, list[str]] = parse(FILE, (DATA / FILE).read_text(encoding="utf-8"))
    return {cls: tuple(names) for cls, names in data.items()}
