"""What catches exceptions without being an except clause."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from flake8_fakeasync.catalog.sources import DATA, parse

FILE = "catchers.toml"
ALL = -1


@dataclass(frozen=True, slots=True)
class Catcher:
    """A callable that takes exceptions to catch.

    `form` is "block" (a `with` block is guarded), "predicate" (an argument of the other forms) or "decorator" (a
    function is guarded, or the body of a loop over what the call returns). `position` is that of the exceptions, `ALL`
    when every positional argument is one; `callable` is that of a callable which is guarded; `predicate` is the
    keyword that takes predicates; `says` is how a message calls it.
    """

    names: tuple[str, ...]
    form: str
    says: str
    position: int | None = None
    keyword: str | None = None
    callable: int | None = None
    predicate: str | None = None


@cache
def _table() -> dict[str, Catcher]:
    data = parse(FILE, (DATA / FILE).read_text(encoding="utf-8"))
    catchers = [Catcher(**{**entry, "names": tuple(entry["names"])}) for entry in data["catcher"]]
    return {name: catcher for catcher in catchers for name in catcher.names}


def catcher(name: str) -> Catcher | None:
    """Return what is known about a callable that takes exceptions to catch."""
    return _table().get(name)


ROOTS = frozenset(name.partition(".")[0] for name in _table())
