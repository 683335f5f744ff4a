"""Calls that run a coroutine in an event loop of its own."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Enter, Global, Imported
from flake8_fakeasync.analysis.values import External, known
from flake8_fakeasync.catalog import keepers

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module


def started(evaluator: "Evaluator", module: "Module", call: Call) -> tuple[str, ExprId] | None:
    """Return what a call starts a new event loop with, and the coroutine that runs in it."""
    row = module.row(call.function)
    wrapper = row if isinstance(row, Call) else None  # async_to_sync(f)(argument)
    if not _may_start(module, wrapper.function if wrapper is not None else call.function):
        return None
    if wrapper is not None:
        name = _named(evaluator, module, wrapper.function, "wrap") if wrapper.arguments else None
        return (name, wrapper.arguments[0]) if name is not None else None
    if not call.arguments:
        return None
    name = _named(evaluator, module, call.function, "new")
    if name is None and isinstance(row, Attribute) and row.name in keepers.names("loops", "run"):
        name = _of_loop(evaluator, module, call, row)
    return (name, call.arguments[0]) if name is not None else None


def _may_start(module: "Module", expr: ExprId) -> bool:
    """Return whether a call may start an event loop, judged by its name alone; cheap."""
    row = module.row(expr)
    return isinstance(row, Attribute | Global | Imported) and row.name in keepers.last_names("loops")


def _of_loop(evaluator: "Evaluator", module: "Module", call: Call, read: Attribute) -> str | None:
    """Return what creates the loop whose method is called, if that is in the same function."""
    row = module.row(read.base)
    made = module.row(row.value) if isinstance(row, Enter) else row
    if not isinstance(made, Call):
        return None
    is_here = module.facts.function_of(made.region) is module.facts.function_of(call.region)
    return _named(evaluator, module, made.function, "make") if is_here else None


def _named(evaluator: "Evaluator", module: "Module", expr: ExprId, kind: str) -> str | None:
    """Return the name of a function that starts a loop in one way."""
    for value in known(evaluator.infer(module, expr)):
        if isinstance(value, External) and value.name in keepers.names("loops", kind):
            return value.name
    return None
