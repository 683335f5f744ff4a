"""Clients that a constructor makes only if it is asked to: `Api(is_async=True)`."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.ids import RegionId
from flake8_fakeasync.analysis.infer.argument_values import certain
from flake8_fakeasync.analysis.infer.arguments import Arguments, Callee, bind
from flake8_fakeasync.analysis.infer.conditions import depends, excluded
from flake8_fakeasync.analysis.infer.contexts import seen_by

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.syntax.exprs import Call
    from flake8_fakeasync.analysis.syntax.facts import FunctionFacts, ParameterFact
    from flake8_fakeasync.analysis.values import ValueSet

_CONSTRUCTOR = "__init__"


class Demand(NamedTuple):
    """A region of a constructor in which it makes a client, and which its parameters decide about."""

    module: "Module"
    constructor: "FunctionFacts"
    region: RegionId


def demand(module: "Module", region: RegionId) -> Demand | None:
    """Return where a client is made, if it depends on what the constructor is passed whether it is."""
    function = module.facts.function_of(region)
    return Demand(module, function, region) if function.name == _CONSTRUCTOR and depends(module, region) else None


def is_made(evaluator: "Evaluator", demanded: Demand, module: "Module", call: "Call") -> bool:
    """Return whether a call of the class may have the client made."""
    parameters = [each for each in demanded.constructor.parameters[1:] if each.kind in {"positional", "keyword"}]
    arguments = bind(evaluator, module, call, Callee(demanded.constructor, 1), parameters)
    found = ((each.value, _passed(evaluator, demanded, each, arguments)) for each in parameters)
    context = tuple((expr, values) for expr, values in found if values)
    return demanded.region not in excluded(evaluator, seen_by(evaluator, demanded.module, context))


def _passed(evaluator: "Evaluator", demanded: Demand, parameter: "ParameterFact", arguments: Arguments) -> "ValueSet":
    if parameter.name in arguments.given or arguments.may_give_more or not parameter.default:
        return arguments.given.get(parameter.name, frozenset())
    return certain(evaluator, demanded.module, parameter.default)
