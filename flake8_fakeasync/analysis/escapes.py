"""Status errors that go past the handlers around them."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.facts import Attribute, Call, Enter, Handler
from flake8_fakeasync.analysis.handlers import catches
from flake8_fakeasync.analysis.stale import HTTPX
from flake8_fakeasync.analysis.things import Instance

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.handlers import Catch
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
    around = _around(linked, call)
    caught = [linked.catalog.exception(name) for catch in around for name in catch.names]
    related = any(entry is not None and error is not None and entry.library == error.library for entry in caught)
    if error is None or not related or any(_catches(linked, catch, error) for catch in around):
        return None
    return error


def _around(linked: "Linked", call: Call) -> "list[Catch]":
    regions = linked.facts.enclosing(call.region)
    guarding: list[Handler | Enter] = [handler for handler in linked.all(Handler) if handler.guarded in regions]
    guarding += [enter for enter in linked.all(Enter) if enter.body in regions]
    return [catch for fact in guarding for catch in catches(linked, fact)]


def _catches(linked: "Linked", catch: "Catch", error: "ExceptionEntry") -> bool:
    """Return whether a handler may catch an error: it, a base of it, anything, or something unknown."""
    if not catch.names:
        return True
    line, pending = {"builtins.Exception", "builtins.BaseException"}, [error.name]
    while pending:
        name = pending.pop()
        entry = linked.catalog.exception(name)
        line.add(name)
        pending += entry.bases if entry is not None else ()
    return not line.isdisjoint(linked.catalog.canonical(name) for name in catch.names)
