"""What one argument of a call may be, constants and containers included."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.infer.fields import is_optional_field, of_class_body
from flake8_fakeasync.analysis.literals import EMPTY, GIVEN, literal
from flake8_fakeasync.analysis.project.parameters import told
from flake8_fakeasync.analysis.syntax.exprs import (
    UNKNOWN,
    Attribute,
    Await,
    Call,
    Constant,
    Display,
    Element,
    Enter,
    Expr,
    Global,
    Imported,
    Item,
    Join,
    Part,
    Unknown,
)
from flake8_fakeasync.analysis.syntax.texts import Text
from flake8_fakeasync.analysis.values import (
    NOTHING,
    Instance,
    Iterable,
    Mapping,
    Options,
    OwnInstance,
    Several,
    ValueSet,
    known,
    together,
)

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

_TEXT: ValueSet = frozenset({Instance("builtins.str", "")})
_NONE: ValueSet = frozenset({literal(None)})
_SOMETHING: ValueSet = frozenset({GIVEN})
_DEEPEST = 8
# What is hardly ever None; a row that is unknown was put together by an operator.
_COMPUTED = (Attribute, Await, Call, Display, Element, Enter, Item, Part, Unknown)


def passed(evaluator: "Evaluator", module: "Module", expr: ExprId) -> ValueSet:
    """Return what an argument may be, as `certain` does; `GIVEN` where all that is known is that it is not None."""
    found = certain(evaluator, module, expr)
    is_something = not found and isinstance(module.row(expr), _COMPUTED) and not is_optional_field(module, expr)
    return _SOMETHING if is_something else found


def certain(evaluator: "Evaluator", module: "Module", expr: ExprId, depth: int = _DEEPEST) -> ValueSet:
    """Return what a value may be; constants only where it is nothing else; empty when nothing is known of it.

    A container without items is `EMPTY`.
    """
    row = module.row(expr)
    if isinstance(row, Join) and depth:
        sets = [certain(evaluator, module, part, depth - 1) for part in evaluator.chosen(module, row)]
        if not sets:
            return NOTHING
        return together(sets) if all(sets) else known(together(sets))
    written = _written(module, expr)
    if written:
        return written
    found = evaluator.infer(module, expr)
    if any(expr == each for each, _ in module.context) or (isinstance(row, Global | Imported) and len(found) == 1):
        return found
    if isinstance(row, Attribute):
        constants = found if told(module, row) else _of_class(evaluator, module, row)
        if constants:
            return constants
    container = _container(evaluator, module, row)
    if container:
        return found if module.context and all(isinstance(each, Options) for each in container) else NOTHING
    found = known(found)
    return found | _NONE if found and is_optional_field(module, expr) else found


def _of_class(evaluator: "Evaluator", module: "Module", row: Attribute) -> ValueSet:
    """Return the constant that an attribute is of the class of the object that a method is called on."""
    receivers = next((values for expr, values in module.context if expr == row.base), NOTHING)
    value = next(iter(receivers)) if len(receivers) == 1 else None
    return of_class_body(evaluator, value, row.name) if isinstance(value, OwnInstance) else NOTHING


def _container(evaluator: "Evaluator", module: "Module", row: Expr) -> ValueSet:
    """Return the containers that a value is taken from: the value depends on the key."""
    function = module.row(row.function) if isinstance(row, Call) else row
    base = function.base if isinstance(function, Attribute | Item) else UNKNOWN
    values = evaluator.infer(module, base)
    return frozenset(each for each in values if isinstance(each, Iterable | Mapping | Options | Several))


def _written(module: "Module", expr: ExprId) -> ValueSet:
    """Return what an argument is that is written down where it is passed."""
    row = module.row(expr)
    if isinstance(row, Constant):
        return frozenset({literal(row.value)})
    if isinstance(row, Display) and not row.items and expr not in module.writes_by_container:
        return frozenset({EMPTY})
    return _TEXT if isinstance(row, Text) else NOTHING
