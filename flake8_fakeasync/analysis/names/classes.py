"""What a class of the project has: its line of bases, its attributes, what a test on it says."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.names import annotations, calls
from flake8_fakeasync.analysis.names.things import (
    NOTHING,
    External,
    Instance,
    OwnClass,
    OwnFunction,
    OwnInstance,
    Signature,
    Super,
    Thing,
    Things,
    known,
    order,
    together,
)
from flake8_fakeasync.analysis.syntax.rows import Declared, FunctionRef, Narrowed

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.modules.module import Module
    from flake8_fakeasync.analysis.names.names import Names

_LONGEST = 40
_TRANSPARENT_BASES = frozenset({"builtins.object", "typing.Generic", "typing.Protocol", "abc.ABC"})


class Lineage(NamedTuple):
    """A class and its bases, nearest first; `external` are the bases outside the project."""

    own: tuple[OwnClass, ...]
    external: tuple[str, ...]


def lineage(names: "Names", cls: OwnClass) -> Lineage:
    """Return the line of a class in the order in which Python asks it for attributes."""
    line = _line(names, cls, (), {})
    external = [each.name for each in line if isinstance(each, External)]
    kept = [name for name in external if name not in _TRANSPARENT_BASES]
    return Lineage(tuple(each for each in line if isinstance(each, OwnClass)), tuple(kept))


def _line(names: "Names", cls: Thing, below: tuple[Thing, ...], found: dict[Thing, list[Thing]]) -> list[Thing]:
    """Return a class and its bases in line; `found` are lines of classes met before, which many may have as a base."""
    if cls in found:
        return found[cls]
    module = names.project.module(cls.module) if isinstance(cls, OwnClass) else None
    if module is None or not isinstance(cls, OwnClass):
        return [cls]
    if cls in below or len(below) > _LONGEST:
        return []
    things = [names.things(module, base) for base in module.cls(cls.scope).bases]
    known_ones = [each for several in things for each in sorted(several, key=order)]
    bases: list[Thing] = [each for each in known_ones if isinstance(each, OwnClass | External)]
    lines = [_line(names, base, (*below, cls), found) for base in bases]
    found[cls] = [cls, *_merged([*lines, bases])]
    return found[cls]


def _merged(lines: list[list[Thing]]) -> list[Thing]:
    """Merge the lines of the bases: a class comes after those that any line has before it (C3)."""
    merged: list[Thing] = []
    while lines := [line for line in lines if line]:
        heads = [line[0] for line in lines]
        chosen = next((head for head in heads if not any(head in line[1:] for line in lines)), heads[0])
        merged.append(chosen)
        lines = [[each for each in line if each != chosen] for line in lines]
    return merged


def attribute(names: "Names", thing: OwnClass | OwnInstance | Super, name: str) -> Things:
    """Return what `thing.name` may be: the nearest class in line that defines or stores it decides."""
    line = names.lineage(OwnClass(thing.module, thing.scope))
    own = line.own[1:] if isinstance(thing, Super) else line.own
    receiver: Thing = thing.receiver if isinstance(thing, Super) else thing
    for cls in own:
        found = _in_class(names, cls, receiver, name)
        if found is not None:
            return found
    for base in line.external:
        if names.catalog.cls(base) is not None:
            return frozenset({Instance(names.catalog.canonical(base), name)})
    return _of_object(receiver, name)


def _of_object(receiver: Thing, name: str) -> Things:
    """Return what every object has."""
    cls = OwnClass(receiver.module, receiver.scope) if isinstance(receiver, OwnClass | OwnInstance) else None
    if cls is None:
        return NOTHING
    if name == "__class__" and isinstance(receiver, OwnInstance):
        return frozenset({cls})
    if name == "__new__":
        return frozenset({Signature(frozenset({OwnInstance(cls.module, cls.scope)}))})
    return NOTHING


def set_outside(names: "Names", thing: OwnClass | OwnFunction, name: str) -> Things:
    """Return what the module of a class or function stores on it (or on an instance of it) by another name."""
    module = names.project.module(thing.module)
    if module is None:
        return NOTHING
    wanted: set[Thing] = {thing}
    if isinstance(thing, OwnClass):
        wanted.add(OwnInstance(thing.module, thing.scope))
    stores = [store for store in module.outer.get(name, ()) if names.things(module, store.base) & wanted]
    return together([names.things(module, store.value) for store in stores])


def _in_class(names: "Names", cls: OwnClass, receiver: Thing, name: str) -> Things | None:
    """Return what one class says of an attribute, None when it does not mention it."""
    module = names.project.module(cls.module)
    if module is None:
        return None
    bindings = module.cls(cls.scope).names.get(name, ())
    stores = module.attributes.get(cls.scope, {}).get(name, [])
    outside = set_outside(names, cls, name)
    if not bindings and not stores and not outside:
        return None
    found = [_bound(names, module, value, receiver) for value in bindings[-1:] or ()]
    if bindings and _is_setter(module, bindings[-1]):
        found = [_bound(names, module, value, receiver) for value in bindings[:1]]
    assigned = [outside, *(names.things(module, store.value) for store in stores)]
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
    for cls in names.lineage(OwnClass(thing.module, thing.scope)).own:
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
        line = names.lineage(OwnClass(thing.module, thing.scope))
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
    if not row.classes:
        return before if all(isinstance(thing, OwnInstance) for thing in before) else NOTHING
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
