"""Whether code tells, where the analysis does not look, which of several values one is."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.infer.annotations import instances
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Await, Call, Constant, Enter, Item
from flake8_fakeasync.analysis.values import Bound, Coroutine, Instance, OwnFunction, known
from flake8_fakeasync.catalog import inspections

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.syntax.exprs import Operation


def is_looked_up(evaluator: "Evaluator", module: "Module", expr: ExprId) -> bool:
    """Return whether a value is taken from a container by a known key, or given by a function of the project."""
    row = module.row(expr)
    while isinstance(row, Attribute | Await | Enter):
        expr = row.base if isinstance(row, Attribute) else row.value
        row = module.row(expr)
    if isinstance(row, Item):
        return isinstance(module.row(row.key), Constant) or is_looked_up(evaluator, module, row.base)
    if not isinstance(row, Call):
        return False
    return any(isinstance(value, OwnFunction | Bound) for value in evaluator.infer(module, row.function))


def is_awaited(evaluator: "Evaluator", module: "Module", fact: "Operation") -> bool:
    """Return whether the result of an operation is awaited: there, by the coroutine that it is passed to, or if it can.

    The last where a function of the project returns a coroutine for some calls, and a test tells for which.
    """
    if fact.id in module.awaited:
        return True
    if any(_awaits(evaluator, module, taker, fact.id) for taker in module.takers.get(fact.id, ())):
        return True
    is_tested = _is_tested(evaluator, module, fact.id)
    return is_tested and any(isinstance(value, Coroutine) for value in evaluator.infer(module, fact.id))


def _awaits(evaluator: "Evaluator", module: "Module", taker: Call, given: ExprId) -> bool:
    """Return whether a coroutine function of the project awaits what a call passes to it."""
    values = known(evaluator.infer(module, taker.function))
    return bool(values) and all(
        isinstance(value, OwnFunction) and _awaits_parameter(evaluator, value, taker, given) for value in values
    )


def _awaits_parameter(evaluator: "Evaluator", value: OwnFunction, taker: Call, given: ExprId) -> bool:
    home = evaluator.project.module(value.module)
    if home is None or not home.function(value.scope).is_async:
        return False
    parameters = home.function(value.scope).parameters
    bound = int(value.receiver is not None)
    positional = [each for each in parameters if each.kind == "positional"][bound:]
    places = zip(positional, taker.arguments, strict=False)
    named = ((each, expr) for name, expr in taker.keywords for each in parameters if each.name == name)
    return any(expr == given and each.value in home.awaited_or_base for each, expr in (*places, *named))


def is_tested_awaitable(evaluator: "Evaluator", module: "Module", call: Call) -> bool:
    """Return whether the result of a call is tested for being awaitable, or entered with `async with`."""
    return call.id in module.entered or _is_tested(evaluator, module, call.id)


def _is_tested(evaluator: "Evaluator", module: "Module", expr: ExprId) -> bool:
    takers = module.takers.get(expr, ())
    return any(_asks_for_awaitable(evaluator, module, each) for each in takers)


def _asks_for_awaitable(evaluator: "Evaluator", module: "Module", test: Call) -> bool:
    name = getattr(module.row(test.function), "name", "")
    if name in inspections.names("attribute"):
        asked = module.row(test.arguments[-1])
        return isinstance(asked, Constant) and asked.value in inspections.names("awaiting")
    if name in inspections.names("class") and len(test.arguments) > 1:
        classes = instances(evaluator, module, test.arguments[1])
        return any(isinstance(each, Instance) and each.name in inspections.names("awaited") for each in classes)
    return name in inspections.names("awaitable")
