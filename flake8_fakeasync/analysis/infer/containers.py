"""What comes out of lists, dicts and iterators: by their methods, by what is put into them."""

from typing import TYPE_CHECKING, Any

from flake8_fakeasync.analysis.infer.contents import contents
from flake8_fakeasync.analysis.literals import EMPTY, GIVEN, literal
from flake8_fakeasync.analysis.values import (
    NOTHING,
    Bound,
    Coroutine,
    EnumMember,
    Instance,
    Iterable,
    Literal,
    Manager,
    Mapping,
    Offloaded,
    Options,
    Several,
    Signature,
    Value,
    ValueSet,
    together,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_DEEPEST = 4
_MOST_KINDS = 12
_GIVES_VALUE = frozenset({"get", "pop", "setdefault", "__getitem__"})
_DATA = frozenset(Instance(f"builtins.{name}", "") for name in ("bool", "bytes", "float", "int", "str"))
_GIVES_ELEMENT = frozenset({"pop", "popleft", "__getitem__"})


def element(value: Value) -> ValueSet:
    """Return what iterating over a container binds; that of a mapping is a key."""
    if isinstance(value, Iterable):
        return value.element
    return together(list(value.parts)) if isinstance(value, Several) else NOTHING


def key(values: ValueSet) -> "str | Value | None":
    """Return the one key of a mapping that a value is, as `Options` has it; None if it may be another."""
    value = next(iter(values)) if len(values) == 1 else None
    if isinstance(value, Literal) and value not in {EMPTY, GIVEN}:
        return value.value if isinstance(value.value, str) else value
    return value if isinstance(value, EnumMember) else None


def table(keys: "list[str | Value | None]", values: list[ValueSet]) -> Options | None:
    """Return a dict as it is written down; None where a key is not known, or no value says anything."""
    if None in keys or not any(says_something(value) for each in values for value in each):
        return None
    items = dict(zip(keys, values, strict=True))
    if len(NOTHING.union(*values)) > _MOST_KINDS:
        return None
    return Options(tuple((each, found) for each, found in items.items() if each is not None))


def under(mapping: Mapping | Options, place: "str | Value | None") -> ValueSet:
    """Return what a key of a mapping leads to; None for a key that is not known."""
    if isinstance(mapping, Options) and place is not None:
        return mapping.get(place) or NOTHING
    return mapping.value


def called(method: Bound, place: "str | Value | None", default: ValueSet) -> ValueSet:
    """Return what a method of a container returns: `place` is the key that it is given, `default` the second argument.

    None is a key that is not known.
    """
    container, name = method.container, method.name
    if isinstance(container, Options):
        if name in _GIVES_VALUE and place is not None:
            found = container.get(place)
            return (default or frozenset({literal(None)})) if found is None else found
        container = Mapping(container.value)
    if isinstance(container, Mapping):
        return _of_mapping(container, name, default)
    if name in _GIVES_ELEMENT:
        return element(container)
    return frozenset({container}) if name == "copy" else NOTHING


def _of_mapping(mapping: Mapping, name: str, default: ValueSet) -> ValueSet:
    pair = Several((NOTHING, mapping.value))
    if name in _GIVES_VALUE:
        return mapping.value | default
    if name == "values":
        return frozenset({Iterable(mapping.value, is_async=False)})
    if name == "items":
        return frozenset({Iterable(frozenset({pair}), is_async=False)})
    if name == "popitem":
        return frozenset({pair})
    return frozenset({mapping}) if name == "copy" else NOTHING


def mapping(exprs: ValueSet) -> Mapping:
    """Return a mapping of what says something."""
    return Mapping(_contents(exprs))


def iterable(elements: ValueSet) -> Iterable:
    """Return something to iterate over of what says something."""
    return Iterable(_contents(elements), is_async=False)


def _contents(values: ValueSet) -> ValueSet:
    """Drop plain data from element types, and everything if too many kinds remain."""
    kept = frozenset(filter(says_something, values))
    return kept if len(kept) <= _MOST_KINDS else NOTHING


def filled(values: ValueSet, added: ValueSet) -> ValueSet:
    """Return containers with what is put into them later on."""
    return frozenset(_filled(value, added) for value in values)


def _filled(value: Value, added: ValueSet) -> Value:
    if isinstance(value, Mapping | Options):
        return mapping(value.value | added)
    if isinstance(value, Iterable | Several):
        return iterable(element(value) | added)
    return value


def shallow(values: ValueSet, levels: int = _DEEPEST) -> ValueSet:
    """Return things without what lies deeper in containers: one that is put into itself would grow with each look."""
    return values if _is_shallow(values, levels) else frozenset(_shallow(value, levels) for value in values)


def _is_shallow(values: ValueSet, levels: int) -> bool:
    for value in values:
        inside = _INSIDE.get(type(value))
        for inner in inside(value) if inside is not None else ():
            if inner and not (levels and _is_shallow(inner, levels - 1)):
                return False
    return True


def _shallow(value: Value, levels: int) -> Value:
    found = contents(value)
    if found is None:
        return value
    return found.make(tuple(shallow(part, levels - 1) if levels else NOTHING for part in found.parts))


_INSIDE: "dict[type, Callable[[Any], tuple[ValueSet, ...]]]" = {
    Bound: lambda value: (frozenset({value.container}),),
    Coroutine: lambda value: (value.result,),
    Iterable: lambda value: (value.element,),
    Manager: lambda value: (value.result,),
    Mapping: lambda value: (value.value,),
    Offloaded: lambda value: (value.target,),
    Options: lambda value: tuple(each for _, each in value.items),
    Several: lambda value: value.parts,
    Signature: lambda value: (value.result,),
}


def says_something(value: Value) -> bool:
    """Return whether a thing tells more than an annotation beside it: data and an empty container do not."""
    if isinstance(value, Mapping | Options):
        return bool(value.value)
    if isinstance(value, Iterable | Several):
        return bool(element(value))
    return not isinstance(value, Literal) and value not in _DATA
