"""Which exceptions have the response they came from, and where it is read off one that may have none."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.handlers.handlers import exceptions
from flake8_fakeasync.analysis.modules.advice import CLIENTS
from flake8_fakeasync.analysis.names.things import Instance
from flake8_fakeasync.analysis.syntax.facts import Handler
from flake8_fakeasync.analysis.syntax.rows import Attribute, Call, Value

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.linked import Linked
    from flake8_fakeasync.catalog import Catalog, ExceptionEntry

RESPONSE = "response"
_STATUS = "raise_for_status"
_SURVIVES = frozenset({"builtins.AttributeError", "builtins.Exception", "builtins.BaseException"})


def without_response(linked: "Linked", value: Value) -> "ExceptionEntry | None":
    """Return an exception of an async library that a value may be and that has no response."""
    for thing in sorted(linked.things(value), key=repr):
        entry = linked.catalog.exception(thing.name) if isinstance(thing, Instance) and not thing.path else None
        if entry is not None and entry.library in CLIENTS and not has_response(linked.catalog, entry):
            return entry
    return None


def has_response(catalog: "Catalog", entry: "ExceptionEntry") -> bool:
    """Return whether an exception, or a base of it, has the attribute."""
    bases = [base for name in entry.bases if (base := catalog.exception(name)) is not None]
    return RESPONSE in entry.attributes or any(has_response(catalog, base) for base in bases)


def bare(linked: "Linked", entry: "ExceptionEntry") -> str:
    """Return what has no response: the exception, or the base of all those below it that have none."""
    every = linked.catalog.exception(f"{entry.library}.RequestError")
    name = every.name if every is not None and every.bases == (entry.name,) else entry.name
    return name.rpartition(".")[2]


def asks_for_status_only(linked: "Linked", value: Value) -> bool:
    """Return whether all that is called in the code around which an exception is caught is `raise_for_status()`.

    What that raises has a response.
    """
    guarded = {handler.guarded for handler in linked.all(Handler) if handler.caught == value}
    calls = [call for call in linked.all(Call) if not guarded.isdisjoint(linked.facts.enclosing(call.region))]
    callees = [linked.module.row(call.function) for call in calls]
    return bool(callees) and all(isinstance(row, Attribute) and row.name == _STATUS for row in callees)


def is_first(linked: "Linked", read: Attribute) -> bool:
    """Return whether nothing before this read fails in its place, and whether its failure goes unnoticed."""
    facts = linked.facts
    around = facts.enclosing(read.region)
    for other in linked.all(Attribute):
        if other.id < read.id and other.name == RESPONSE and other.base == read.base and other.region in around:
            return False
    for handler in linked.all(Handler):
        survived = not handler.types or not _SURVIVES.isdisjoint(exceptions(linked, handler.types))
        if handler.guarded in around and survived:
            return False
    return True
