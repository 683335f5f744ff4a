"""Functions that raise where an event loop runs, so that what follows a call of one runs only where none does."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import RegionId
from flake8_fakeasync.analysis.reach.loop_tests import ASKING, runs_beside
from flake8_fakeasync.analysis.syntax.exprs import Call
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
from flake8_fakeasync.analysis.values import OwnFunction

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module


def refusals(evaluator: "Evaluator", module: "Module", function: FunctionFacts) -> list[Call]:
    """Return the calls by themselves in a plain function that come back only where no event loop runs."""
    calls = () if function.is_async else module.calls(function.id)
    return [call for call in calls if call.id in module.dropped and _is_refused(evaluator, module, call)]


def is_refused(evaluator: "Evaluator", module: "Module", function: FunctionFacts) -> bool:
    """Return whether a decorator of the project replaces a function by one that refuses to run where a loop does."""
    values = (evaluator.infer(module, decorator) for decorator in function.decorators)
    return any(isinstance(each, OwnFunction) and _wraps(evaluator, each) for found in values for each in found)


def _wraps(evaluator: "Evaluator", decorator: OwnFunction) -> bool:
    home = evaluator.project.module(decorator.module)
    if home is None:
        return False
    inner = (each for each in home.functions() if each.parent == decorator.scope and each.id in home.raised)
    return any(_refuses(evaluator, OwnFunction(decorator.module, each.id, None)) for each in inner)


def _is_refused(evaluator: "Evaluator", module: "Module", call: Call) -> bool:
    values = evaluator.infer(module, call.function)
    return bool(values) and all(isinstance(each, OwnFunction) and _refuses(evaluator, each) for each in values)


def _refuses(evaluator: "Evaluator", function: OwnFunction) -> bool:
    """Return whether a function raises where a loop runs, and has not returned before."""
    home = evaluator.project.module(function.module)
    if home is None or function.scope not in home.raised or home.function(function.scope).is_async:
        return False
    key = function._replace(receiver=None)
    return evaluator.queries.remembered("refuses", key, lambda: _raises(evaluator, home, function), unknown=False)


def _raises(evaluator: "Evaluator", home: "Module", function: OwnFunction) -> bool:
    asked = _asked(home, function)

    def is_left(region: RegionId) -> bool:
        """Return whether no event loop runs in a region."""
        around = home.facts.enclosing(region)
        is_handler = any(home.facts.regions[each].guarded in asked for each in around if _kind(home, each) == "handler")
        return is_handler or any(runs_beside(evaluator, home, each) is False for each in around)

    def is_reached(region: RegionId) -> bool:
        """Return whether a region is run wherever an event loop runs."""
        around = home.facts.enclosing(region)
        kinds = {_kind(home, each) for each in around if not runs_beside(evaluator, home, each)}
        is_told = len(kinds) < len(around) or asked
        return bool(is_told) and kinds <= {"body", "else", "try"}

    returns = [region for _, region in home.returned.get(function.scope, ())]
    return all(map(is_left, returns)) and any(map(is_reached, home.raised[function.scope]))


def _asked(module: "Module", function: OwnFunction) -> set[RegionId]:
    """Return the bodies of `try` in a function that ask for the running loop."""
    calls = (call for call in module.calls(function.scope) if getattr(module.row(call.function), "name", "") in ASKING)
    around = (region for call in calls for region in module.facts.enclosing(call.region))
    return {region for region in around if _kind(module, region) == "try"}


def _kind(module: "Module", region: RegionId) -> str:
    return module.facts.regions[region].kind
