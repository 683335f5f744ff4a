"""Calls of Python itself (and of a few libraries) that pass things on: what comes out of them."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.infer import annotations, calls, iterators, members
from flake8_fakeasync.analysis.syntax.exprs import Call, Constant, Display
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
from flake8_fakeasync.analysis.syntax.passed import argument
from flake8_fakeasync.analysis.values import (
    NOTHING,
    Coroutine,
    External,
    Instance,
    Literal,
    Manager,
    Offloaded,
    OwnClass,
    OwnInstance,
    Partial,
    Several,
    Super,
    ValueSet,
    known,
    together,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

    Passes = Callable[[Evaluator, Module, Call], ValueSet]


def result(evaluator: "Evaluator", module: "Module", name: str, row: Call) -> ValueSet | None:
    """Return what a well-known call returns, None for any other."""
    passes = _CALLS.get(name) or iterators.ITERATORS.get(name)
    if passes is not None:
        return passes(evaluator, module, row)
    offloader = evaluator.catalog.offloader(name)
    if offloader is None or not {"wrap", "configured"} & set(offloader.forms):
        return None
    expr = argument(row, offloader.callable, offloader.keyword)
    if expr:
        return frozenset({Offloaded(evaluator.infer(module, expr))})
    return frozenset({External(name)}) if "configured" in offloader.forms else None


def _first(evaluator: "Evaluator", module: "Module", row: Call) -> ValueSet:
    return evaluator.infer(module, row.arguments[0]) if row.arguments else NOTHING


def _partial(evaluator: "Evaluator", module: "Module", row: Call) -> ValueSet:
    return frozenset(Partial(value) for value in _first(evaluator, module, row))


def _getattr(evaluator: "Evaluator", module: "Module", row: Call) -> ValueSet:
    found: list[ValueSet] = []
    for attribute in evaluator.infer(module, row.arguments[1]) if len(row.arguments) > 1 else ():
        if isinstance(attribute, Literal) and isinstance(attribute.value, str):
            found += [
                members.member(evaluator, module, value, attribute.value) for value in _first(evaluator, module, row)
            ]
    if not any(found) and len(row.arguments) > 2:  # noqa: PLR2004  (a default)
        return evaluator.infer(module, row.arguments[2])
    return together(found)


def _cast(evaluator: "Evaluator", module: "Module", row: Call) -> ValueSet:
    return evaluator.infer_annotation(module, row.arguments[0]) if row.arguments else NOTHING


def _manager(evaluator: "Evaluator", module: "Module", row: Call) -> ValueSet:
    return frozenset({Manager(known(_first(evaluator, module, row)), is_async=True, awaitable=False)})


def _field(evaluator: "Evaluator", module: "Module", row: Call) -> ValueSet:
    found: list[ValueSet] = []
    for keyword, expr in row.keywords:
        if keyword in {"default_factory", "factory"}:
            found += [calls.called(evaluator, module, value, None) for value in evaluator.infer(module, expr)]
        elif keyword == "default":
            found.append(evaluator.infer(module, expr))
    return together(found)


def stacked(evaluator: "Evaluator", module: "Module", manager: ExprId, *, is_async: bool) -> ValueSet:
    """Return what entering a context manager through an exit stack binds."""
    found = together(
        [members.entered(evaluator, module, value, is_async=is_async) for value in evaluator.infer(module, manager)]
    )
    return frozenset({Coroutine(found)}) if is_async else found


def _import(evaluator: "Evaluator", module: "Module", row: Call) -> ValueSet:
    modules = [
        evaluator.module_named(module, each.value)
        for each in _first(evaluator, module, row)
        if isinstance(each, Literal) and isinstance(each.value, str)
    ]
    return frozenset(each for each in modules if each is not None)


def _new(evaluator: "Evaluator", module: "Module", row: Call) -> ValueSet:
    return together([annotations.instance_of(evaluator, each) for each in _first(evaluator, module, row)])


def _super(evaluator: "Evaluator", module: "Module", row: Call) -> ValueSet:
    scope = module.facts.scope_of(row.region)
    while isinstance(scope, FunctionFacts) and scope.id and module.owner(scope) is None:
        scope = module.scope(scope.parent)
    owner = module.owner(scope) if isinstance(scope, FunctionFacts) and scope.id else None
    if owner is None or not isinstance(scope, FunctionFacts) or not scope.parameters:
        return NOTHING
    receivers = evaluator.infer(module, scope.parameters[0].value)
    return frozenset(
        Super(module.path, owner.id, receiver) for receiver in receivers if isinstance(receiver, OwnInstance | OwnClass)
    )


def _made_class(evaluator: "Evaluator", module: "Module", row: Call) -> ValueSet:
    """Return the bases of `type(name, bases, names)` for the class, which has what they have if it replaces nothing."""
    names = module.row(row.arguments[2]) if len(row.arguments) > 2 else None  # noqa: PLR2004
    rows = list(map(module.row, names.keys)) if isinstance(names, Display) and names.kind == "dict" else [None]
    keys = {row.value for row in rows if isinstance(row, Constant)}
    if not all(isinstance(row, Constant) for row in rows):
        return NOTHING
    bases = [value for each in evaluator.infer(module, row.arguments[1]) for value in _parts(each)]
    for base in bases:
        for cls in evaluator.mro(base).own if isinstance(base, OwnClass) else ():
            home = evaluator.project.module(cls.module)
            if home is None or not keys.isdisjoint(home.cls(cls.scope).names):
                return NOTHING
    return frozenset(base for base in bases if isinstance(base, OwnClass | External))


def _parts(value: object) -> ValueSet:
    return together(list(value.parts)) if isinstance(value, Several) else NOTHING


def _type(evaluator: "Evaluator", module: "Module", row: Call) -> ValueSet:
    if len(row.arguments) > 1:
        return _made_class(evaluator, module, row)
    found = _first(evaluator, module, row)
    return frozenset(OwnClass(each.module, each.scope) for each in found if isinstance(each, OwnInstance))


_CALLS: "dict[str, Passes]" = {
    "asyncio.create_task": _first,
    "asyncio.ensure_future": _first,
    "asyncio.shield": _first,
    "asyncio.wait_for": _first,
    "builtins.__import__": _import,
    "builtins.getattr": _getattr,
    "builtins.object.__new__": _new,
    "builtins.super": _super,
    "builtins.type": _type,
    "contextlib.aclosing": _manager,
    "contextlib.closing": _manager,
    "contextlib.nullcontext": _manager,
    "contextvars.copy_context": lambda _names, _module, _row: frozenset({Instance("contextvars.Context", "")}),
    "copy.copy": _first,
    "copy.deepcopy": _first,
    "dataclasses.field": _field,
    "attr.ib": _field,
    "attr.field": _field,
    "attrs.field": _field,
    "functools.partial": _partial,
    "functools.partialmethod": _partial,
    "importlib.import_module": _import,
    "pydantic.Field": _field,
    "pydantic.PrivateAttr": _field,
    "typing.cast": _cast,
    "typing_extensions.cast": _cast,
    "weakref.proxy": _first,
}
