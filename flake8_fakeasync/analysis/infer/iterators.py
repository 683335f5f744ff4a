"""Calls of Python that take things out of containers and put them into others: `list`, `zip`, `next`, `gather`."""

from typing import TYPE_CHECKING, TypeGuard

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.infer import calls, containers, members
from flake8_fakeasync.analysis.syntax.exprs import Call, Starred
from flake8_fakeasync.analysis.values import (
    NOTHING,
    Coroutine,
    Iterable,
    Mapping,
    Options,
    Several,
    Value,
    ValueSet,
    together,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

    Passes = Callable[[Evaluator, Module, Call], ValueSet]


def _inside(evaluator: "Evaluator", module: "Module", expr: ExprId) -> ValueSet:
    """Return what iterating over a value binds."""
    return together([members.element(evaluator, module, value) for value in evaluator.infer(module, expr)])


def _some(inner: ValueSet) -> ValueSet:
    return frozenset({Iterable(inner, is_async=False)})


def _elements(evaluator: "Evaluator", module: "Module", row: Call) -> ValueSet:
    return _some(together([_inside(evaluator, module, expr) for expr in row.arguments]))


def _next(evaluator: "Evaluator", module: "Module", row: Call) -> ValueSet:
    return _inside(evaluator, module, row.arguments[0]) if row.arguments else NOTHING


def _zip(evaluator: "Evaluator", module: "Module", row: Call) -> ValueSet:
    return _some(frozenset({Several(tuple(_inside(evaluator, module, expr) for expr in row.arguments))}))


def _enumerate(evaluator: "Evaluator", module: "Module", row: Call) -> ValueSet:
    return _some(frozenset({Several((NOTHING, _next(evaluator, module, row)))}))


def _filter(evaluator: "Evaluator", module: "Module", row: Call) -> ValueSet:
    return _some(_inside(evaluator, module, row.arguments[1])) if len(row.arguments) > 1 else NOTHING


def _map(evaluator: "Evaluator", module: "Module", row: Call) -> ValueSet:
    functions = evaluator.infer(module, row.arguments[0]) if row.arguments else NOTHING
    return _some(together([calls.called(evaluator, module, each, None) for each in functions]))


def _dict(evaluator: "Evaluator", module: "Module", row: Call) -> ValueSet:
    found = [evaluator.infer(module, expr) for keyword, expr in row.keywords if keyword]
    for argument in row.arguments:
        for value in evaluator.infer(module, argument):
            if isinstance(value, Mapping | Options):
                found.append(value.value)
            elif isinstance(value, Iterable | Several):
                found += [each.parts[1] for each in _inside(evaluator, module, argument) if _is_pair(each)]
    return frozenset({containers.mapping(together(found))})


def _is_pair(value: Value) -> TypeGuard[Several]:
    return isinstance(value, Several) and len(value.parts) == 2  # noqa: PLR2004


def _default_dict(evaluator: "Evaluator", module: "Module", row: Call) -> ValueSet:
    factories = evaluator.infer(module, row.arguments[0]) if row.arguments else NOTHING
    return frozenset({Mapping(together([calls.called(evaluator, module, each, None) for each in factories]))})


def _gather(evaluator: "Evaluator", module: "Module", row: Call) -> ValueSet:
    parts = [members.awaited(evaluator.infer(module, argument)) for argument in row.arguments]
    if any(isinstance(module.row(argument), Starred) for argument in row.arguments):
        return frozenset({Coroutine(_some(together(parts)))})
    return frozenset({Coroutine(frozenset({Several(tuple(parts))}))})


ITERATORS: "dict[str, Passes]" = {
    "asyncio.as_completed": _elements,
    "asyncio.gather": _gather,
    "builtins.dict": _dict,
    "builtins.enumerate": _enumerate,
    "builtins.filter": _filter,
    "builtins.frozenset": _elements,
    "builtins.iter": _elements,
    "builtins.list": _elements,
    "builtins.map": _map,
    "builtins.max": _next,
    "builtins.min": _next,
    "builtins.next": _next,
    "builtins.reversed": _elements,
    "builtins.set": _elements,
    "builtins.sorted": _elements,
    "builtins.tuple": _elements,
    "builtins.zip": _zip,
    "collections.OrderedDict": _dict,
    "collections.defaultdict": _default_dict,
    "collections.deque": _elements,
    "itertools.chain": _elements,
    "itertools.cycle": _elements,
    "random.choice": _next,
}
