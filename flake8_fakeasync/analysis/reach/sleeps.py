"""Retries that sleep in the thread they run in: decorators of plain functions, and loops over attempts."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.reach.blocking_api import Blocking
from flake8_fakeasync.analysis.syntax.exprs import Call, Constant, Element
from flake8_fakeasync.analysis.values import External
from flake8_fakeasync.catalog import keepers

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.syntax.facts import FunctionFacts

_WAIT = "wait"
_KIND = "local"


def decorated(evaluator: "Evaluator", module: "Module", function: "FunctionFacts") -> tuple[Blocking, Call] | None:
    """Return what a decorator makes a plain function do between two attempts, and the decorator."""
    for expr in function.decorators if not function.is_async else ():
        row = module.row(expr)
        found = _sleeping(evaluator, module, row, "decorators") if isinstance(row, Call) else None
        if found is not None and isinstance(row, Call):
            return found, row
    return None


def looped(evaluator: "Evaluator", module: "Module", element: Element) -> Blocking | None:
    """Return what a loop over attempts does between two of them."""
    row = module.row(element.base)
    is_sync = isinstance(row, Call) and not element.is_async
    return _sleeping(evaluator, module, row, "classes") if isinstance(row, Call) and is_sync else None


def _sleeping(evaluator: "Evaluator", module: "Module", call: Call, kind: str) -> Blocking | None:
    waits = [value for name, value in call.keywords if name == _WAIT]
    if not waits or not _waits(evaluator, module, waits[0]):
        return None
    wanted = keepers.names("sleeps", kind)
    for value in evaluator.infer(module, call.function):
        if isinstance(value, External) and value.name in wanted:
            library, _, _ = value.name.partition(".")
            (instead,) = keepers.names("sleeps", "instead")
            return Blocking(f"{value.name}({_WAIT}=...)", _KIND, library, instead)
    return None


def _waits(evaluator: "Evaluator", module: "Module", expr: ExprId) -> bool:
    """Return whether a strategy of waiting may wait at all: it is given, and not one that never does."""
    row = module.row(expr)
    made = evaluator.infer(module, row.function) if isinstance(row, Call) else frozenset()
    never = keepers.names("sleeps", "never")
    return (
        bool(expr)
        and not isinstance(row, Constant)
        and not any(isinstance(value, External) and value.name in never for value in made)
    )
