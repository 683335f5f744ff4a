"""What comes out of lists, dicts and iterators: by their methods, by what is put into them."""

from typing import TYPE_CHECKING, Any

from flake8_fakeasync.analysis.names.things import (
    NOTHING,
    Bound,
    Coroutine,
    Instance,
    Iterable,
    Literal,
    Mapping,
    Several,
    Thing,
    Things,
    together,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_DEEPEST = 4
_MOST_KINDS = 12
_GIVES_VALUE = frozenset({"get", "pop", "setdefault", "__getitem__"})
_DATA = frozenset(Instance(f"builtins.{name}", "") for name in ("bool", "bytes", "float", "int", "str"))
_GIVES_ELEMENT = frozenset({"pop", "popleft", "__getitem__"})


def element(thing: Thing) -> Things:
    """Return what iterating over a container binds; that of a mapping is a key."""
    if isinstance(thing, Iterable):
        return thing.element
    return together(list(thing.parts)) if isinstance(thing, Several) else NOTHING


def called(method: Bound, default: Things) -> Things:
    """Return what a method of a container gives; `default` is what its second argument may be."""
    container, name = method
    if isinstance(container, Mapping):
        return _of_mapping(container, name, default)
    if name in _GIVES_ELEMENT:
        return element(container)
    return frozenset({container}) if name == "copy" else NOTHING


def _of_mapping(mapping: Mapping, name: str, default: Things) -> Things:
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


def mapping(values: Things) -> Mapping:
    """Return a mapping of what says something."""
    return Mapping(_contents(values))


def iterable(elements: Things) -> Iterable:
    """Return something to iterate over of what says something."""
    return Iterable(_contents(elements), is_async=False)


def _contents(things: Things) -> Things:
    """Return what is worth knowing: most is data, of texts and numbers or of all kinds, nested as deep as it likes."""
    kept = frozenset(filter(says_something, things))
    return kept if len(kept) <= _MOST_KINDS else NOTHING


def filled(things: Things, added: Things) -> Things:
    """Return containers with what is put into them later on."""
    return frozenset(_filled(thing, added) for thing in things)


def _filled(thing: Thing, added: Things) -> Thing:
    if isinstance(thing, Mapping):
        return mapping(thing.value | added)
    if isinstance(thing, Iterable | Several):
        return iterable(element(thing) | added)
    return thing


def shallow(things: Things, levels: int = _DEEPEST) -> Things:
    """Return things without what lies deeper in containers: one that is put into itself would grow with each look."""
    return things if _is_shallow(things, levels) else frozenset(_shallow(thing, levels) for thing in things)


def _is_shallow(things: Things, levels: int) -> bool:
    for thing in things:
        inside = _INSIDE.get(type(thing))
        for inner in inside(thing) if inside is not None else ():
            if inner and not (levels and _is_shallow(inner, levels - 1)):
                return False
    return True


def _shallow(thing: Thing, levels: int) -> Thing:
    if isinstance(thing, Bound):
        return Bound(_shallow(thing.container, levels), thing.name)
    if isinstance(thing, Coroutine):
        return Coroutine(shallow(thing.result, levels - 1) if levels else NOTHING)
    if isinstance(thing, Mapping):
        return Mapping(shallow(thing.value, levels - 1) if levels else NOTHING)
    if isinstance(thing, Iterable):
        return Iterable(shallow(thing.element, levels - 1) if levels else NOTHING, thing.is_async)
    if isinstance(thing, Several):
        return Several(tuple(shallow(part, levels - 1) if levels else NOTHING for part in thing.parts))
    return thing


_INSIDE: "dict[type, Callable[[Any], tuple[Things, ...]]]" = {
    Bound: lambda thing: (frozenset({thing.container}),),
    Coroutine: lambda thing: (thing.result,),
    Iterable: lambda thing: (thing.element,),
    Mapping: lambda thing: (thing.value,),
    Several: lambda thing: thing.parts,
}


def says_something(thing: Thing) -> bool:
    """Return whether a thing tells more than an annotation beside it: data and an empty container do not."""
    if isinstance(thing, Mapping):
        return bool(thing.value)
    if isinstance(thing, Iterable | Several):
        return bool(element(thing))
    return not isinstance(thing, Literal) and thing not in _DATA
