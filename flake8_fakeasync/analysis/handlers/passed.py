"""Methods of what functions without annotations are passed."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.infer.members import member
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Parameter
from flake8_fakeasync.analysis.values import NOTHING, ValueSet, known, together

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module


def method_of_passed(evaluator: "Evaluator", module: "Module", expr: ExprId) -> ValueSet:
    """Return what a method is of a parameter without an annotation, if all callers pass the same for it."""
    read = module.row(expr)
    parameter = module.row(read.base) if isinstance(read, Attribute) else None
    if not isinstance(read, Attribute) or not isinstance(parameter, Parameter):
        return NOTHING
    function = module.function(parameter.scope)
    fact = next(each for each in function.parameters if each.name == parameter.name)
    values = NOTHING if fact.annotation else evaluator.callers.of_parameter(module, function, fact)
    return together([member(evaluator, module, value, read.name) for value in known(values)])
