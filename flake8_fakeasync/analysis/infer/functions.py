"""What functions of the project return, and how they bind in a class body."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.infer import decorators, known_decorators
from flake8_fakeasync.analysis.syntax.exprs import Call
from flake8_fakeasync.analysis.values import (
    NOTHING,
    Coroutine,
    External,
    Instance,
    Iterable,
    Manager,
    OwnClass,
    OwnFunction,
    OwnInstance,
    Value,
    ValueSet,
    known,
    together,
)

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.syntax.facts import FunctionFacts


def binding_kind(evaluator: "Evaluator", value: OwnFunction) -> str:
    """Return how a function in a class body binds: plain, static, class or property."""
    module = evaluator.project.module(value.module)
    if module is None:
        return "plain"
    for decorator in module.function(value.scope).decorators:
        for each in evaluator.infer(module, decorator):
            if isinstance(each, External):
                found = known_decorators.DECORATORS.get(each.name)
                if found is not None:
                    return found
    return "plain"


def function_result(evaluator: "Evaluator", value: OwnFunction) -> ValueSet:
    """Return what calling a function of the project returns; unknown decorators hide it."""
    module = evaluator.project.module(value.module)
    if module is None:
        return NOTHING
    function = module.function(value.scope)
    inner = _undecorated(evaluator, module, function, value)
    for decorator in reversed(function.decorators):
        inner = _decorated(evaluator, module, decorator, inner)
    return inner


def _undecorated(evaluator: "Evaluator", module: "Module", function: "FunctionFacts", value: OwnFunction) -> ValueSet:
    declared = known(evaluator.infer_annotation(module, function.annotation)) if function.annotation else NOTHING
    if function.is_generator:
        if declared:
            return declared
        return frozenset({Iterable(evaluator.any_of(module, function.yields), is_async=function.is_async)})
    found = declared or known(evaluator.any_of(module, function.results))
    found = as_receiver(evaluator, found, value.receiver)
    return frozenset({Coroutine(found)}) if function.is_async else found


def as_receiver(evaluator: "Evaluator", found: ValueSet, receiver: Value | None) -> ValueSet:
    """Return the results with `self` of a base class seen as the class the method was called on."""
    if receiver is None or not any(isinstance(each, OwnInstance) for each in found):
        return found
    if isinstance(receiver, OwnClass):
        receiver = OwnInstance(receiver.module, receiver.scope)
    if not isinstance(receiver, OwnInstance):
        return found
    line = evaluator.mro(OwnClass(receiver.module, receiver.scope)).own
    return frozenset(
        receiver if isinstance(each, OwnInstance) and OwnClass(each.module, each.scope) in line else each
        for each in found
    )


def _decorated(evaluator: "Evaluator", module: "Module", decorator: ExprId, inner: ValueSet) -> ValueSet:
    row = module.row(decorator)
    values = evaluator.infer(module, row.function if isinstance(row, Call) else decorator)
    for value in values:
        if isinstance(value, External):
            if value.name in known_decorators.MANAGERS:
                yielded = together([each.element for each in inner if isinstance(each, Iterable)])
                return frozenset({Manager(yielded, is_async="async" in value.name, awaitable=False)})
            if evaluator.catalog.offloader(value.name) is not None:
                return frozenset({Coroutine(inner)})
            if value.name in known_decorators.DECORATORS or value.name in known_decorators.TRANSPARENT:
                return inner
    if values and not all(isinstance(value, External | Instance) for value in values):
        return decorators.result(evaluator, module, decorator, inner)
    return inner
