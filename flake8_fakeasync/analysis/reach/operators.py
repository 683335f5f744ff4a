"""The methods that Python calls for an operator, a builtin function or an assignment: `a[b]`, `len(a)`, `a.b = c`."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.infer import callables, classes, properties
from flake8_fakeasync.analysis.infer.implementations import implementations
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Global
from flake8_fakeasync.analysis.values import (
    NOTHING,
    External,
    Instance,
    Literal,
    OwnFunction,
    OwnInstance,
    Value,
    known,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flake8_fakeasync.analysis.ids import ExprId
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

_FOREIGN = frozenset({External, Instance, Literal})
# What Python calls where a class has no such method.
_ELSE = {
    "__bool__": ("__len__",),
    "__contains__": ("__iter__",),
    "__float__": ("__index__",),
    "__format__": ("__str__", "__repr__"),
    "__int__": ("__index__",),
    "__ne__": ("__eq__",),
    "__str__": ("__repr__",),
}
_BUILTINS = {
    "abs": "__abs__",
    "bool": "__bool__",
    "bytes": "__bytes__",
    "float": "__float__",
    "format": "__format__",
    "hash": "__hash__",
    "int": "__int__",
    "len": "__len__",
    "print": "__str__",
    "repr": "__repr__",
    "reversed": "__reversed__",
    "round": "__round__",
    "str": "__str__",
}


def asked_by(evaluator: "Evaluator", module: "Module", call: Call) -> str | None:
    """Return the method that a builtin function calls of its first argument, None for other calls; cheap."""
    row = module.row(call.function)
    method = _BUILTINS.get(row.name) if isinstance(row, Global) and call.arguments else None
    if method is None or not isinstance(row, Global):
        return None
    return method if External(f"builtins.{row.name}") in evaluator.infer(module, call.function) else None


def run_by(evaluator: "Evaluator", module: "Module", base: "ExprId", name: str) -> "list[OwnFunction]":
    """Return the functions of the project that run when a method of a value is called for an operator.

    Of a value that may be an object of several classes, none: every class has a text and is true or not, so that one
    of them blocks says little of a line that is written for all.
    """
    values = known(evaluator.infer(module, base)) if _may_be_own(evaluator, module, base) else NOTHING
    value = next(iter(values)) if len(values) == 1 else None
    if not isinstance(value, OwnInstance):
        return []
    return _setter(evaluator, value, name[:-1]) if name.endswith("=") else _methods(evaluator, value, name)


def _may_be_own(evaluator: "Evaluator", module: "Module", base: "ExprId") -> bool:
    """Return whether a value may be an object of a class of the project, as far as what it is made of tells; cheap."""
    row = module.row(base)
    if not isinstance(row, Attribute | Call):
        return True
    made_of = evaluator.infer(module, row.base if isinstance(row, Attribute) else row.function)
    return any(type(value) not in _FOREIGN for value in made_of)


def _methods(evaluator: "Evaluator", value: OwnInstance, name: str) -> "list[OwnFunction]":
    for each in _tried(name):
        found = classes.attribute(evaluator, value, each)
        if found:
            return _implementing(evaluator, found)
    return []


def _tried(name: str) -> tuple[str, ...]:
    in_place = name.startswith("__i") and name not in {"__index__", "__init__", "__int__", "__invert__", "__iter__"}
    return (name, f"__{name[3:]}") if in_place else (name, *_ELSE.get(name, ()))


def _setter(evaluator: "Evaluator", value: OwnInstance, name: str) -> "list[OwnFunction]":
    setter = properties.setter(evaluator, value, name)
    return [setter] if setter is not None else []


def _implementing(evaluator: "Evaluator", values: "Iterable[Value]") -> "list[OwnFunction]":
    methods = (each for each in values if isinstance(each, OwnFunction))
    real = (one for each in methods for one in implementations(evaluator, each))
    return [function for one in real for function in callables.run_by(evaluator, one)]
