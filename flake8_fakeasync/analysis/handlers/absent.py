"""Names in handlers that a library does not have, or that are no exceptions."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.handlers.stale import HTTPX
from flake8_fakeasync.analysis.names.things import External
from flake8_fakeasync.analysis.syntax.rows import Attribute, Display, Join, Union, Value

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.handlers.handlers import Catch
    from flake8_fakeasync.analysis.linked import Linked

# The library whose names people carry over.
MODEL = "requests"
_BASE = "HTTPError"


class Absent(NamedTuple):
    """What is wrong with a name, what to write instead, and the library it was looked for in."""

    what: str
    instead: str
    library: str


def absent(linked: "Linked", catch: "Catch") -> Iterator[Absent]:
    """Yield the names in a handler that are no exceptions of httpx though they are written as such."""
    for name in dict.fromkeys(name for value in catch.types for name in _spelled(linked, value)):
        library, _, rest = name.partition(".")
        if library in HTTPX and rest and linked.catalog.exception(name) is None:
            known = linked.catalog.cls(name) or linked.catalog.function(name)
            what = f"{name} is no exception" if known is not None else f"{library} has no {rest}"
            yield Absent(what, _instead(linked, library, rest), library)


def _spelled(linked: "Linked", value: Value) -> Iterator[str]:
    """Yield the names outside the project that a handler spells out; imports and constants fail where they stand."""
    row = linked.module.row(value)
    if isinstance(row, Attribute):
        things = linked.things(value)
        yield from (thing.name for thing in things if isinstance(thing, External) and len(things) == 1)
    parts = row.parts if isinstance(row, Join | Union) else row.items if isinstance(row, Display) else ()
    for part in parts:
        yield from _spelled(linked, part)


def _instead(linked: "Linked", library: str, rest: str) -> str:
    """Return the exception that stands for that of requests with the same name, the base of all for any other."""
    last = rest.rpartition(".")[2]
    own = linked.catalog.exception(f"{library}.{last}")
    if own is not None and rest != last:
        return own.name
    for module in (MODEL, f"{MODEL}.exceptions"):
        entry = linked.catalog.exception(f"{module}.{last}")
        twin = entry.twin(library) if entry is not None else None
        if twin is not None:
            return twin
    return f"{library}.{_BASE}"
