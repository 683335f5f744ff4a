"""What a call gives: results of functions, instances of classes, what a parameter may be."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.names import classes, containers, decorators, wellknown
from flake8_fakeasync.analysis.names.things import (
    NOTHING,
    Bound,
    Coroutine,
    External,
    Instance,
    Iterable,
    Manager,
    Mapping,
    Offloaded,
    OwnClass,
    OwnFunction,
    OwnInstance,
    Partial,
    Signature,
    Super,
    Thing,
    Things,
    known,
    together,
)
from flake8_fakeasync.analysis.syntax.rows import UNKNOWN, Attribute, Call, Parameter, Value

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.modules.module import Module
    from flake8_fakeasync.analysis.names.names import Names
    from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
    from flake8_fakeasync.catalog import Function, Member

_INJECTORS = frozenset({"fastapi.Depends", "fastapi.Security", "fastapi.params.Depends", "fast_depends.Depends"})

_STACKED = {"enter_context": False, "enter_async_context": True}  # of whatever kind of exit stack


def result(names: "Names", module: "Module", row: Call) -> Things:
    """Return what a call may give."""
    function = module.row(row.function)
    if isinstance(function, Attribute) and function.name in _STACKED and row.arguments:
        return wellknown.stacked(names, module, row.arguments[0], is_async=_STACKED[function.name])
    found = together([called(names, module, thing, row) for thing in names.things(module, row.function)])
    return found or _offloaded(names, module, row)


def _offloaded(names: "Names", module: "Module", row: Call) -> Things:
    """Return what an offloading call gives: to be awaited, what its callable gives."""
    offload = names.offloads.catalogued(module, row)
    if offload is None or not offload.takes_callable or (offload.entry and offload.entry.result != "awaitable"):
        return NOTHING
    inner = together([called(names, module, each, None) for each in known(offload.callables)])
    return frozenset({Coroutine(inner)})


def called(names: "Names", module: "Module", thing: Thing, row: Call | None) -> Things:
    """Return what calling a thing gives; `row` is the call in `module`, None for an implied one (a property)."""
    if isinstance(thing, External):
        return _external(names, module, thing, row)
    if isinstance(thing, Instance):
        cls = names.catalog.cls(thing.name)
        found = cls.member(thing.path or "__call__") if cls else None
        return _effect(found) if found else NOTHING
    if isinstance(thing, OwnFunction):
        return function_result(names, thing)
    if isinstance(thing, OwnClass):
        return frozenset({OwnInstance(thing.module, thing.scope)})
    if isinstance(thing, OwnInstance):
        found_methods = classes.attribute(names, thing, "__call__")
        return together([called(names, module, each, row) for each in found_methods if each != thing])
    return _passing_on(names, module, thing, row)


def _passing_on(names: "Names", module: "Module", thing: Thing, row: Call | None) -> Things:
    if isinstance(thing, Signature):
        return thing.result
    if isinstance(thing, Bound):
        default = row.arguments[1] if row is not None and len(row.arguments) > 1 else UNKNOWN
        return containers.called(thing, names.things(module, default))
    if isinstance(thing, Partial):
        return called(names, module, thing.target, row)
    if isinstance(thing, Offloaded):
        inner = together([called(names, module, each, None) for each in thing.target])
        return frozenset({Coroutine(inner)})
    return NOTHING


def _external(names: "Names", module: "Module", thing: External, row: Call | None) -> Things:
    if row is not None:
        special = wellknown.result(names, module, thing.name, row)
        if special is not None:
            return special
    cls = names.catalog.cls(thing.name)
    if cls is not None:
        return frozenset({Instance(cls.name, "")})
    function = names.catalog.function(thing.name)
    return _effect(function) if function is not None else NOTHING


def _effect(entry: "Function | Member") -> Things:
    """Return what a catalogued function or method gives, wrapped as its effect says."""
    given: Things = frozenset({Instance(entry.returns, "")}) if entry.returns else NOTHING
    if entry.effect == "coroutine":
        return frozenset({Coroutine(given)})
    if entry.effect == "context":
        return frozenset({Manager(given, is_async=True, awaitable=True)})
    if entry.effect == "enters":
        return frozenset({Manager(given, is_async=False, awaitable=False)})
    return given


def nature(names: "Names", thing: OwnFunction) -> str:
    """Return how a function in a class body is reached: plain, static, class or property."""
    module = names.project.module(thing.module)
    if module is None:
        return "plain"
    for decorator in module.function(thing.scope).decorators:
        for each in names.things(module, decorator):
            if isinstance(each, External):
                found = wellknown.DECORATORS.get(each.name)
                if found is not None:
                    return found
    return "plain"


def function_result(names: "Names", thing: OwnFunction) -> Things:
    """Return what calling a function of the project gives; unknown decorators hide it."""
    module = names.project.module(thing.module)
    if module is None:
        return NOTHING
    function = module.function(thing.scope)
    inner = _undecorated(names, module, function, thing)
    for decorator in reversed(function.decorators):
        inner = _decorated(names, module, decorator, inner)
    return inner


def _undecorated(names: "Names", module: "Module", function: "FunctionFacts", thing: OwnFunction) -> Things:
    declared = known(names.meaning(module, function.annotation)) if function.annotation else NOTHING
    if function.is_generator:
        if declared:
            return declared
        return frozenset({Iterable(names.any_of(module, function.yields), is_async=function.is_async)})
    found = declared or known(names.any_of(module, function.results))
    if thing.receiver is not None and any(isinstance(each, OwnInstance) for each in found):
        found = _as_receiver(names, found, thing.receiver)
    return frozenset({Coroutine(found)}) if function.is_async else found


def _as_receiver(names: "Names", found: Things, receiver: Thing) -> Things:
    """Return the results with `self` of a base class seen as the class the method was called on."""
    if isinstance(receiver, OwnClass):
        receiver = OwnInstance(receiver.module, receiver.scope)
    if not isinstance(receiver, OwnInstance):
        return found
    line = names.lineage(OwnClass(receiver.module, receiver.scope)).own
    return frozenset(
        receiver if isinstance(each, OwnInstance) and OwnClass(each.module, each.scope) in line else each
        for each in found
    )


def _decorated(names: "Names", module: "Module", decorator: Value, inner: Things) -> Things:
    row = module.row(decorator)
    things = names.things(module, row.function if isinstance(row, Call) else decorator)
    for thing in things:
        if isinstance(thing, External):
            if thing.name in wellknown.MANAGERS:
                yielded = together([each.element for each in inner if isinstance(each, Iterable)])
                return frozenset({Manager(yielded, is_async="async" in thing.name, awaitable=False)})
            if names.catalog.offloader(thing.name) is not None:
                return frozenset({Coroutine(inner)})
            if thing.name in wellknown.DECORATORS or thing.name in wellknown.TRANSPARENT:
                return inner
    if things and not all(isinstance(thing, External | Instance) for thing in things):
        return decorators.result(names, module, decorator, inner)
    return inner


def parameter(names: "Names", module: "Module", row: Parameter) -> Things:
    """Return what a parameter may be: `self`, its annotation, what a dependency injector puts in, its default."""
    function = module.function(row.scope)
    fact = next((each for each in function.parameters if each.name == row.name), None)
    if fact is None:
        return NOTHING
    if fact.kind in {"star", "double-star"}:
        each = names.meaning(module, fact.annotation)
        return frozenset({Iterable(each, is_async=False) if fact.kind == "star" else Mapping(each)})
    owner = module.owner(function)
    if owner is not None and fact == function.parameters[0] and not function.is_lambda and not fact.annotation:
        how = nature(names, OwnFunction(module.path, row.scope, None))
        if how != "static":
            is_class = how == "class" or function.name in {"__new__", "__init_subclass__", "__class_getitem__"}
            return frozenset({(OwnClass if is_class else OwnInstance)(module.path, owner.id)})
    declared = known(names.meaning(module, fact.annotation)) if fact.annotation else NOTHING
    if fact.default:
        supplied = injected(names, module, fact.default)
        if supplied:
            return supplied
    return declared or (known(names.things(module, fact.default)) if fact.default else NOTHING)


def injected(names: "Names", module: "Module", value: Value) -> Things:
    """Return what `Depends(factory)` puts in the place of a parameter."""
    row = module.row(value)
    if not isinstance(row, Call) or not row.arguments:
        return NOTHING
    injectors = names.things(module, row.function)
    if not any(isinstance(thing, External) and thing.name in _INJECTORS for thing in injectors):
        return NOTHING
    given = together([called(names, module, each, None) for each in names.things(module, row.arguments[0])])
    return unwrapped(given)


def unwrapped(things: Things) -> Things:
    """Return what a dependency gives once it is awaited or, if it is a generator, what it yields."""
    return together(
        [
            unwrapped(each.result)
            if isinstance(each, Coroutine)
            else each.element
            if isinstance(each, Iterable)
            else frozenset({each})
            for each in things
        ]
    )


def awaited(things: Things) -> Things:
    """Return what awaiting gives."""
    return together([each.result for each in things if isinstance(each, Coroutine)])


__all__ = ["Super", "awaited", "called", "function_result", "injected", "nature", "parameter", "result", "unwrapped"]
