"""Parameters that get nothing: what a function does only where it is given something is not done then."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.infer.calls import binding_kind
from flake8_fakeasync.analysis.infer.values import OwnClass, OwnFunction, OwnInstance, Value
from flake8_fakeasync.analysis.project.module import TOLD
from flake8_fakeasync.analysis.syntax.exprs import Call, Constant, Display, ExprId, Operation, Starred

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.syntax.facts import FunctionFacts

_NONE: frozenset[str] = frozenset()
_TAKE_WHAT_IS_GIVEN = frozenset({"__init__", "__new__", "__call__"})


class CallContext(NamedTuple):
    """A function of the project that runs, and those of its parameters that get nothing: None, False, what is empty.

    `passed` are pairs of a parameter and the one of the caller that it gets as it is.
    """

    function: OwnFunction
    falsy: frozenset[str] = _NONE
    passed: tuple[tuple[str, str], ...] = ()

    def specialised_for(self, falsy: frozenset[str]) -> "CallContext":
        """Return the same, run by a caller some of whose own parameters get nothing."""
        more = [name for name, own in self.passed if own in falsy]
        return self._replace(falsy=self.falsy.union(more)) if more else self


def requires(module: "Module", fact: Operation, parameters: Mapping[ExprId, str]) -> frozenset[str]:
    """Return the parameters, given by their values, that have to be there for something to be done."""
    if not parameters:
        return _NONE
    around = (module.facts.regions[region] for region in module.facts.enclosing(fact.region))
    found = (expr for region in around if region.kind in TOLD for expr in region.detail[1:])
    return frozenset(parameters[expr] for expr in found if expr in parameters)


class Site(NamedTuple):
    """A call in a module; `parameters` are those of the caller that it asks for or passes on, by their values."""

    module: "Module"
    call: Call
    parameters: Mapping[ExprId, str]


def run(evaluator: "Evaluator", site: Site, value: Value, function: OwnFunction) -> CallContext:
    """Return what the call of a thing makes of a function that it runs."""
    home = evaluator.project.module(function.module)
    if home is None or not _takes(evaluator, home, value, function):
        return CallContext(function)
    facts = home.function(function.scope)
    asked = home.tested_parameters.get(facts.id)
    if not asked:
        return CallContext(function)
    given, gives_more = _given(site, facts, is_bound=function.receiver is not None)
    nothing = {name for name, expr in given.items() if _is_nothing(site.module, expr)}
    passed = tuple(
        (name, site.parameters[expr]) for name, expr in given.items() if name in asked and expr in site.parameters
    )
    if not gives_more:
        nothing.update(
            each.name for each in facts.parameters if each.name not in given and _is_nothing(home, each.default)
        )
    return CallContext(function, asked & nothing, passed)


def _takes(evaluator: "Evaluator", home: "Module", value: Value, function: OwnFunction) -> bool:
    """Return whether a function gets the arguments of the call as they are written: no decorator puts any in."""
    facts = home.function(function.scope)
    if facts.decorators and binding_kind(evaluator, function) == "plain":
        return False
    return value == function or (isinstance(value, (OwnClass, OwnInstance)) and facts.name in _TAKE_WHAT_IS_GIVEN)


def _given(site: Site, function: "FunctionFacts", *, is_bound: bool) -> tuple[dict[str, ExprId], bool]:
    """Return the arguments of a call by the parameters that get them, and whether it may give others as well."""
    arguments, keywords = site.call.arguments, site.call.keywords
    given = {name: expr for name, expr in keywords if name is not None}
    if any(isinstance(site.module.row(expr), Starred) for expr in arguments):
        return given, True
    positional = [each.name for each in function.parameters if each.kind == "positional"]
    given.update(zip(positional[is_bound:], arguments, strict=False))
    return given, any(name is None for name, _ in keywords)


def _is_nothing(module: "Module", expr: ExprId) -> bool:
    row = module.row(expr)
    if isinstance(row, Constant):
        return not row.value
    return isinstance(row, Display) and not row.items
