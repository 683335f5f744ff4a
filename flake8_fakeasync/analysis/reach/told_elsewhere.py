"""Whether code tells, where the analysis does not look, which of several values one is."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.infer.annotations import instances
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Await, Call, Constant, Enter, Item
from flake8_fakeasync.analysis.values import Bound, Instance, OwnFunction
from flake8_fakeasync.catalog import inspections

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module


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


def is_tested_awaitable(evaluator: "Evaluator", module: "Module", call: Call) -> bool:
    """Return whether the result of a call is tested for being awaitable, or entered with `async with`."""
    takers = module.takers.get(call.id, ())
    return call.id in module.entered or any(_asks_for_awaitable(evaluator, module, each) for each in takers)


def _asks_for_awaitable(evaluator: "Evaluator", module: "Module", test: Call) -> bool:
    name = getattr(module.row(test.function), "name", "")
    if name in inspections.names("attribute"):
        asked = module.row(test.arguments[-1])
        return isinstance(asked, Constant) and asked.value in inspections.names("awaiting")
    if name in inspections.names("class") and len(test.arguments) > 1:
        classes = instances(evaluator, module, test.arguments[1])
        return any(isinstance(each, Instance) and each.name in inspections.names("awaited") for each in classes)
    return name in inspections.names("awaitable")
