"""The functions behind the properties of a class of the project."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.infer import functions
from flake8_fakeasync.analysis.syntax.exprs import FunctionRef
from flake8_fakeasync.analysis.values import OwnClass, OwnFunction, OwnInstance

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.ids import ExprId
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

_SETTERS = frozenset({"setter"})


def is_accessor(module: "Module", expr: "ExprId", names: frozenset[str] = frozenset({"setter", "deleter"})) -> bool:
    """Return whether a binding of a class body is the setter or deleter of a property."""
    row = module.row(expr)
    if not isinstance(row, FunctionRef):
        return False
    decorators = [module.row(decorator) for decorator in module.function(row.scope).decorators]
    return any(getattr(decorator, "name", "") in names for decorator in decorators)


def getter(evaluator: "Evaluator", value: OwnInstance, name: str) -> OwnFunction | None:
    """Return the function that runs when a property of an instance is read, None when it is no property."""
    for cls in evaluator.mro(OwnClass(value.module, value.scope)).own:
        module = evaluator.project.module(cls.module)
        bindings = module.cls(cls.scope).names.get(name, ()) if module is not None else ()
        if module is None or not bindings:
            continue
        for each in evaluator.infer(module, bindings[0]):
            if isinstance(each, OwnFunction) and functions.binding_kind(evaluator, each) == "property":
                return each._replace(receiver=value)
        return None
    return None


def setter(evaluator: "Evaluator", value: OwnInstance, name: str) -> OwnFunction | None:
    """Return the function that runs when a property of an instance is assigned, None when there is none."""
    for cls in evaluator.mro(OwnClass(value.module, value.scope)).own:
        module = evaluator.project.module(cls.module)
        bindings = module.cls(cls.scope).names.get(name, ()) if module is not None else ()
        if module is not None and bindings:
            rows = [module.row(expr) for expr in bindings if is_accessor(module, expr, _SETTERS)]
            scope = next((row.scope for row in rows if isinstance(row, FunctionRef)), None)
            return OwnFunction(cls.module, scope, value) if scope is not None else None
    return None
