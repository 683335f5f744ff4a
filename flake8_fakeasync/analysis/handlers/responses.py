"""Which exceptions have the response they came from, and where it is read off one that may have none."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.handlers.handlers import exceptions
from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.project.advice import CLIENTS
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call
from flake8_fakeasync.analysis.syntax.facts import Handler
from flake8_fakeasync.analysis.value_order import in_order
from flake8_fakeasync.analysis.values import Instance

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.view import View
    from flake8_fakeasync.catalog import Catalog, ExceptionEntry

RESPONSE = "response"
_STATUS = "raise_for_status"
_SURVIVES = frozenset({"builtins.AttributeError", "builtins.Exception", "builtins.BaseException"})


def without_response(view: "View", expr: ExprId) -> "ExceptionEntry | None":
    """Return an exception of an async library that a value may be and that has no response."""
    for value in in_order(view.infer(expr)):
        entry = view.catalog.exception(value.name) if isinstance(value, Instance) and not value.path else None
        if entry is not None and entry.library in CLIENTS and not has_response(view.catalog, entry):
            return entry
    return None


def has_response(catalog: "Catalog", entry: "ExceptionEntry") -> bool:
    """Return whether an exception, or a base of it, has the attribute."""
    bases = [base for name in entry.bases if (base := catalog.exception(name)) is not None]
    return RESPONSE in entry.attributes or any(has_response(catalog, base) for base in bases)


def bare(view: "View", entry: "ExceptionEntry") -> str:
    """Return what has no response: the exception, or the base of all those below it that have none."""
    every = view.catalog.exception(f"{entry.library}.RequestError")
    name = every.name if every is not None and every.bases == (entry.name,) else entry.name
    return name.rpartition(".")[2]


def asks_for_status_only(view: "View", expr: ExprId) -> bool:
    """Return whether all that is called in the code around which an exception is caught is `raise_for_status()`.

    What that raises has a response.
    """
    guarded = {handler.guarded for handler in view.all(Handler) if handler.caught == expr}
    calls = [call for call in view.all(Call) if not guarded.isdisjoint(view.facts.enclosing(call.region))]
    callees = [view.module.row(call.function) for call in calls]
    return bool(callees) and all(isinstance(row, Attribute) and row.name == _STATUS for row in callees)


def is_first(view: "View", read: Attribute) -> bool:
    """Return whether nothing before this read fails in its place, and whether its failure goes unnoticed."""
    facts = view.facts
    around = facts.enclosing(read.region)
    for other in view.all(Attribute):
        if other.id < read.id and other.name == RESPONSE and other.base == read.base and other.region in around:
            return False
    for handler in view.all(Handler):
        survived = not handler.types or not _SURVIVES.isdisjoint(exceptions(view, handler.types))
        if handler.guarded in around and survived:
            return False
    return True
