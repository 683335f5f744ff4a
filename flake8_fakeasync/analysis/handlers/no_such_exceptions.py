"""Names in handlers that a library does not have, or that are no exceptions."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.handlers.nearest import nearest
from flake8_fakeasync.analysis.handlers.stale import HTTPX
from flake8_fakeasync.analysis.infer.values import External
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Display, ExprId, Join, Union

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.analysis.handlers.handlers import Catch


class Absent(NamedTuple):
    """What is wrong with a name, what to write instead, and the library it was looked for in."""

    what: str
    instead: str
    library: str


def absent(context: "Context", catch: "Catch") -> Iterator[Absent]:
    """Yield the names in a handler that are no exceptions of httpx though they are written as such."""
    for name in dict.fromkeys(name for expr in catch.types for name in _spelled(context, expr)):
        library, _, rest = name.partition(".")
        if library in HTTPX and rest and context.catalog.exception(name) is None:
            known = context.catalog.cls(name) or context.catalog.function(name)
            what = f"{name} is no exception" if known is not None else f"{library} has no {rest}"
            instead = nearest(context.catalog, library, rest) or f"one of the exceptions that {library} has"
            yield Absent(what, instead, library)


def _spelled(context: "Context", expr: ExprId) -> Iterator[str]:
    """Yield the names outside the project that a handler spells out; imports and constants fail where they stand."""
    row = context.module.row(expr)
    if isinstance(row, Attribute):
        values = context.infer(expr)
        yield from (value.name for value in values if isinstance(value, External) and len(values) == 1)
    parts = row.parts if isinstance(row, Join | Union) else row.items if isinstance(row, Display) else ()
    for part in parts:
        yield from _spelled(context, part)
