"""Who calls a function of the project: the calls of it, found by its name."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.project.neighbours import neighbours
from flake8_fakeasync.analysis.syntax.exprs import Call
from flake8_fakeasync.analysis.values import OwnFunction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.syntax.facts import FunctionFacts


def callers(evaluator: "Evaluator", module: "Module", function: "FunctionFacts") -> "Iterator[tuple[Module, Call]]":
    """Yield the calls of a function by its own name in the modules around it, those in tests left out."""
    if function.is_lambda or not function.name:
        return
    for home in (module, *neighbours(evaluator.project, module, function.name)):
        if home.is_test:
            continue
        calls = home.calls_named(function.name)
        own = home.calls_by_scope.get(function.id, ()) if home is module else ()
        for call in sorted((*calls, *own), key=_id):
            if _is(evaluator, home, call, module, function):
                yield home, call


def _id(call: Call) -> ExprId:
    return call.id


def _is(evaluator: "Evaluator", home: "Module", call: Call, module: "Module", function: "FunctionFacts") -> bool:
    values = evaluator.infer(home, call.function)
    return any(isinstance(value, OwnFunction) and value[:2] == (module.path, function.id) for value in values)
