"""How a comparison, or a question such as `isinstance`, comes out for what a call passes."""

import operator
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.infer import annotations, instance_tests
from flake8_fakeasync.analysis.infer.aliases import display
from flake8_fakeasync.analysis.infer.argument_values import certain
from flake8_fakeasync.analysis.literals import EMPTY, GIVEN
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Display
from flake8_fakeasync.analysis.values import (
    EnumMember,
    External,
    Instance,
    Literal,
    Mapping,
    Options,
    OwnClass,
    OwnFunction,
    OwnInstance,
    OwnModule,
    Partial,
    Several,
    Value,
    ValueSet,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

_FACTS = EnumMember | External | OwnClass | OwnFunction | OwnModule
_NEVER_NONE = frozenset({EMPTY.type, GIVEN.type, "bool", "bytes", "float", "int", "str"})
_ORDERS = {"Gt": operator.gt, "GtE": operator.ge, "Lt": operator.lt, "LtE": operator.le}
_TAKING = frozenset({"get", "pop"})


def compared(evaluator: "Evaluator", module: "Module", how: str, left: ExprId, right: ExprId) -> bool | None:
    """Return how `left how right` comes out; None if it may come out either way."""
    one, other = certain(evaluator, module, left), certain(evaluator, module, right)
    if how == "In":
        return only({_within(evaluator, module, value, right) for value in one})
    if how in {"Eq", "Is"}:
        return only({_same(value, each) for value in one for each in other})
    order = _ORDERS.get(how)
    pairs = [(_number(value), _number(each)) for value in one for each in other] if order is not None else []
    return only({_ordered(order, *pair) for pair in pairs}) if order is not None else None


def asked(evaluator: "Evaluator", module: "Module", call: Call) -> bool | None:
    """Return how `isinstance`, `callable` and their like come out."""
    row = module.row(call.function)
    name = getattr(row, "name", "")
    if name == "isinstance" and len(call.arguments) > 1:
        return _is_instance(evaluator, module, call)
    values = certain(evaluator, module, call.arguments[0])
    if name == "callable":
        return only({isinstance(value, _FACTS | Partial) or None for value in values})
    if name == "iscoroutinefunction":
        return only({_is_async(evaluator, value) for value in values})
    if name in {"startswith", "endswith"} and isinstance(row, Attribute):
        argument = module.row(call.arguments[0])
        if isinstance(argument, Display):
            values = frozenset().union(*(certain(evaluator, module, item) for item in argument.items))
        return only({_begins(text, name, values) for text in certain(evaluator, module, row.base)})
    if name in _TAKING and isinstance(row, Attribute) and _is_empty(evaluator, module, row.base):
        default = call.arguments[1:]
        return only({truth(value) for value in certain(evaluator, module, default[0])}) if default else False
    if name == "bool":
        return only({truth(value) for value in values})
    return None


def truth(value: Value) -> bool | None:
    """Return whether a value is true; None if it may be either."""
    if isinstance(value, Literal):
        if value.type in {EMPTY.type, GIVEN.type}:
            return False if value == EMPTY else None
        return bool(value.value)
    if isinstance(value, Options):
        return bool(value.items)
    if isinstance(value, Instance):
        return None if value.name.startswith("builtins.") or value.path else True
    return True if isinstance(value, _FACTS | OwnInstance | Partial) else None


def only(outcomes: "set[bool | None]") -> bool | None:
    """Return the one outcome, None if there are several."""
    return outcomes.pop() if len(outcomes) == 1 else None


def _within(evaluator: "Evaluator", module: "Module", value: Value, right: ExprId) -> bool | None:
    """Return whether a value is in a display of constants, a text or the options of a call."""
    home, row = display(evaluator, module, right)
    if isinstance(row, Display) and row.kind in {"list", "set", "tuple"}:
        found = [only({_same(value, each) for each in certain(evaluator, home, item)}) for item in row.items]
        return True if True in found else (None if None in found else False)
    if not isinstance(value, Literal) or not isinstance(value.value, str):
        return None
    outcomes: set[bool | None] = set()
    for each in certain(evaluator, module, right):
        if isinstance(each, Options):
            outcomes.add(each.get(value.value) is not None)
        elif isinstance(each, Literal) and isinstance(each.value, str):
            outcomes.add(value.value in each.value)
        else:
            outcomes.add(False if each == EMPTY else None)
    return only(outcomes)


def _same(one: Value, other: Value) -> bool | None:
    if any(isinstance(value, Instance) and value.path for value in (one, other)):
        return None
    for value, each in ((one, other), (other, one)):
        if value == Literal(None, "NoneType"):
            return None if isinstance(each, Literal) and each.type not in {"NoneType", *_NEVER_NONE} else each == value
    if isinstance(one, Literal) and isinstance(other, Literal):
        vague = {EMPTY.type, GIVEN.type}
        return None if {one.type, other.type} & vague else one.value == other.value
    if isinstance(one, EnumMember) and isinstance(other, EnumMember):
        return one == other
    if isinstance(one, _FACTS) and isinstance(other, _FACTS):
        return one == other
    return None


def _begins(text: Value, how: str, values: ValueSet) -> bool | None:
    if not isinstance(text, Literal) or not isinstance(text.value, str):
        return None
    found = {each.value for each in values if isinstance(each, Literal) and isinstance(each.value, str)}
    if len(found) != len(values):
        return None
    return any(getattr(text.value, how)(each) for each in found) if found else None


def _is_async(evaluator: "Evaluator", value: Value) -> bool | None:
    module = evaluator.project.module(value.module) if isinstance(value, OwnFunction) else None
    return module.function(value.scope).is_async if module is not None and isinstance(value, OwnFunction) else None


def _is_instance(evaluator: "Evaluator", module: "Module", call: Call) -> bool | None:
    wanted = annotations.instances(evaluator, module, call.arguments[1])
    outcomes: set[bool | None] = set()
    for value in certain(evaluator, module, call.arguments[0]) if wanted else ():
        seen = _as_instance(value)
        if seen is None:
            return None
        found = [
            instance_tests.is_a(evaluator, seen, cls) for cls in map(instance_tests.class_of, wanted) if cls is not None
        ]
        outcomes.add(any(found) if len(found) == len(wanted) else None)
    return only(outcomes)


def _as_instance(value: Value) -> Value | None:
    if isinstance(value, Literal):
        return None if value in {EMPTY, GIVEN} else Instance(f"builtins.{value.type}", "")
    if isinstance(value, Options | Mapping):
        return Instance("builtins.dict", "")
    if isinstance(value, Several):
        return None
    return (
        value
        if isinstance(value, EnumMember | OwnInstance) or (isinstance(value, Instance) and not value.path)
        else None
    )


def _number(value: Value) -> float | None:
    number = value.value if isinstance(value, Literal) else None
    return number if isinstance(number, int | float) else None


def _ordered(order: "Callable[[float, float], bool]", one: float | None, other: float | None) -> bool | None:
    return order(one, other) if one is not None and other is not None else None


def _is_empty(evaluator: "Evaluator", module: "Module", expr: ExprId) -> bool:
    """Return whether a container has no items: it is passed like that, or not at all and then `{}`."""
    return certain(evaluator, module, expr) - {Literal(None, "NoneType")} == {EMPTY}
