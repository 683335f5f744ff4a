"""The values of calls: results of functions, instances of classes, what a parameter may be."""

from typing import TYPE_CHECKING, assert_never

from flake8_fakeasync.analysis.infer import annotations, classes, containers, decorators, references, wellknown
from flake8_fakeasync.analysis.infer.members import awaited
from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN, Attribute, Call, ExprId, Parameter
from flake8_fakeasync.analysis.values import (
    NOTHING,
    Bound,
    Coroutine,
    EnumMember,
    External,
    Instance,
    Iterable,
    Literal,
    Manager,
    Mapping,
    Offloaded,
    Options,
    OwnClass,
    OwnFunction,
    OwnInstance,
    OwnModule,
    Partial,
    Several,
    Signature,
    Super,
    Value,
    ValueSet,
    known,
    together,
)

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.syntax.facts import FunctionFacts, ParameterFact
    from flake8_fakeasync.catalog import Function, Member

_INJECTORS = frozenset({"fastapi.Depends", "fastapi.Security", "fastapi.params.Depends", "fast_depends.Depends"})

_STACKED = {"enter_context": False, "enter_async_context": True}  # of whatever kind of exit stack


def result(evaluator: "Evaluator", module: "Module", row: Call) -> ValueSet:
    """Return what a call may give."""
    function = module.row(row.function)
    if isinstance(function, Attribute) and function.name in _STACKED and row.arguments:
        return wellknown.stacked(evaluator, module, row.arguments[0], is_async=_STACKED[function.name])
    found = together([called(evaluator, module, value, row) for value in evaluator.infer(module, row.function)])
    if found:
        return found
    if isinstance(function, Attribute) and function.name == references.FUTURE_RESULT:
        return _of_any(evaluator, module, references.of_future(evaluator, module, function))
    callables, how = references.offloaded(evaluator, module, row)
    if how not in {"awaitable", "iterator"}:
        return NOTHING
    inner = _of_any(evaluator, module, callables)
    return frozenset({Coroutine(inner) if how == "awaitable" else Iterable(inner, is_async=False)})


def _of_any(evaluator: "Evaluator", module: "Module", callables: ValueSet) -> ValueSet:
    """Return what calling any of these gives, with arguments that are not seen here."""
    return together([called(evaluator, module, each, None) for each in callables])


def _mapped(evaluator: "Evaluator", module: "Module", row: Call) -> ValueSet:
    """Return what a method gives that may call its first argument for each of others: `pool.map(f, items)`."""
    functions = known(evaluator.infer(module, row.arguments[0])) if row.arguments else NOTHING
    inner = _of_any(evaluator, module, functions)
    return frozenset({Iterable(inner, is_async=False)}) if inner else NOTHING


def _by_argument(evaluator: "Evaluator", module: "Module", value: OwnFunction, row: Call) -> ValueSet:
    """Return what a function of the project gives that returns what one of its arguments gives."""
    sets = [NOTHING]
    for argument in references.called_arguments(evaluator, value, row):
        given = _of_any(evaluator, module, known(evaluator.infer(module, argument.value)))
        sets.append(awaited(given) if argument.is_awaited else given)
    return known(together(sets))


def called(evaluator: "Evaluator", module: "Module", value: Value, row: Call | None) -> ValueSet:
    """Return what calling a value returns; `row` is the call in `module`, None for an implied one (a property)."""
    match value:
        case External():
            return _external(evaluator, module, value, row)
        case Instance():
            cls = evaluator.catalog.cls(value.name)
            found = cls.member(value.path or "__call__") if cls else None
            given = _effect(found) if found else NOTHING
            is_mapping = found is not None and found.effect == "iterates" and row is not None and not given
            return _mapped(evaluator, module, row) if is_mapping and row is not None else given
        case OwnFunction() | OwnClass() | OwnInstance():
            return _own(evaluator, module, value, row)
        case Bound() | Signature() | Partial() | Offloaded():
            return _passing_on(evaluator, module, value, row)
        case (
            OwnModule() | EnumMember() | Super() | Literal() | Coroutine() | Manager() | Iterable() | Mapping()
            | Options() | Several()
        ):  # fmt: skip
            return NOTHING
        case _:
            assert_never(value)


