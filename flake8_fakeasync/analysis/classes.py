"""What a class of the project has: its line of bases, its attributes, what a test on it says."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis import annotations, calls
from flake8_fakeasync.analysis.facts import Declared, FunctionRef, Narrowed
from flake8_fakeasync.analysis.things import (
    NOTHING,
    External,
    Instance,
    OwnClass,
    OwnFunction,
    OwnInstance,
    Super,
    Thing,
    Things,
    known,
    together,
)

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.module import Module
    from flake8_fakeasync.analysis.names import Names

_LONGEST = 40
_TRANSPARENT_BASES = frozenset({"builtins.object", "typing.Generic", "typing.Protocol", "abc.ABC"})


class Lineage(NamedTuple):
    """A class and its bases, nearest first; `external` are the bases outside the project."""

    own: tuple[OwnClass, ...]
    external: tuple[str, ...]


def lineage(names: "Names", cls: OwnClass) -> Lineage:
    """Return the line of a class: depth first, each class once."""
    own: list[OwnClass] = []
    external: list[str] = []
    pending: list[Thing] = [cls]
    while pending and len(own) < _LONGEST:
        current = pending.pop(0)
        if isinstance(current, External):
            external.append(current.name)
        if not isinstance(current, OwnClass) or current in own:
            continue
        own.append(current)
        module = names.project.module(current.module)
        if module is not None:
            bases = [names.things(module, base) for base in module.cls(current.scope).bases]
            pending = [thing for things in bases for thing in sorted(things, key=repr)] + pending
    kept = [name for name in dict.fromkeys(external) if name not in _TRANSPARENT_BASES]
    return Lineage(tuple(own), tuple(kept))


def attribute(names: "Names", thing: OwnClass | OwnInstance | Super, name: str) -> Things:
    """Return what `thing.name` may be: the nearest class in line that defines or stores it decides."""
    line = lineage(names, OwnClass(thing.module, thing.scope))
    own = line.own[1:] if isinstance(thing, Super) else line.own
    receiver: Thing = thing.receiver if isinstance(thing, Super) else thing
    for cls in own:
        found = _in_class(names, cls, receiver, name)
        if found is not None:
            return found
    for base in line.external:
        if names.catalog.cls(base) is not None:
            return frozenset({Instance(names.catalog.canonical(base), name)})
    return NOTHING


def _in_class(names: "Names", cls: OwnClass, receiver: Thing, name: str) -> Things | None:
    """Return what one class says of an attribute, None when it does not mention it."""
    module = names.project.module(cls.module)
    if module is None:
        return None
    bindings = module.cls(cls.scope).names.get(name, ())
    stores = module.attributes.get(cls.scope, {}).get(name, [])
    if not bindings and not stores:
        return None
    found = [_bound(names, module, value, receiver) for value in bindings[-1:] or ()]
    if bindings and _is_setter(module, bindings[-1]):
        found = [_bound(names, module, value, receiver) for value in bindings[:1]]
    assigned = [names.things(module, store.value) for store in stores]
    if any(assigned) and bindings and isinstance(module.row(bindings[-1]), Declared):
        return known(together(assigned)) or together(found)
    return together([*found, *assigned])


def _is_setter(module: "Module", value: int) -> bool:
    row = module.row(value)
    if not isinstance(row, FunctionRef):
        return False
    decorators = [module.row(decorator) for decorator in module.function(row.scope).decorators]
    return any(getattr(decorator, "name", "") in {"setter", "deleter"} for decorator in decorators)


def _bound(names: "Names", module: "Module", value: int, receiver: Thing) -> Things:
    """Return what a binding of a class body is when read through `receiver`."""
    found: list[Things] = []
    for thing in names.things(module, value):
        if not isinstance(thing, OwnFunction) or thing.receiver is not None:
            found.append(frozenset({thing}))
            continue
        nature = calls.nature(names, thing)
        if nature == "property":
            found.append(calls.called(names, module, thing._replace(receiver=receiver), None))
        elif nature == "static" or (nature == "plain" and isinstance(receiver, OwnClass)):
            found.append(frozenset({thing}))
        elif nature == "class" and isinstance(receiver, OwnInstance):
            found.append(frozenset({thing._replace(receiver=OwnClass(receiver.module, receiver.scope))}))
        else:
            found.append(frozenset({thing._replace(receiver=receiver)}))
    return together(found)


def getter(names: "Names", thing: OwnInstance, name: str) -> OwnFunction | None:
    """Return the function that runs when a property of an instance is read, None when it is no property."""
    for cls in lineage(names, OwnClass(thing.module, thing.scope)).own:
        module = names.project.module(cls.module)
        bindings = module.cls(cls.scope).names.get(name, ()) if module is not None else ()
        if module is None or not bindings:
            continue
        for each in names.things(module, bindings[0]):
            if isinstance(each, OwnFunction) and calls.nature(names, each) == "property":
                return each._replace(receiver=thing)
        return None
    return None


def is_a(names: "Names", thing: Thing, cls: Thing) -> bool:
    """Return whether a thing is an instance of a class, as far as the project and the catalog know."""
    if isinstance(thing, OwnInstance):
        line = lineage(names, OwnClass(thing.module, thing.scope))
        return cls in line.own or (isinstance(cls, External) and _any_external(names, line.external, cls.name))
    if isinstance(thing, Instance) and not thing.path and isinstance(cls, External):
        return _any_external(names, (thing.name,), cls.name)
    return False


def _any_external(names: "Names", found: tuple[str, ...], wanted: str) -> bool:
    pending, seen = list(found), set[str]()
    while pending:
        current = names.catalog.canonical(pending.pop())
        if current == wanted:
            return True
        if current in seen:
            continue
        seen.add(current)
        entry = names.catalog.cls(current) or names.catalog.exception(current)
        pending += entry.bases if entry is not None else ()
    return False


def narrowed(names: "Names", module: "Module", row: Narrowed) -> Things:
    """Return what is left of a value after an `isinstance` test."""
    before = names.things(module, row.base)
    instances = annotations.instances(names, module, row.classes)
    classes = [_class_of(instance) for instance in instances]
    if row.positive:
        kept = frozenset(thing for thing in before if any(is_a(names, thing, cls) for cls in classes if cls))
        return kept or instances
    if not instances:
        return NOTHING
    return frozenset(thing for thing in before if not any(is_a(names, thing, cls) for cls in classes if cls))


def _class_of(thing: Thing) -> Thing | None:
    if isinstance(thing, OwnInstance):
        return OwnClass(thing.module, thing.scope)
    return External(thing.name) if isinstance(thing, Instance) and not thing.path else None
