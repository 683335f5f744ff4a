"""Fields of dataclasses and models that need not be given."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Constant, Declared
from flake8_fakeasync.analysis.values import NOTHING, OwnClass, OwnInstance, ValueSet

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module


def is_optional_field(module: "Module", expr: ExprId) -> bool:
    """Return whether a value is a field of a dataclass or model that is None if it is not given: `path: str = None`."""
    row = module.row(expr)
    cls = module.class_of_self(row.base) if isinstance(row, Attribute) else None
    if cls is None or not isinstance(row, Attribute):
        return False
    fields = [module.row(each) for each in module.cls(cls).names.get(row.name, ())]
    defaults = [module.row(each.value) for each in fields if isinstance(each, Declared)]
    return any(isinstance(each, Constant) and each.value is None for each in defaults) or any(
        isinstance(each, Call) and _defaults_to_none(module, each) for each in defaults
    )


def _defaults_to_none(module: "Module", call: Call) -> bool:
    """Return whether a call describes a field that is None by default: `Field(default=None)`, `Field(None)`."""
    given = [*call.arguments[:1], *(expr for name, expr in call.keywords if name == "default")]
    rows = [module.row(expr) for expr in given]
    return any(isinstance(row, Constant) and row.value is None for row in rows)


def of_class_body(evaluator: "Evaluator", value: OwnInstance, name: str) -> ValueSet:
    """Return the constant that the nearest class of an object sets in its body, where no method sets anything else."""
    for cls in evaluator.mro(OwnClass(value.module, value.scope)).own:
        module = evaluator.project.module(cls.module)
        if module is None or module.attributes.get(cls.scope, {}).get(name) or module.outer.get(name):
            return NOTHING
        bound = module.cls(cls.scope).names.get(name, ())
        row = module.row(bound[-1]) if bound else None
        if bound:
            return evaluator.infer(module, bound[-1]) if isinstance(row, Constant) else NOTHING
    return NOTHING
