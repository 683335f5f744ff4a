"""What values contain, and values like them with other contents: containers, coroutines, what wraps a callable."""

from collections.abc import Callable, Hashable
from typing import NamedTuple, assert_never

from flake8_fakeasync.analysis.values import (
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
)


class Contents(NamedTuple):
    """What a value contains: its `parts`, and how to `make` such a value of others; `shape` is all else about it."""

    shape: Hashable
    parts: tuple[ValueSet, ...]
    make: Callable[[tuple[ValueSet, ...]], Value]


def contents(value: Value) -> Contents | None:
    """Return what a value contains; None where it contains nothing."""
    match value:
        case Iterable() | Several() | Mapping() | Options():
            return _of_container(value)
        case Coroutine() | Signature() | Manager() | Offloaded():
            return _of_result(value)
        case Bound():
            return _around(value.container, lambda inner: value._replace(container=inner), (Bound, value.name))
        case Partial():
            return None if isinstance(value.target, Partial) else _around(value.target, Partial, Partial)
        case (
            External() | Instance() | OwnModule() | OwnFunction() | OwnClass() | OwnInstance() | EnumMember() | Super()
            | Literal()
        ):  # fmt: skip
            return None
        case _:
            assert_never(value)


def _of_container(value: Iterable | Several | Mapping | Options) -> Contents:
    if isinstance(value, Iterable):
        return Contents((Iterable, value.is_async), (value.element,), lambda parts: value._replace(element=parts[0]))
    if isinstance(value, Several):
        return Contents((Several, len(value.parts)), value.parts, Several)
    if isinstance(value, Mapping):
        return Contents(Mapping, (value.value,), lambda parts: Mapping(parts[0]))
    names = tuple(name for name, _ in value.items)
    parts = tuple(each for _, each in value.items)
    return Contents((Options, names), parts, lambda parts: Options(tuple(zip(names, parts, strict=True))))


def _of_result(value: Coroutine | Signature | Manager | Offloaded) -> Contents:
    if isinstance(value, Offloaded):
        return Contents(Offloaded, (value.target,), lambda parts: Offloaded(parts[0]))
    flags = (value.is_async, value.awaitable) if isinstance(value, Manager) else ()
    return Contents((type(value), flags), (value.result,), lambda parts: value._replace(result=parts[0]))


def _around(inner: Value, make: Callable[[Value], Value], shape: Hashable) -> Contents | None:
    """Return what a value contains that is made of a single other one."""
    found = contents(inner)
    if found is None:
        return None
    return Contents((shape, found.shape), found.parts, lambda parts: make(found.make(parts)))
