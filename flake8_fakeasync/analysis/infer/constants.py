"""Constants that an object is made with, where the call that makes it is in sight."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.infer import classes, construction, field_values
from flake8_fakeasync.analysis.infer.argument_values import certain
from flake8_fakeasync.analysis.infer.arguments import Callee, bind
from flake8_fakeasync.analysis.syntax.exprs import Constant, Declared, Parameter
from flake8_fakeasync.analysis.values import (
    NOTHING,
    EnumMember,
    Literal,
    OwnClass,
    OwnFunction,
    OwnInstance,
    ValueSet,
    known,
)

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.syntax.exprs import Call


def of_attribute(evaluator: "Evaluator", module: "Module", expr: ExprId, name: str) -> ValueSet:
    """Return the constants that an attribute of an object is; nothing if it may be set to something else as well."""
    made = construction.made_by(module, expr)
    called = known(evaluator.infer(module, made[0].function)) if len(made) == 1 else NOTHING
    cls = next(iter(called)) if len(called) == 1 else None
    if not isinstance(cls, OwnClass) or module.outer.get(name):
        return NOTHING
    constructors = classes.attribute(evaluator, OwnInstance(cls.module, cls.scope), "__init__")
    if not constructors:
        return _constants(_of_field(evaluator, module, made[0], cls, name))
    constructor = next(iter(constructors)) if len(constructors) == 1 else None
    return _constants(_stored(evaluator, module, made[0], constructor, name)) if constructor is not None else NOTHING


def _constants(values: ValueSet) -> ValueSet:
    return values if all(isinstance(value, Literal | EnumMember) for value in values) else NOTHING


def _stored(evaluator: "Evaluator", module: "Module", call: "Call", constructor: object, name: str) -> ValueSet:
    """Return what a constructor stores under a name of what a call passes, if nothing else stores anything there."""
    home = evaluator.project.module(constructor.module) if isinstance(constructor, OwnFunction) else None
    if home is None or not isinstance(constructor, OwnFunction):
        return NOTHING
    function = home.function(constructor.scope)
    owner = home.owner(function)
    stores = home.attributes.get(owner.id, {}).get(name, []) if owner is not None else []
    if len(stores) != 1 or home.facts.function_of(stores[0].region) is not function:
        return NOTHING
    row = home.row(stores[0].value)
    if isinstance(row, Constant):
        return certain(evaluator, home, stores[0].value)
    parameter = next((each for each in function.parameters if each.value == stores[0].value), None)
    if not isinstance(row, Parameter) or parameter is None:
        return NOTHING
    given = bind(evaluator, module, call, Callee(function, 1), [parameter])
    if parameter.name in given.given or given.may_give_more:
        return given.given.get(parameter.name, NOTHING)
    return certain(evaluator, home, parameter.default) if parameter.default else NOTHING


def _of_field(evaluator: "Evaluator", module: "Module", call: "Call", cls: OwnClass, name: str) -> ValueSet:
    """Return what a call passes for a field, or else its default."""
    expr = field_values.given(evaluator, module, call, cls, name)
    if expr:
        return certain(evaluator, module, expr)
    home = evaluator.project.module(cls.module)
    bound = home.cls(cls.scope).names.get(name, ()) if home is not None else ()
    row = home.row(bound[-1]) if home is not None and bound else None
    if expr is None or home is None or not isinstance(row, Declared) or not row.value:
        return NOTHING
    return certain(evaluator, home, row.value)
