"""What a class of the project has: its line of bases, its attributes, what a test on it says."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.infer import calls, databases, functions
from flake8_fakeasync.analysis.infer.properties import is_accessor
from flake8_fakeasync.analysis.infer.replaced_methods import is_cut_off
from flake8_fakeasync.analysis.infer.subclasses import subclasses
from flake8_fakeasync.analysis.syntax.exprs import Call, ClassRef, Declared, FunctionRef
from flake8_fakeasync.analysis.values import (
    NOTHING,
    EnumMember,
    External,
    Instance,
    OwnClass,
    OwnFunction,
    OwnInstance,
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

_ENUMS = frozenset(f"enum.{name}" for name in ("Enum", "Flag", "IntEnum", "IntFlag", "ReprEnum", "StrEnum"))


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
        entry = evaluator.catalog.cls(base)
        if entry is not None and is_cut_off(evaluator, line.own, entry.name, name):
            return NOTHING
        if entry is not None:
            site = databases.declared(evaluator, line.own, entry.database_at) if entry.database_at else ""
            return frozenset({Instance(evaluator.catalog.canonical(base), name, site)})
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


def set_outside(evaluator: "Evaluator", value: OwnFunction, name: str) -> ValueSet:
    """Return what the module of a function stores on it by another name."""
    module = evaluator.project.module(value.module)
    stored = module.outer.get(name, ()) if module is not None else ()
    if module is None:
        return NOTHING
    return together(
        [evaluator.infer(module, each.value) for each in stored if value in evaluator.infer(module, each.base)]
    )


def _set_outside(evaluator: "Evaluator", module: "Module", cls: OwnClass, receiver: Value, name: str) -> ValueSet:
    """Return what the module of a class stores on it, or on an instance of it, as it is when read on a receiver."""
    instance = OwnInstance(cls.module, cls.scope)
    found: list[ValueSet] = []
    for store in module.outer.get(name, ()):
        bases = evaluator.infer(module, store.base)
        if cls in bases:
            found.append(_bound(evaluator, module, store.value, receiver))
        elif instance in bases:
            found.append(evaluator.infer(module, store.value))
    return together(found)


def _in_class(evaluator: "Evaluator", cls: OwnClass, receiver: Value, name: str) -> ValueSet | None:
    """Return what one class says of an attribute, None when it does not mention it."""
    module = evaluator.project.module(cls.module)
    if module is None:
        return None
    bindings = module.cls(cls.scope).names.get(name, ())
    if bindings and is_enum_member(evaluator, module, cls, name):
        return frozenset({EnumMember(cls.module, cls.scope, name)})
    stores = module.attributes.get(cls.scope, {}).get(name, [])
    if not bindings and not stores and name not in module.outer:
        return None
    outside = _set_outside(evaluator, module, cls, receiver, name)
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


def _bound(evaluator: "Evaluator", module: "Module", expr: ExprId, receiver: Value) -> ValueSet:
    """Return what a binding of a class body is when read through `receiver`."""
    found: list[ValueSet] = []
    for value in evaluator.infer(module, expr):
        if not isinstance(value, OwnFunction) or value.receiver is not None:
            found.append(frozenset({value}))
            continue
        binding_kind = functions.binding_kind(evaluator, value)
        if binding_kind == "property":
            found.append(calls.called(evaluator, module, value._replace(receiver=receiver), None))
        elif binding_kind == "static" or (binding_kind == "plain" and isinstance(receiver, OwnClass)):
            found.append(frozenset({value}))
        elif binding_kind == "class" and isinstance(receiver, OwnInstance):
            found.append(frozenset({value._replace(receiver=OwnClass(receiver.module, receiver.scope))}))
        else:
            found.append(frozenset({value._replace(receiver=receiver)}))
    return together(found)
