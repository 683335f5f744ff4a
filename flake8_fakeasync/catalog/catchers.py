"""What catches exceptions without being an except clause."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from flake8_fakeasync.catalog.sources import DATA, parse

FILE = "catchers.toml"
ALL = -1
# What the names in the file begin with: it is not read for modules that import none of these.
ROOTS = frozenset({"_pytest", "backoff", "contextlib", "pytest", "stamina", "tenacity"})


class Catcher(NamedTuple):
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
