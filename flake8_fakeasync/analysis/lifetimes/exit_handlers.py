"""Functions that close a client in an event loop of their own when the process exits."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId, FunctionId
from flake8_fakeasync.analysis.lifetimes.clients import client_of
from flake8_fakeasync.analysis.lifetimes.escapes import CLOSERS
from flake8_fakeasync.analysis.lifetimes.loop_starts import started
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call
from flake8_fakeasync.analysis.values import External, OwnFunction
from flake8_fakeasync.catalog import keepers

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.values import ValueSet
    from flake8_fakeasync.catalog import Class

AT_EXIT = "atexit.register"
_MOST = 10  # functions


def closed_at_exit(evaluator: "Evaluator", functions: list[OwnFunction]) -> "Class | None":
    """Return the class of the client that functions close in a loop of their own, in what they call, too."""
    pending, seen = list(functions), set[tuple[str, FunctionId]]()
    while pending and len(seen) < _MOST:
        value = pending.pop(0)
        module = evaluator.project.module(value.module)
        if module is None or value[:2] in seen or module.function(value.scope).is_async:
            continue
        seen.add(value[:2])
        for call in module.calls(value.scope):
            start = started(evaluator, module, call)
            cls = _closed(evaluator, module, start[1]) if start is not None else None
            if cls is not None:
                return cls
            pending += _own(evaluator, module, call)
    return None


def closed_by_run(evaluator: "Evaluator", module: "Module", values: "ValueSet", expr: ExprId) -> "Class | None":
    """Return the class of the client that a coroutine closes, if what runs it starts a loop for it."""
    names = keepers.names("loops", "new")
    is_run = any(isinstance(each, External) and each.name in names for each in values)
    return _closed(evaluator, module, expr) if is_run else None


def _closed(evaluator: "Evaluator", module: "Module", expr: ExprId) -> "Class | None":
    """Return the class of the client that a coroutine closes: `client.aclose()`, or a function that awaits that."""
    row = module.row(expr)
    pending = [(module, row)] if isinstance(row, Call) else []
    seen: set[tuple[str, FunctionId]] = set()
    while pending and len(seen) < _MOST:
        home, call = pending.pop(0)
        read = home.row(call.function)
        cls = client_of(evaluator, home, read.base) if isinstance(read, Attribute) and read.name in CLOSERS else None
        if cls is not None:
            return cls
        for value in _own(evaluator, home, call):
            inner = evaluator.project.module(value.module)
            if inner is not None and value[:2] not in seen:
                seen.add(value[:2])
                pending += [(inner, each) for each in inner.calls(value.scope)]
    return None


def _own(evaluator: "Evaluator", module: "Module", call: Call) -> list[OwnFunction]:
    return [each for each in evaluator.infer(module, call.function) if isinstance(each, OwnFunction)]
