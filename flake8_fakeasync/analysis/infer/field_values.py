"""What a field of a dataclass, named tuple or model holds, by the calls that make objects of the class."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN, Call, Declared, Starred
from flake8_fakeasync.analysis.values import (
    NOTHING,
    External,
    OwnClass,
    OwnFunction,
    Signature,
    ValueSet,
    known,
    together,
)
from flake8_fakeasync.catalog import keepers

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

_NAMED_TUPLES = frozenset({"typing.NamedTuple", "typing_extensions.NamedTuple"})
_MOST = 6  # functions that a field may hold


def is_callable_only(values: ValueSet) -> bool:
    """Return whether all that is known of a value is that it can be called: `Callable[[str], str]`."""
    return bool(values) and all(type(value) is Signature for value in values)


def passed(evaluator: "Evaluator", module: "Module", call: Call, cls: OwnClass, name: str) -> ValueSet:
    """Return what a call of a class without a constructor of its own passes for a field."""
    expr = given(evaluator, module, call, cls, name)
    return known(evaluator.infer(module, expr)) if expr else NOTHING


def given(evaluator: "Evaluator", module: "Module", call: Call, cls: OwnClass, name: str) -> ExprId | None:
    """Return the argument that is passed for a field, UNKNOWN if it is left out; None if that cannot be told."""
    for keyword, expr in call.keywords:
        if keyword == name:
            return expr
    fields = _fields(evaluator, cls)
    if name not in fields or any(keyword is None for keyword, _ in call.keywords):
        return None
    place = fields.index(name)
    before = call.arguments[: place + 1]
    if any(isinstance(module.row(each), Starred) for each in before):
        return None
    return before[place] if len(before) > place else UNKNOWN


def by_all(evaluator: "Evaluator", cls: OwnClass, name: str) -> ValueSet:
    """Return the functions that the project makes objects of a class with, if all of that is known."""
    if name not in _fields(evaluator, cls):
        return NOTHING
    found = [
        passed(evaluator, caller.module, caller.call, cls, name) for caller in evaluator.callers.of_class(cls) or ()
    ]
    values = together(found) if found else NOTHING
    is_known = all(found) and len(values) <= _MOST and all(isinstance(each, OwnFunction | External) for each in values)
    return values if is_known and not any(_is_async(evaluator, each) for each in values) else NOTHING


def _is_async(evaluator: "Evaluator", value: object) -> bool:
    home = evaluator.project.module(value.module) if isinstance(value, OwnFunction) else None
    return home is not None and isinstance(value, OwnFunction) and home.function(value.scope).is_async


def _fields(evaluator: "Evaluator", cls: OwnClass) -> list[str]:
    """Return the fields of a class and its bases in order, none if it makes its objects in another way."""
    return evaluator.queries.uncut(evaluator.fields, cls, lambda: _read_fields(evaluator, cls))


def _read_fields(evaluator: "Evaluator", cls: OwnClass) -> list[str]:
    line = evaluator.mro(cls)
    found: dict[str, None] = {}
    is_made = not _FIELDED.isdisjoint(line.external)
    for own in reversed(line.own):
        module = evaluator.project.module(own.module)
        if module is None or "__init__" in module.cls(own.scope).names:
            return []
        facts = module.cls(own.scope)
        found.update((each, None) for each, rows in facts.names.items() if isinstance(module.row(rows[-1]), Declared))
        is_made |= any(_makes_fields(evaluator, module, expr) for expr in facts.decorators)
    return list(found) if is_made else []


def _makes_fields(evaluator: "Evaluator", module: "Module", decorator: ExprId) -> bool:
    row = module.row(decorator)
    values = evaluator.infer(module, row.function if isinstance(row, Call) else decorator)
    return any(isinstance(each, External) and each.name in keepers.names("fields", "decorators") for each in values)


_FIELDED = _NAMED_TUPLES | keepers.names("fields", "bases")
