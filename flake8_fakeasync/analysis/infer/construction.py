"""Attributes of an object by the call that made it, if its class alone does not decide."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.infer import classes, field_values
from flake8_fakeasync.analysis.infer.arguments import Callee, bind
from flake8_fakeasync.analysis.infer.contexts import seen_by
from flake8_fakeasync.analysis.project.parameters import behind
from flake8_fakeasync.analysis.syntax.branch_tests import Narrowed
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Constant, Declared, Global
from flake8_fakeasync.analysis.values import NOTHING, OwnClass, OwnFunction, OwnInstance, ValueSet, known, together

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

_MOST = 6  # calls that may have made an object, and things that an argument may be


def attribute(evaluator: "Evaluator", module: "Module", read: Attribute, objects: ValueSet) -> ValueSet:
    """Return what an attribute is that a constructor makes of its arguments.

    The calls are those in sight that made the object, else, for a field, all of the project.
    """
    made = made_by(module, read.base)
    if len(made) > _MOST:
        return NOTHING
    found = [_stored(evaluator, module, call, read.name) for call in made]
    if found and all(found):
        return together(found)
    by_class = [
        field_values.by_all(evaluator, OwnClass(value.module, value.scope), read.name)
        for value in known(objects)
        if isinstance(value, OwnInstance)
    ]
    return together(by_class) if by_class and all(by_class) else NOTHING


def made_by(module: "Module", expr: ExprId) -> list[Call]:
    """Return the calls that a value is made by, none if some of it is not."""
    row = module.row(expr)
    while isinstance(row, Declared | Narrowed):
        row = module.row(row.value if isinstance(row, Declared) else row.base)
    if isinstance(row, Attribute):
        cls = module.class_of_self(row.base)
        stores = module.attributes.get(cls, {}).get(row.name, []) if cls is not None else []
        rows = [module.row(store.value) for store in stores]
    elif isinstance(row, Global):
        rows = [module.row(each) for each in module.facts.names.get(row.name, ())]
    else:
        rows = [row]
    some = [each for each in rows if not isinstance(each, Constant) or each.value is not None]
    calls = [each for each in some if isinstance(each, Call)]
    return calls if len(calls) == len(some) else []


def _stored(evaluator: "Evaluator", module: "Module", call: Call, name: str) -> ValueSet:
    """Return what the constructor that a call runs stores under a name, by what the call passes."""
    called = known(evaluator.infer(module, call.function))
    cls = next(iter(called)) if len(called) == 1 else None
    if not isinstance(cls, OwnClass):
        return NOTHING
    found = classes.attribute(evaluator, OwnInstance(cls.module, cls.scope), "__init__")
    if not found:
        return field_values.passed(evaluator, module, call, cls, name)
    constructor = next(iter(found), None)
    home = evaluator.project.module(constructor.module) if isinstance(constructor, OwnFunction) else None
    if home is None or not isinstance(constructor, OwnFunction) or len(found) > 1:
        return NOTHING
    function = home.function(constructor.scope)
    owner = home.owner(function)
    stores = home.attributes.get(owner.id, {}).get(name, []) if owner is not None else []
    if not stores or any(home.facts.function_of(store.region) is not function for store in stores):
        return NOTHING
    asked = frozenset[ExprId]().union(*(behind(home, store.value) for store in stores))
    wanted = [each for each in function.parameters[1:] if each.value in asked]
    given = bind(evaluator, module, call, Callee(function, 1), wanted).given
    passed = [(each.value, known(given.get(each.name, NOTHING))) for each in wanted]
    context = tuple((expr, values) for expr, values in passed if values and len(values) <= _MOST)
    view = seen_by(evaluator, home, context)
    return together([evaluator.infer(view, store.value) for store in stores]) if context else NOTHING
