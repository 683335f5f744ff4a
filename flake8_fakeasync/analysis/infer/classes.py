"""What a class of the project has: its line of bases, its attributes, what a test on it says."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.infer import annotations, calls
from flake8_fakeasync.analysis.infer.properties import is_accessor
from flake8_fakeasync.analysis.infer.subclasses import subclasses
from flake8_fakeasync.analysis.syntax.exprs import Call, ClassRef, Declared, FunctionRef, Narrowed
from flake8_fakeasync.analysis.values import (
    NOTHING,
    EnumMember,
    External,
    Instance,
    Mro,
    OwnClass,
    OwnFunction,
    OwnInstance,
    Signature,
    Super,
    Value,
    ValueSet,
    known,
    order,
    together,
)

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

_LONGEST = 40
_ENUMS = frozenset(f"enum.{name}" for name in ("Enum", "Flag", "IntEnum", "IntFlag", "ReprEnum", "StrEnum"))
_TRANSPARENT_BASES = frozenset({"builtins.object", "typing.Generic", "typing.Protocol", "abc.ABC"})


def mro(evaluator: "Evaluator", cls: OwnClass) -> Mro:
    """Return the line of a class in the order in which Python asks it for attributes."""
    line = _line(evaluator, cls, (), {})
    external = [each.name for each in line if isinstance(each, External)]
    kept = [name for name in external if name not in _TRANSPARENT_BASES]
    return Mro(tuple(each for each in line if isinstance(each, OwnClass)), tuple(kept))


def _line(evaluator: "Evaluator", cls: Value, below: tuple[Value, ...], found: dict[Value, list[Value]]) -> list[Value]:
    """Return a class and its bases in line; `found` are lines of classes met before, which many may have as a base."""
    if cls in found:
        return found[cls]
    module = evaluator.project.module(cls.module) if isinstance(cls, OwnClass) else None
    if module is None or not isinstance(cls, OwnClass):
        return [cls]
    if cls in below or len(below) > _LONGEST:
        return []
    values = [evaluator.infer(module, base) for base in module.cls(cls.scope).bases]
    known_ones = [each for several in values for each in sorted(several, key=order)]
    bases: list[Value] = [each for each in known_ones if isinstance(each, OwnClass | External)]
    lines = [_line(evaluator, base, (*below, cls), found) for base in bases]
    found[cls] = [cls, *_merged([*lines, bases])]
    return found[cls]


def _merged(lines: list[list[Value]]) -> list[Value]:
    """Merge the lines of the bases: a class comes after those that any line has before it (C3)."""
    merged: list[Value] = []
    while lines := [line for line in lines if line]:
        heads = [line[0] for line in lines]
        chosen = next((head for head in heads if not any(head in line[1:] for line in lines)), heads[0])
        merged.append(chosen)
        lines = [[each for each in line if each != chosen] for line in lines]
    return merged


def attribute(evaluator: "Evaluator", value: OwnClass | OwnInstance | Super, name: str) -> ValueSet:
    """Return what `thing.name` may be: the nearest class in line that defines or stores it decides."""
    line = evaluator.mro(OwnClass(value.module, value.scope))
    own = line.own[1:] if isinstance(value, Super) else line.own
    receiver: Value = value.receiver if isinstance(value, Super) else value
    for cls in own:
        found = _in_class(evaluator, cls, receiver, name)
        if found is not None:
            return found if known(found) else _below(evaluator, value, name) or found
    for base in line.external:
        if evaluator.catalog.cls(base) is not None:
            return frozenset({Instance(evaluator.catalog.canonical(base), name)})
    return _of_object(receiver, name) or _below(evaluator, value, name)


def _below(evaluator: "Evaluator", value: OwnClass | OwnInstance | Super, name: str) -> ValueSet:
    """Return what classes derived from that of an object set that it lacks itself; nothing if some of it is async."""
    if not isinstance(value, OwnInstance) or name.startswith("__"):
        return NOTHING
    below = subclasses(evaluator, OwnClass(value.module, value.scope))
    found = (_in_class(evaluator, cls, OwnInstance(cls.module, cls.scope), name) for cls in below)
    values = [
        value for each in found if each is not None for value in known(each) if not isinstance(value, OwnFunction)
    ]
    is_mixed = len(values) > 1 and any(_is_async(evaluator, value) for value in values)
    return NOTHING if is_mixed else frozenset(values)


def _is_async(evaluator: "Evaluator", value: Value) -> bool:
    cls = evaluator.catalog.cls(value.name) if isinstance(value, Instance) else None
    return cls is not None and cls.is_async


def _of_object(receiver: Value, name: str) -> ValueSet:
    """Return what every object has."""
    cls = OwnClass(receiver.module, receiver.scope) if isinstance(receiver, OwnClass | OwnInstance) else None
    if cls is None:
        return NOTHING
    if name == "__class__" and isinstance(receiver, OwnInstance):
        return frozenset({cls})
    if name == "__new__":
        return frozenset({Signature(frozenset({OwnInstance(cls.module, cls.scope)}))})
    return NOTHING


def set_outside(evaluator: "Evaluator", value: OwnClass | OwnFunction, name: str) -> ValueSet:
    """Return what the module of a class or function stores on it (or on an instance of it) by another name."""
    module = evaluator.project.module(value.module)
    if module is None:
        return NOTHING
    wanted: set[Value] = {value}
    if isinstance(value, OwnClass):
        wanted.add(OwnInstance(value.module, value.scope))
    stores = [store for store in module.outer.get(name, ()) if evaluator.infer(module, store.base) & wanted]
    return together([evaluator.infer(module, store.value) for store in stores])


def _in_class(evaluator: "Evaluator", cls: OwnClass, receiver: Value, name: str) -> ValueSet | None:
    """Return what one class says of an attribute, None when it does not mention it."""
    module = evaluator.project.module(cls.module)
    if module is None:
        return None
    bindings = module.cls(cls.scope).names.get(name, ())
    if bindings and is_enum_member(evaluator, module, cls, name):
        return frozenset({EnumMember(cls.module, cls.scope, name)})
    stores = module.attributes.get(cls.scope, {}).get(name, [])
    outside = set_outside(evaluator, cls, name)
    if not bindings and not stores and not outside:
        return None
    found = [_bound(evaluator, module, expr, receiver) for expr in bindings[-1:] or ()]
    if bindings and is_accessor(module, bindings[-1]):
        found = [_bound(evaluator, module, expr, receiver) for expr in bindings[:1]]
    assigned = [outside, *(evaluator.infer(module, store.value) for store in stores)]
    if any(assigned) and bindings and isinstance(module.row(bindings[-1]), Declared):
        return known(together(assigned)) or together(found)
    return together([*found, *assigned])


def is_enum_member(evaluator: "Evaluator", module: "Module", cls: OwnClass, name: str) -> bool:
    """Return whether a name in the body of a class is a member of an enumeration."""
    if name.startswith("_") or _ENUMS.isdisjoint(evaluator.mro(cls).external):
        return False
    row = module.row(module.cls(cls.scope).names[name][-1])
    if isinstance(row, FunctionRef | ClassRef) or (isinstance(row, Declared) and not row.value):
        return False
    return not isinstance(row, Call) or External("enum.nonmember") not in evaluator.infer(module, row.function)


def _bound(evaluator: "Evaluator", module: "Module", expr: int, receiver: Value) -> ValueSet:
    """Return what a binding of a class body is when read through `receiver`."""
    found: list[ValueSet] = []
    for value in evaluator.infer(module, expr):
        if not isinstance(value, OwnFunction) or value.receiver is not None:
            found.append(frozenset({value}))
            continue
        binding_kind = calls.binding_kind(evaluator, value)
        if binding_kind == "property":
            found.append(calls.called(evaluator, module, value._replace(receiver=receiver), None))
        elif binding_kind == "static" or (binding_kind == "plain" and isinstance(receiver, OwnClass)):
            found.append(frozenset({value}))
        elif binding_kind == "class" and isinstance(receiver, OwnInstance):
            found.append(frozenset({value._replace(receiver=OwnClass(receiver.module, receiver.scope))}))
        else:
            found.append(frozenset({value._replace(receiver=receiver)}))
    return together(found)


def is_a(evaluator: "Evaluator", value: Value, cls: Value) -> bool:
    """Return whether a thing is an instance of a class, as far as the project and the catalog know."""
    if isinstance(value, OwnInstance | EnumMember):
        line = evaluator.mro(OwnClass(value.module, value.scope))
        return cls in line.own or (isinstance(cls, External) and _any_external(evaluator, line.external, cls.name))
    if isinstance(value, Instance) and not value.path and isinstance(cls, External):
        return _any_external(evaluator, (value.name,), cls.name)
    return False


def _any_external(evaluator: "Evaluator", found: tuple[str, ...], wanted: str) -> bool:
    pending, seen = list(found), set[str]()
    while pending:
        current = evaluator.catalog.canonical(pending.pop())
        if current == wanted:
            return True
        if current in seen:
            continue
        seen.add(current)
        entry = evaluator.catalog.cls(current) or evaluator.catalog.exception(current)
        pending += entry.bases if entry is not None else ()
    return False


def narrowed(evaluator: "Evaluator", module: "Module", row: Narrowed) -> ValueSet:
    """Return what is left of a value after an `isinstance` test."""
    before = evaluator.infer(module, row.base)
    if not row.classes:
        return before if all(isinstance(value, OwnInstance) for value in before) else NOTHING
    instances = annotations.instances(evaluator, module, row.classes)
    classes = [class_of(instance) for instance in instances]
    if row.positive:
        kept = frozenset(value for value in before if any(is_a(evaluator, value, cls) for cls in classes if cls))
        return kept or instances
    if not instances:
        return NOTHING
    return frozenset(value for value in before if not any(is_a(evaluator, value, cls) for cls in classes if cls))


def class_of(value: Value) -> Value | None:
    """Return the class of an instance, None where it is not known."""
    if isinstance(value, OwnInstance | EnumMember):
        return OwnClass(value.module, value.scope)
    return External(value.name) if isinstance(value, Instance) and not value.path else None
