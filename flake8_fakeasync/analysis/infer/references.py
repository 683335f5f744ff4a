"""Calls by reference: a callable that is handed to something which calls it."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN, Attribute, Await, Call, Join, Parameter
from flake8_fakeasync.analysis.values import NOTHING, OwnClass, OwnFunction, OwnInstance, ValueSet, known

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.syntax.facts import FunctionFacts

FUTURE_RESULT = "result"


class CalledArgument(NamedTuple):
    """An argument that a function calls, returning the result, or the awaited result."""

    value: ExprId
    is_awaited: bool


def called_arguments(evaluator: "Evaluator", value: OwnFunction, row: Call) -> list[CalledArgument]:
    """Return the arguments of a call that a function of the project calls for what it returns: `f(*args)`."""
    home = evaluator.project.module(value.module) if row.given else None
    if home is None:
        return []
    function = home.function(value.scope)
    found: list[CalledArgument] = []
    for expr in function.results:
        returned = home.row(expr)
        is_awaited = isinstance(returned, Await)
        call = home.row(returned.value) if isinstance(returned, Await) else returned
        given = _argument(home, function, value, call, row) if isinstance(call, Call) else UNKNOWN
        found += [CalledArgument(given, is_awaited)] if given else []
    return found


def _argument(home: "Module", function: "FunctionFacts", value: OwnFunction, call: Call, row: Call) -> ExprId:
    """Return the argument of `row` that a function calls; UNKNOWN if it calls something else."""
    parameter = home.row(call.function)
    if isinstance(parameter, Join):
        parameter = next((each for part in parameter.parts if isinstance(each := home.row(part), Parameter)), parameter)
    if not isinstance(parameter, Parameter) or parameter.scope != function.id:
        return UNKNOWN
    names = [each.name for each in function.parameters if each.kind == "positional"]
    names = names[isinstance(value.receiver, OwnInstance | OwnClass) :]
    place = names.index(parameter.name) if parameter.name in names else len(row.arguments)
    return row.arguments[place] if place < len(row.arguments) else dict(row.keywords).get(parameter.name, UNKNOWN)


def offloaded(evaluator: "Evaluator", module: "Module", row: Call) -> tuple[ValueSet, str]:
    """Return the callables that an offloading call runs, and its own result; nothing if it runs none."""
    offload = evaluator.offloads.cataloged(module, row)
    if offload is None or not offload.takes_callable:
        return NOTHING, ""
    return known(offload.callables), offload.entry.result if offload.entry is not None else "awaitable"


def of_future(evaluator: "Evaluator", module: "Module", read: Attribute) -> ValueSet:
    """Return the callables that have run when `pool.submit(f).result()` returns."""
    submitted = module.row(read.base)
    callables, how = offloaded(evaluator, module, submitted) if isinstance(submitted, Call) else (NOTHING, "")
    return callables if how == "future" else NOTHING
