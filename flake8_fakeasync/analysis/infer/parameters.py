"""The values of parameters: `self`, annotations, what a dependency injector passes, defaults, callers."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.infer import annotations, calls
from flake8_fakeasync.analysis.infer.functions import binding_kind
from flake8_fakeasync.analysis.syntax.exprs import Call, Parameter
from flake8_fakeasync.analysis.values import (
    NOTHING,
    Coroutine,
    External,
    Iterable,
    Mapping,
    OwnClass,
    OwnFunction,
    OwnInstance,
    Signature,
    ValueSet,
    known,
    together,
)

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.syntax.facts import FunctionFacts, ParameterFact

_INJECTORS = frozenset({"fastapi.Depends", "fastapi.Security", "fastapi.params.Depends", "fast_depends.Depends"})


def parameter(evaluator: "Evaluator", module: "Module", row: Parameter) -> ValueSet:
    """Return what a parameter may be: `self`, its annotation, what a dependency injector puts in, its default."""
    function = module.function(row.scope)
    fact = next((each for each in function.parameters if each.name == row.name), None)
    if fact is None:
        return NOTHING
    if fact.kind in {"star", "double-star"}:
        each = evaluator.infer_annotation(module, fact.annotation)
        return frozenset({Iterable(each, is_async=False) if fact.kind == "star" else Mapping(each)})
    owner = module.owner(function)
    if owner is not None and fact == function.parameters[0] and not function.is_lambda and not fact.annotation:
        how = binding_kind(evaluator, OwnFunction(module.path, row.scope, None))
        if how != "static":
            is_class = how == "class" or function.name in {"__new__", "__init_subclass__", "__class_getitem__"}
            return frozenset({(OwnClass if is_class else OwnInstance)(module.path, owner.id)})
    return _supplied(evaluator, module, fact) or _declared(evaluator, module, function, fact)


def _supplied(evaluator: "Evaluator", module: "Module", fact: "ParameterFact") -> ValueSet:
    return injected(evaluator, module, fact.default) if fact.default else NOTHING


def _declared(evaluator: "Evaluator", module: "Module", function: "FunctionFacts", fact: "ParameterFact") -> ValueSet:
    """Return what an annotation or default says of a parameter; where they say nothing, what all callers pass."""
    found = known(evaluator.infer_annotation(module, fact.annotation)) if fact.annotation else NOTHING
    if not found and fact.annotation and not annotations.says_nothing(evaluator, module, fact.annotation):
        return known(evaluator.infer(module, fact.default)) if fact.default else NOTHING
    if not found and fact.default:
        found = known(evaluator.infer(module, fact.default))
    if module.context or not all(isinstance(value, Signature) for value in found):
        return found
    return evaluator.callers.passed(module, function, fact) or found


def injected(evaluator: "Evaluator", module: "Module", expr: ExprId) -> ValueSet:
    """Return what `Depends(factory)` puts in the place of a parameter."""
    row = module.row(expr)
    if not isinstance(row, Call) or not row.arguments:
        return NOTHING
    injectors = evaluator.infer(module, row.function)
    if not any(isinstance(value, External) and value.name in _INJECTORS for value in injectors):
        return NOTHING
    given = together(
        [calls.called(evaluator, module, each, None) for each in evaluator.infer(module, row.arguments[0])]
    )
    return unwrapped(given)


def unwrapped(values: ValueSet) -> ValueSet:
    """Return what a dependency returns once it is awaited or, if it is a generator, what it yields."""
    return together(
        [
            unwrapped(each.result)
            if isinstance(each, Coroutine)
            else each.element
            if isinstance(each, Iterable)
            else frozenset({each})
            for each in values
        ]
    )
