"""What catches exceptions without being an except clause."""

from __future__ import annotations

from functools import cache
from typing import Final, Literal, NamedTuple

from flake8_fakeasync.catalog.sources import DATA, parse

FILE = "catchers.toml"
ALL: Final = "all"
# What the names in the file begin with: it is not read for modules that import none of these.
ROOTS = frozenset(
    {
        "_pytest",
        "backoff",
        "celery",
        "contextlib",
        "google",
        "opnieuw",
        "pytest",
        "retry",
        "retrying",
        "stamina",
        "tenacity",
    }
)


class Catcher(NamedTuple):
    """A callable that takes exceptions to catch.

    `form` is "block" (a `with` block is guarded), "decorator" (a function is guarded, or the body of a loop over what
    the call returns), or, for an argument of the other forms, "predicate", "test" (it takes a function that tests an
    exception) or "any" (it takes predicates). `position` is that of the exceptions, `ALL` when every positional
    argument is one; `callable` is that of a callable which is guarded; `predicate` is the keyword that takes
    predicates, `test` that which takes a function that tests; `says` is how a message calls it. `methods` are known by
    their name alone, where the keyword is given.
    """

    names: tuple[str, ...]
    form: str
    says: str
    position: int | Literal["all"] | None = None
    keyword: str | None = None
    callable: int | None = None
    predicate: str | None = None
    test: str | None = None
    methods: tuple[str, ...] = ()


@cache
def _entries() -> list[Catcher]:
    data = parse(FILE, (DATA / FILE).read_text(encoding="utf-8"))
    return [
        Catcher(**{**entry, "names": tuple(entry["names"]), "methods": tuple(entry.get("methods", ()))})
        for entry in data["catcher"]
    ]


@cache
def _table() -> dict[str, Catcher]:
    return {name: catcher for catcher in _entries() for name in catcher.names}


@cache
def _methods() -> dict[str, Catcher]:
    return {name: catcher for catcher in _entries() for name in catcher.methods}


def catcher_method(name: str) -> Catcher | None:
    """Return what is known about a method of this name, of whatever object, that takes exceptions to catch."""
    return _methods().get(name)


def catcher(name: str) -> Catcher | None:
    """Return what is known about a callable that takes exceptions to catch."""
    return _table().get(name)
