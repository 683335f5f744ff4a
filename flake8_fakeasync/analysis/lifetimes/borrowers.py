"""The parameters of project functions that a call gives a value to."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.infer.calls import binding_kind
from flake8_fakeasync.analysis.infer.values import External, OwnFunction, Value, known
from flake8_fakeasync.analysis.infer.wellknown import is_transparent
from flake8_fakeasync.analysis.syntax.exprs import Call, ExprId

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module


class Borrower(NamedTuple):
    """A parameter: the function it is of, and its value there."""

    scope: int
    value: ExprId


def borrowers(
    evaluator: "Evaluator", module: "Module", call: Call, given: set[ExprId]
) -> "list[tuple[Module, Borrower]] | None":
    """Return every parameter that takes one of these values given to a call, None where that cannot be told."""
    found: list[tuple[Module, Borrower]] = []
    for value in known(evaluator.infer(module, call.function)):
        taken = _of(evaluator, value, call, given)
        if taken is None:
            return None
        found += taken
    return found


def _of(evaluator: "Evaluator", value: Value, call: Call, given: set[ExprId]) -> "list[tuple[Module, Borrower]] | None":
    module = evaluator.project.module(value.module) if isinstance(value, OwnFunction) else None
    if module is None or not isinstance(value, OwnFunction):
        return None
    function = module.function(value.scope)
    if not all(_is_wellknown(evaluator, module, decorator) for decorator in function.decorators):
        return None
    positional = [parameter for parameter in function.parameters if parameter.kind == "positional"]
    if value.receiver is not None and binding_kind(evaluator, value) != "static":
        positional = positional[1:]
    places = [place for place, argument in enumerate(call.arguments) if argument in given]
    named = {name for name, argument in call.keywords if argument in given}
    by_place = [positional[place].value for place in places if place < len(positional)]
    by_name = [each.value for each in function.parameters if each.name in named and "star" not in each.kind]
    if len(by_place) < len(places) or len(by_name) < len(named):
        return None
    return [(module, Borrower(function.id, each)) for each in (*by_place, *by_name)]


def _is_wellknown(evaluator: "Evaluator", module: "Module", decorator: ExprId) -> bool:
    """Return whether a decorator is known to do nothing with the arguments of the function."""
    row = module.row(decorator)
    values = evaluator.infer(module, row.function if isinstance(row, Call) else decorator)
    return bool(values) and all(isinstance(value, External) and is_transparent(value.name) for value in values)
