"""Names in handlers that a library does not have, or that are no exceptions."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.handlers.nearest import counterpart, nearest
from flake8_fakeasync.analysis.handlers.stale import HTTPX
from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.syntax.exprs import Attribute
from flake8_fakeasync.analysis.syntax.leaves import leaves, parts_of
from flake8_fakeasync.analysis.values import External

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.handlers.handlers import Catch
    from flake8_fakeasync.analysis.view import View


class Absent(NamedTuple):
    """What is wrong with a name, what to write instead, and the library it was looked for in.

    ``first`` and ``last`` are where the name begins below the library, and ends: `exceptions` and `Timeout`. ``right``
    is the one name of the library that it can be, "" if that is not sure.
    """

    what: str
    instead: str
    library: str
    first: Attribute
    last: Attribute
    right: str


def absent(view: "View", catch: "Catch") -> Iterator[Absent]:
    """Yield the names in a handler that are no exceptions of httpx though they are written as such."""
    spelled: dict[str, Attribute] = {}
    for name, read in (each for expr in catch.types for each in _spelled(view, expr)):
        spelled.setdefault(name, read)
    for name, read in spelled.items():
        library, _, rest = name.partition(".")
        if library in HTTPX and rest and view.catalog.exception(name) is None:
            known = view.catalog.cls(name) or view.catalog.function(name)
            what = f"{name} is no exception" if known is not None else f"{library} has no {rest}"
            instead = nearest(view.catalog, library, rest) or f"one of the exceptions that {library} has"
            right = (counterpart(view.catalog, library, rest) or "").rpartition(".")
            first = _first(view, read, rest.count("."))
            yield Absent(what, instead, library, first, read, right[2] if right[0] == library else "")


def _first(view: "View", read: Attribute, depth: int) -> Attribute:
    """Return the attribute that many names before another one in a chain."""
    for _ in range(depth):
        row = view.module.row(read.base)
        read = row if isinstance(row, Attribute) else read
    return read


def _spelled(view: "View", expr: ExprId) -> Iterator[tuple[str, Attribute]]:
    """Yield the names outside the project that a handler spells out, and where; others fail where they are used."""
    for leaf in leaves(expr, lambda each: parts_of(view.module.row(each))):
        row = view.module.row(leaf)
        if isinstance(row, Attribute):
            values = view.infer(leaf)
            yield from ((value.name, row) for value in values if isinstance(value, External) and len(values) == 1)
