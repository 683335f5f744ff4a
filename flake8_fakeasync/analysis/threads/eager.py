"""Calls where an offloader takes a callable: they run before anything is offloaded."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.infer import classes
from flake8_fakeasync.analysis.syntax.exprs import Call
from flake8_fakeasync.analysis.threads.findings import Early
from flake8_fakeasync.analysis.threads.work import Work
from flake8_fakeasync.analysis.values import (
    Coroutine,
    External,
    Offloaded,
    OwnClass,
    OwnFunction,
    OwnInstance,
    Partial,
    Value,
    known,
)

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.infer.offloads import Offload
    from flake8_fakeasync.analysis.program import Program
    from flake8_fakeasync.analysis.project.module import Module


def early(program: "Program", module: "Module", offload: "Offload", call: Call) -> Early | None:
    """Return what a call in the place of a callable does too early, None if nothing."""
    via = offload.via.rpartition(".")[2]
    blocking = program.classifier.call(module, call)
    if blocking is not None:
        return Early(call, blocking.name, (), coroutine=False, via=via)
    made = known(program.evaluator.infer(module, call.id))
    takes_any = offload.entry is None or offload.entry.takes_coroutines
    if made and not takes_any and all(isinstance(value, Coroutine) for value in made):
        return Early(call, _callee(program, module, call), (), coroutine=True, via=via)
    path = program.service(Work).reached_by(module, call)
    return Early(call, path.blocking.name, path.frames, coroutine=False, via=via) if path is not None else None


def _callee(program: "Program", module: "Module", call: Call) -> str:
    """Return the name of the function of the project that a call is of."""
    for value in known(program.evaluator.infer(module, call.function)):
        if isinstance(value, OwnFunction):
            return f"{program.offloads.wrappers.name(value)}()"
    return "the call"


def gives_callable(evaluator: "Evaluator", module: "Module", expr: ExprId) -> bool:
    """Return whether a value may be something to call."""
    return any(_is_callable(evaluator, value) for value in known(evaluator.infer(module, expr)))


def _is_callable(evaluator: "Evaluator", value: Value) -> bool:
    if isinstance(value, OwnInstance):
        return bool(classes.attribute(evaluator, value, "__call__"))
    return isinstance(value, External | Offloaded | OwnClass | OwnFunction | Partial)
