"""Status errors that go past the handlers around them."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.handlers.handlers import TEST, Catch, exceptions
from flake8_fakeasync.analysis.handlers.stale import HTTPX
from flake8_fakeasync.analysis.names.things import Instance
from flake8_fakeasync.analysis.syntax.rows import Attribute, Call

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.linked import Linked
    from flake8_fakeasync.catalog import ExceptionEntry

_CHECK = "raise_for_status"


def escaping(linked: "Linked", call: Call) -> "ExceptionEntry | None":
    """Return the status error that a check of a response of httpx raises past handlers of other errors of httpx."""
    row = linked.module.row(call.function)
    if not isinstance(row, Attribute) or row.name != _CHECK:
        return None
    names = {thing.name for thing in linked.things(call.function) if isinstance(thing, Instance)}
    libraries = {name.partition(".")[0] for name in names}
    if len(libraries) != 1 or not libraries <= HTTPX:
        return None
    error = linked.catalog.exception(f"{libraries.pop()}.HTTPStatusError")
    regions = linked.facts.enclosing(call.region)
    handlers = [handler for handler in linked.facts.handlers if handler.guarded in regions]
    if not all(exceptions(linked, handler.types) for handler in handlers):  # bare, or something unknown
        return None
    around = [catch for catch in linked.all(Catch) if catch.says != TEST and _guards(linked, catch, regions)]
    caught = [linked.catalog.exception(name) for catch in around for name in catch.names]
    related = any(entry is not None and error is not None and entry.library == error.library for entry in caught)
    if error is None or not related or any(_catches(linked, catch, error) for catch in around):
        return None
    return error


def _guards(linked: "Linked", catch: Catch, regions: list[int]) -> bool:
    return any(stretch.module is linked.module and stretch.region in regions for stretch in catch.stretches)


def _catches(linked: "Linked", catch: Catch, error: "ExceptionEntry") -> bool:
    """Return whether a handler may catch an error: it or a base of it."""
    line, pending = {"builtins.Exception", "builtins.BaseException"}, [error.name]
    while pending:
        name = pending.pop()
        entry = linked.catalog.exception(name)
        line.add(name)
        pending += entry.bases if entry is not None else ()
    return not line.isdisjoint(linked.catalog.canonical(name) for name in catch.names)
