"""Status errors that go past the handlers around them."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.handlers.handlers import TEST, Catch, exceptions
from flake8_fakeasync.analysis.handlers.stale import HTTPX
from flake8_fakeasync.analysis.infer.values import Instance
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.catalog import ExceptionEntry

_CHECK = "raise_for_status"


def escaping(context: "Context", call: Call) -> "ExceptionEntry | None":
    """Return the status error that a check of a response of httpx raises past handlers of other errors of httpx."""
    row = context.module.row(call.function)
    if not isinstance(row, Attribute) or row.name != _CHECK:
        return None
    evaluator = {value.name for value in context.infer(call.function) if isinstance(value, Instance)}
    libraries = {name.partition(".")[0] for name in evaluator}
    if len(libraries) != 1 or not libraries <= HTTPX:
        return None
    error = context.catalog.exception(f"{libraries.pop()}.HTTPStatusError")
    regions = context.facts.enclosing(call.region)
    handlers = [handler for handler in context.facts.handlers if handler.guarded in regions]
    if not all(exceptions(context, handler.types) for handler in handlers):  # bare, or something unknown
        return None
    around = [catch for catch in context.all(Catch) if catch.says != TEST and _guards(context, catch, regions)]
    caught = [context.catalog.exception(name) for catch in around for name in catch.names]
    related = any(entry is not None and error is not None and entry.library == error.library for entry in caught)
    if error is None or not related or any(_catches(context, catch, error) for catch in around):
        return None
    return error


def _guards(context: "Context", catch: Catch, regions: list[int]) -> bool:
    return any(
        guarded_code.module is context.module and guarded_code.region in regions for guarded_code in catch.guarded
    )


def _catches(context: "Context", catch: Catch, error: "ExceptionEntry") -> bool:
    """Return whether a handler may catch an error: it or a base of it."""
    line, pending = {"builtins.Exception", "builtins.BaseException"}, [error.name]
    while pending:
        name = pending.pop()
        entry = context.catalog.exception(name)
        line.add(name)
        pending += entry.bases if entry is not None else ()
    return not line.isdisjoint(context.catalog.canonical(name) for name in catch.names)
