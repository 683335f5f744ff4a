"""The qualified names under which the catalog of frameworks may know a decorator, a callee or a base class."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Parameter
from flake8_fakeasync.analysis.value_order import in_order
from flake8_fakeasync.analysis.values import (
    NOTHING,
    Coroutine,
    External,
    Instance,
    OwnClass,
    OwnFunction,
    OwnInstance,
    Super,
    Value,
    ValueSet,
    known,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

_TASK = "asyncio.Task"
_MAKES_TASKS = frozenset({"create_task", "ensure_future", "run_in_executor"})
_NOTHING: tuple[str, ...] = ()


def callee_names(evaluator: "Evaluator", module: "Module", expr: ExprId) -> tuple[str, ...]:
    """Return the qualified names of what is called; none if it is, or may be, the project's own.

    A method of an object that nothing is known about is `*.method`.
    """
    row = module.row(expr)
    values = in_order(known(evaluator.infer(module, expr)))
    found: list[str] = []
    for value in values:
        names = _names(evaluator, value)
        if not names:
            return _NOTHING
        found += names
    if not values and isinstance(row, Attribute):
        found += _below(evaluator, module, row)
    return tuple(dict.fromkeys(found))


def _names(evaluator: "Evaluator", value: Value) -> tuple[str, ...]:
    if isinstance(value, External):
        return (value.name,)
    if isinstance(value, Instance):
        return tuple(f"{name}.{value.path}" for name in with_bases(evaluator, value.name)) if value.path else _NOTHING
    if isinstance(value, OwnFunction | OwnClass):
        return own_names(evaluator, value)
    return _NOTHING


def own_names(evaluator: "Evaluator", value: OwnFunction | OwnClass) -> tuple[str, ...]:
    """Return the name of a function or class whose project is a framework that is itself checked, else none."""
    module = evaluator.project.module(value.module)
    if module is None or module.facts.name.partition(".")[0] not in evaluator.catalog.entry_points.own_roots:
        return _NOTHING
    return (f"{module.facts.name}.{module.scope(value.scope).qualname}",)


def with_bases(evaluator: "Evaluator", name: str) -> "Iterator[str]":
    """Yield the name of a class outside the project and those of its bases, as far as the catalog knows them."""
    pending, seen = [name], set[str]()
    while pending:
        current = evaluator.catalog.canonical(pending.pop(0))
        if current not in seen:
            seen.add(current)
            yield current
            entry = evaluator.catalog.cls(current)
            pending += entry.bases if entry is not None else ()


def _below(evaluator: "Evaluator", module: "Module", row: Attribute) -> list[str]:
    """Return the qualified names of an attribute that an object has from outside the project."""
    bases = in_order(known(evaluator.infer(module, row.base)) or _passed(evaluator, module, row.base))
    if not bases:
        called = module.row(row.base)
        function = module.row(called.function) if isinstance(called, Call) else None
        is_task = isinstance(function, Attribute) and function.name in _MAKES_TASKS
        return [f"{_TASK}.{row.name}", f"*.{row.name}"] if is_task else [f"*.{row.name}"]
    found: list[str] = []
    for value in bases:
        if isinstance(value, Coroutine):
            found.append(f"{_TASK}.{row.name}")
        elif isinstance(value, Instance):
            inside = f"{value.path}.{row.name}" if value.path else row.name
            found += [f"{name}.{inside}" for name in with_bases(evaluator, value.name)]
        elif isinstance(value, OwnInstance | OwnClass | Super):
            mro = evaluator.mro(OwnClass(value.module, value.scope))
            found += [f"{name}.{row.name}" for base in mro.external for name in with_bases(evaluator, base)]
    return found


def _passed(evaluator: "Evaluator", module: "Module", expr: ExprId) -> "ValueSet":
    """Return what all callers of a plain function pass for a parameter."""
    row = module.row(expr)
    if not isinstance(row, Parameter):
        return NOTHING
    function = module.function(row.scope)
    fact = next((each for each in function.parameters if each.name == row.name), None)
    return evaluator.callers.of_parameter(module, function, fact) if fact is not None else NOTHING
