"""Which class a value is an instance of, and what a test of that leaves."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.infer import annotations
from flake8_fakeasync.analysis.values import (
    NOTHING,
    EnumMember,
    External,
    Instance,
    OwnClass,
    OwnInstance,
    Value,
    ValueSet,
)

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.syntax.branch_tests import Narrowed


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


def narrowed(evaluator: "Evaluator", module: "Module", row: "Narrowed") -> ValueSet:
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
