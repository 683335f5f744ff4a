"""How many calls at once a pool of threads lets through."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.infer.offloads import argument
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Declared, Enter, Global, Imported, Join
from flake8_fakeasync.analysis.values import External, Literal, OwnClass, OwnInstance, OwnModule, known

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

_FARTHEST = 12


def workers(evaluator: "Evaluator", module: "Module", executor: ExprId) -> int | None:
    """Return the number of threads that a pool is made with, None when it is not told or not always the same."""
    found = {_workers(evaluator, home, call) for home, call in created_by(evaluator, module, executor)}
    return found.pop() if len(found) == 1 else None


def _workers(evaluator: "Evaluator", module: "Module", call: Call) -> int | None:
    values = known(evaluator.infer(module, call.function))
    if not all(isinstance(value, External) and value.name.endswith("ThreadPoolExecutor") for value in values):
        return None
    expr = argument(call, 0, "max_workers")
    numbers = [value.value for value in evaluator.infer(module, expr) if isinstance(value, Literal)] if expr else []
    number = numbers[0] if len(numbers) == 1 else None
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def created_by(
    evaluator: "Evaluator", module: "Module", expr: ExprId, depth: int = _FARTHEST
) -> list[tuple["Module", Call]]:
    """Return the calls that create what a value is, through names and attributes, with their modules."""
    row = module.row(expr)
    if not depth:
        return []
    if isinstance(row, Call):
        return [(module, row)]
    return [
        each
        for home, found in _origins(evaluator, module, row)
        for each in created_by(evaluator, home, found, depth - 1)
    ]


def _origins(evaluator: "Evaluator", module: "Module", row: object) -> list[tuple["Module", ExprId]]:
    if isinstance(row, Join):
        return [(module, part) for part in row.parts]
    if isinstance(row, Declared | Enter):
        return [(module, row.value)]
    if isinstance(row, Global):
        return [(module, expr) for expr in module.facts.names.get(row.name, ())]
    if isinstance(row, Imported) and row.name is not None:
        return _in_module(evaluator, evaluator.module_named(module, row.module), row.name)
    if isinstance(row, Attribute):
        found: list[tuple[Module, ExprId]] = []
        for value in known(evaluator.infer(module, row.base)):
            if isinstance(value, OwnInstance | OwnClass):
                found += _stored(evaluator, OwnClass(value.module, value.scope), row.name)
            else:
                found += _in_module(evaluator, value, row.name)
        return found
    return []


def _in_module(evaluator: "Evaluator", value: object, name: str) -> list[tuple["Module", ExprId]]:
    module = evaluator.project.defining(value.path, name) if isinstance(value, OwnModule) else None
    return [(module, expr) for expr in module.facts.names.get(name, ())] if module is not None else []


def _stored(evaluator: "Evaluator", cls: OwnClass, name: str) -> list[tuple["Module", ExprId]]:
    for each in evaluator.mro(cls).own:
        module = evaluator.project.module(each.module)
        if module is None:
            continue
        stores = module.attributes.get(each.scope, {}).get(name, [])
        exprs = [*module.cls(each.scope).names.get(name, ()), *(store.value for store in stores)]
        if exprs:
            return [(module, expr) for expr in exprs]
    return []