def _own(
    evaluator: "Evaluator", module: "Module", value: OwnFunction | OwnClass | OwnInstance, row: Call | None
) -> ValueSet:
    if isinstance(value, OwnFunction):
        found = function_result(evaluator, value)
        is_coroutine = found == frozenset({Coroutine(NOTHING)})
        if row is None or (known(found) and not is_coroutine):
            return found
        given = _by_argument(evaluator, module, value, row)
        return frozenset({Coroutine(given)}) if is_coroutine else given or found
    if isinstance(value, OwnClass):
        return frozenset({OwnInstance(value.module, value.scope)})
    methods = classes.attribute(evaluator, value, "__call__")
    return together([called(evaluator, module, each, row) for each in methods if each != value])


def _passing_on(
    evaluator: "Evaluator", module: "Module", value: Bound | Signature | Partial | Offloaded, row: Call | None
) -> ValueSet:
    if isinstance(value, Signature):
        return value.result
    if isinstance(value, Partial):
        return called(evaluator, module, value.target, row)
    if isinstance(value, Offloaded):
        inner = together([called(evaluator, module, each, None) for each in value.target])
        return frozenset({Coroutine(inner)})
    arguments = row.arguments if row is not None else ()
    default = evaluator.infer(module, arguments[1]) if len(arguments) > 1 else NOTHING
    return containers.called(value, module.row(arguments[0] if arguments else UNKNOWN), default)


def _external(evaluator: "Evaluator", module: "Module", value: External, row: Call | None) -> ValueSet:
    if row is not None:
        special = wellknown.result(evaluator, module, value.name, row)
        if special is not None:
            return special
    cls = evaluator.catalog.cls(value.name)
    if cls is not None:
        return frozenset({Instance(cls.name, "")})
    function = evaluator.catalog.function(value.name)
    return _effect(function) if function is not None else NOTHING


def _effect(entry: "Function | Member") -> ValueSet:
    """Return what a cataloged function or method returns, wrapped as its effect says."""
    given: ValueSet = frozenset({Instance(entry.returns, "")}) if entry.returns else NOTHING
    if entry.effect == "coroutine":
        return frozenset({Coroutine(given)})
    if entry.effect == "context":
        return frozenset({Manager(given, is_async=True, awaitable=True)})
    if entry.effect == "enters":
        return frozenset({Manager(given, is_async=False, awaitable=False)})
    return given


def binding_kind(evaluator: "Evaluator", value: OwnFunction) -> str:
    """Return how a function in a class body binds: plain, static, class or property."""
    module = evaluator.project.module(value.module)
    if module is None:
        return "plain"
    for decorator in module.function(value.scope).decorators:
        for each in evaluator.infer(module, decorator):
            if isinstance(each, External):
                found = wellknown.DECORATORS.get(each.name)
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
    if value.receiver is not None and any(isinstance(each, OwnInstance) for each in found):
        found = _as_receiver(evaluator, found, value.receiver)
    return frozenset({Coroutine(found)}) if function.is_async else found


def _as_receiver(evaluator: "Evaluator", found: ValueSet, receiver: Value) -> ValueSet:
    """Return the results with `self` of a base class seen as the class the method was called on."""
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
            if value.name in wellknown.MANAGERS:
                yielded = together([each.element for each in inner if isinstance(each, Iterable)])
                return frozenset({Manager(yielded, is_async="async" in value.name, awaitable=False)})
            if evaluator.catalog.offloader(value.name) is not None:
                return frozenset({Coroutine(inner)})
            if value.name in wellknown.DECORATORS or value.name in wellknown.TRANSPARENT:
                return inner
    if values and not all(isinstance(value, External | Instance) for value in values):
        return decorators.result(evaluator, module, decorator, inner)
    return inner


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
    given = together([called(evaluator, module, each, None) for each in evaluator.infer(module, row.arguments[0])])
    return unwrapped(given)


def unwrapped(values: ValueSet) -> ValueSet:
    """Return what a dependency gives once it is awaited or, if it is a generator, what it yields."""
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


__all__ = [
    "Super",
    "binding_kind",
    "called",
    "function_result",
    "injected",
    "parameter",
    "result",
    "unwrapped",
]
