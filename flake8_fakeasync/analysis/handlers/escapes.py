"""Status errors that go past the handlers around them."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.handlers.handlers import TEST, Catch, exceptions
from flake8_fakeasync.analysis.handlers.stale import HTTPX
from flake8_fakeasync.analysis.ids import RegionId
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call
from flake8_fakeasync.analysis.values import Instance

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.view import View
    from flake8_fakeasync.catalog import ExceptionEntry

_CHECK = "raise_for_status"


def escaping(view: "View", call: Call) -> "ExceptionEntry | None":
    """Return the status error that a check of a response of httpx raises past handlers of other errors of httpx."""
    row = view.module.row(call.function)
    if not isinstance(row, Attribute) or row.name != _CHECK:
        return None
    names = {value.name for value in view.infer(call.function) if isinstance(value, Instance)}
    libraries = {name.partition(".")[0] for name in names}
    if len(libraries) != 1 or not libraries <= HTTPX:
        return None
    error = view.catalog.exception(f"{libraries.pop()}.HTTPStatusError")
    regions = view.facts.enclosing(call.region)
    handlers = [handler for handler in view.facts.handlers if handler.guarded in regions]
    if not all(exceptions(view, handler.types) for handler in handlers):  # bare, or something unknown
        return None
    around = [catch for catch in view.all(Catch) if catch.says != TEST and _guards(view, catch, regions)]
    caught = [view.catalog.exception(name) for catch in around for name in catch.names]
    related = any(entry is not None and error is not None and entry.library == error.library for entry in caught)
    if error is None or not related or any(_catches(view, catch, error) for catch in around):
        return None
    return error


def _guards(view: "View", catch: Catch, regions: list[RegionId]) -> bool:
    return any(guarded_code.module is view.module and guarded_code.region in regions for guarded_code in catch.guarded)


def _catches(view: "View", catch: Catch, error: "ExceptionEntry") -> bool:
    """Return whether a handler may catch an error: it or a base of it."""
    line, pending = {"builtins.Exception", "builtins.BaseException"}, [error.name]
    while pending:
        name = pending.pop()
        entry = view.catalog.exception(name)
        line.add(name)
        pending += entry.bases if entry is not None else ()
    return not line.isdisjoint(view.catalog.canonical(name) for name in catch.names)
