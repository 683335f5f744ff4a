"""Attributes, items and elements of a value, results of entering and awaiting it; each kind has its case."""

from typing import TYPE_CHECKING, assert_never

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.infer import calls, classes, containers, tables
from flake8_fakeasync.analysis.infer.foreign_attributes import Place
from flake8_fakeasync.analysis.literals import literal
from flake8_fakeasync.analysis.syntax.exprs import Constant
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
    together,
)

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module


def member(evaluator: "Evaluator", module: "Module", value: Value, name: str) -> ValueSet:
    """Return what `value.name` may be."""
    match value:
        case External():
            return frozenset({External(evaluator.catalog.canonical(f"{value.name}.{name}"))})
        case Instance():
            return _of_instance(evaluator, module, value, name)
        case OwnModule():
            return evaluator.module_attribute(module, value, name)
        case OwnClass() | OwnInstance() | Super() | EnumMember() | OwnFunction():
            return _of_own(evaluator, value, name)
        case Iterable() | Mapping() | Options() | Several():
            return frozenset({Bound(value, name)})
        case Literal() | Coroutine() | Manager() | Bound() | Signature() | Partial() | Offloaded():
            return NOTHING
        case _:
            assert_never(value)


def _of_own(
    evaluator: "Evaluator", value: OwnClass | OwnInstance | Super | EnumMember | OwnFunction, name: str
) -> ValueSet:
    if isinstance(value, EnumMember):
        return _of_enum_member(evaluator, value, name)
    if isinstance(value, OwnFunction):
        return classes.set_outside(evaluator, value, name)
    return classes.attribute(evaluator, value, name)


def _of_instance(evaluator: "Evaluator", module: "Module", value: Instance, name: str) -> ValueSet:
    path = _below(value, name)
    known = evaluator.catalog.cls(value.name)
    found = known.member(path) if known else None
    if found is not None and found.returns and found.effect in {"property", "property-blocks"}:
        return frozenset({Instance(found.returns, "", value.site)})
    stored = NOTHING
    if found is None:
        stored = evaluator.foreign_attributes.stored(module, Place(value.name, value.path), name)
    return stored or frozenset({value._replace(path=path)})


def _below(value: Instance, name: str) -> str:
    return f"{value.path}.{name}" if value.path else name


def _of_enum_member(evaluator: "Evaluator", value: EnumMember, name: str) -> ValueSet:
    if name in {"name", "_name_"}:
        return frozenset({literal(value.name)})
    if name in {"value", "_value_"}:
        module = evaluator.project.module(value.module)
        bound = module.cls(value.scope).names.get(value.name, ()) if module is not None else ()
        return evaluator.any_of(module, bound[-1:]) if module is not None and bound else NOTHING
    return classes.attribute(evaluator, OwnInstance(value.module, value.scope), name)


def entered(evaluator: "Evaluator", module: "Module", value: Value, *, is_async: bool) -> ValueSet:
    """Return what `with value` (or `async with`) binds."""
    match value:
        case Manager():
            return value.result
        case Instance():
            return NOTHING if value.path else frozenset({value})
        case OwnInstance():
            return _entered_own(evaluator, module, value, is_async=is_async)
        case (
            External() | OwnModule() | OwnFunction() | OwnClass() | EnumMember() | Super() | Literal() | Coroutine()
            | Iterable() | Mapping() | Options() | Several() | Bound() | Signature() | Partial() | Offloaded()
        ):  # fmt: skip
            return NOTHING
        case _:
            assert_never(value)


def _entered_own(evaluator: "Evaluator", module: "Module", value: OwnInstance, *, is_async: bool) -> ValueSet:
    methods = classes.attribute(evaluator, value, "__aenter__" if is_async else "__enter__")
    if methods and all(isinstance(each, Instance) for each in methods):
        return frozenset({value})  # inherited from a library: clients and sessions give themselves
    found = together([calls.called(evaluator, module, each, None) for each in methods])
    return awaited(found) if is_async else found or frozenset({value})


def awaited(values: ValueSet) -> ValueSet:
    """Return the result of awaiting a value; a context manager of aiohttp can be awaited as well."""
    return together([_awaited(each) for each in values])


def _awaited(value: Value) -> ValueSet:
    match value:
        case Coroutine():
            return value.result
        case Manager():
            return value.result if value.awaitable else NOTHING
        case (
            External() | Instance() | OwnModule() | OwnFunction() | OwnClass() | OwnInstance() | EnumMember() | Super()
            | Literal() | Iterable() | Mapping() | Options() | Several() | Bound() | Signature() | Partial()
            | Offloaded()
        ):  # fmt: skip
            return NOTHING
        case _:
            assert_never(value)


def element(evaluator: "Evaluator", module: "Module", value: Value) -> ValueSet:
    """Return what iterating over a value binds."""
    match value:
        case OwnInstance():
            methods = classes.attribute(evaluator, value, "__iter__")
            iterators = [calls.called(evaluator, module, each, None) for each in methods]
            return together([containers.element(each) for each in together(iterators)])
        case Iterable() | Several():
            return containers.element(value)
        case (
            External() | Instance() | OwnModule() | OwnFunction() | OwnClass() | EnumMember() | Super() | Literal()
            | Coroutine() | Manager() | Mapping() | Options() | Bound() | Signature() | Partial() | Offloaded()
        ):  # fmt: skip
            return NOTHING
        case _:
            assert_never(value)


def item(evaluator: "Evaluator", module: "Module", value: Value, key: ExprId) -> ValueSet:
    """Return what `value[key]` may be."""
    match value:
        case OwnInstance() | Super():
            found = classes.attribute(evaluator, value, "__getitem__")
            return together([calls.called(evaluator, module, each, None) for each in found])
        case Several():
            row = module.row(key)
            place = row.value if isinstance(row, Constant) else None
            return part(value, place) if isinstance(place, int) else containers.element(value)
        case Mapping() | Options():
            return containers.under(value, tables.key(evaluator, module, key) if isinstance(value, Options) else None)
        case Instance():
            return calls.called(evaluator, module, value._replace(path=_below(value, "__getitem__")), None)
        case OwnClass():
            return frozenset({value})
        case Iterable():
            return value.element
        case (
            External() | OwnModule() | OwnFunction() | EnumMember() | Literal() | Coroutine() | Manager() | Bound()
            | Signature() | Partial() | Offloaded()
        ):  # fmt: skip
            return NOTHING
        case _:
            assert_never(value)


def part(value: Value, index: int) -> ValueSet:
    """Return what the `index`-th target of an unpacking binds."""
    if isinstance(value, Several):
        return value.parts[index] if -len(value.parts) <= index < len(value.parts) else NOTHING
    return value.element if isinstance(value, Iterable) else NOTHING
