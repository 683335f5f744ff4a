"""Parameters that a function passes on to itself, or asks about."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.infer.mentions import CONSTRUCTOR, Caller
from flake8_fakeasync.analysis.syntax.exprs import Parameter
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts, ParameterFact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.project.module import Module


def is_asked(module: "Module", function: FunctionFacts, parameter: ParameterFact) -> bool:
    """Return whether callers decide what a parameter is where no call is followed: of a coroutine, or if it is kept."""
    return function.is_async or function.name == CONSTRUCTOR or parameter.value in module.kept


def passes_on(caller: Caller, module: "Module", function: FunctionFacts, parameter: ParameterFact) -> bool:
    """Return whether a function passes a parameter on to itself."""
    if caller.module is not module:
        return False
    return any(_is_it(module, expr, function, parameter) for expr in _arguments(caller, function, parameter))


def _arguments(caller: Caller, function: FunctionFacts, parameter: ParameterFact) -> "Iterator[ExprId]":
    positional = [each.name for each in function.parameters if each.kind == "positional"][caller.bound :]
    yield from (expr for name, expr in zip(positional, caller.call.arguments, strict=False) if name == parameter.name)
    yield from (expr for name, expr in caller.call.keywords if name == parameter.name)


def _is_it(module: "Module", expr: ExprId, function: FunctionFacts, parameter: ParameterFact) -> bool:
    row = module.row(expr)
    return isinstance(row, Parameter) and (row.scope, row.name) == (function.id, parameter.name)
