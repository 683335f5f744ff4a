"""Handlers for status errors that nothing raises: `raise_for_status()` is never called."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.handlers.handlers import TEST
from flake8_fakeasync.analysis.handlers.library_raises import STATUS_ERROR
from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.project.neighbours import neighbours
from flake8_fakeasync.analysis.syntax.exprs import Call
from flake8_fakeasync.analysis.values import External, OwnClass
from flake8_fakeasync.catalog.model import HTTPX_FAMILY

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.handlers.guarded_code import Effects
    from flake8_fakeasync.analysis.handlers.handlers import Catch
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.view import View
    from flake8_fakeasync.catalog import ExceptionEntry

_HOOKS, _TRANSPORTS = "event_hooks", frozenset({"transport", "mounts"})
# What tests expect to be raised is often made by a mock; a test with `isinstance` guards what only this error has.
_UNSURE = frozenset({"raises", TEST})
_PARTS = ("Client", "AsyncClient", "BaseTransport", "AsyncBaseTransport", "HTTPTransport", "AsyncHTTPTransport", "Auth")


def never_raised(
    view: "View", catch: "Catch", entries: "list[ExceptionEntry]", effects: "Effects"
) -> "list[ExceptionEntry]":
    """Return the errors of a bad status among exceptions, if nothing in the guarded code raises them."""
    found = [entry for entry in entries if entry.library in HTTPX_FAMILY and entry.name.endswith(STATUS_ERROR)]
    if not found or effects.unknown or effects.status or catch.says in _UNSURE:
        return []
    libraries = {entry.library for entry in found}
    if not effects.uses or not effects.uses <= libraries or not effects.raises <= libraries:
        return []
    around = neighbours(view.program.project, view.module, *HTTPX_FAMILY)
    return [] if any(_may_check(view, module) for module in (view.module, *around)) else found


def _may_check(view: "View", module: "Module") -> bool:
    """Return whether a module makes a client that may check each response itself: by a hook, or in its own classes."""
    if any(store.name == _HOOKS for store in module.facts.stores):
        return True
    for call in module.rows(Call):
        for keyword, expr in call.keywords:
            if keyword == _HOOKS or (keyword in _TRANSPORTS and not _is_plain(view, module, expr)):
                return True
    evaluator = view.program.evaluator
    parts = {f"{library}.{part}" for library in HTTPX_FAMILY for part in _PARTS}
    mros = [evaluator.mro(OwnClass(module.path, cls.id)) for cls in module.classes()]
    return any(not parts.isdisjoint(mro.external) for mro in mros)


def _is_plain(view: "View", module: "Module", expr: ExprId) -> bool:
    """Return whether a transport is one of the library's own."""
    row = module.row(expr)
    callees = view.program.evaluator.infer(module, row.function) if isinstance(row, Call) else frozenset()
    names = [value.name for value in callees if isinstance(value, External)]
    return bool(names) and all(name.partition(".")[0] in HTTPX_FAMILY and "Mock" not in name for name in names)
