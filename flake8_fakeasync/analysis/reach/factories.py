"""Functions of the project that return one of several things: whether the call tells which."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Constant, Starred
from flake8_fakeasync.analysis.values import Literal, OwnFunction

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module


def chooses_freely(evaluator: "Evaluator", module: "Module", expr: ExprId) -> bool:
    """Return whether a method is one of the result of a function whose arguments are unknown."""
    row = module.row(expr)
    made = module.row(row.base) if isinstance(row, Attribute) else None
    if not isinstance(made, Call):
        return False
    values = evaluator.infer(module, made.function)
    return bool(values) and all(
        isinstance(value, OwnFunction) and _is_untold(evaluator, module, made, value) for value in values
    )


def _is_untold(evaluator: "Evaluator", module: "Module", call: Call, function: OwnFunction) -> bool:
    """Return whether a call passes everything that a function takes, and nothing of it is a constant."""
    home = evaluator.project.module(function.module)
    if home is None:
        return False
    parameters = home.function(function.scope).parameters[function.receiver is not None :]
    if len(call.given) < len(parameters):
        return False
    return not any(_is_constant(evaluator, module, each) for each in call.given)


def _is_constant(evaluator: "Evaluator", module: "Module", expr: ExprId) -> bool:
    row = module.row(expr)
    if isinstance(row, Constant | Starred):
        return True
    return any(isinstance(value, Literal) for value in evaluator.infer(module, expr))
