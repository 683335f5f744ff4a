"""Functions of the project that hand what they are given to a framework: `def add(tool): server.add_tool(tool)`."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.syntax.exprs import Call, Element, ExprId, FunctionRef, Parameter
from flake8_fakeasync.analysis.values import OwnFunction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.syntax.facts import FunctionFacts


def passed_to_helper(evaluator: "Evaluator", module: "Module", expr: ExprId) -> "Iterator[ExprId]":
    """Yield what calls in the same module pass for a parameter, or for the list that a function goes through."""
    row = module.row(expr)
    if isinstance(row, Element):
        row = module.row(row.base)
    if not isinstance(row, Parameter) or module.class_of_self(expr) is not None:
        return
    helper = module.function(row.scope)
    bound = module.owner(helper) is not None
    names = [each.name for each in helper.parameters if each.kind == "positional"][bound:]
    for call in module.rows(Call):
        if _is_of(evaluator, module, call, helper):
            yield from (each for name, each in zip(names, call.arguments, strict=False) if name == row.name)
            yield from (each for name, each in call.keywords if name == row.name)


def _is_of(evaluator: "Evaluator", module: "Module", call: Call, helper: "FunctionFacts") -> bool:
    row = module.row(call.function)
    if isinstance(row, FunctionRef):
        return row.scope == helper.id
    if getattr(row, "name", "") != helper.name:
        return False
    values = evaluator.infer(module, call.function)
    return any(
        isinstance(each, OwnFunction) and (each.module, each.scope) == (module.path, helper.id) for each in values
    )
