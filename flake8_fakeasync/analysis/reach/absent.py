"""Parameters that get nothing: what a function does only where it is given something is not done then."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.modules.module import TOLD
from flake8_fakeasync.analysis.names.calls import nature
from flake8_fakeasync.analysis.names.things import OwnClass, OwnFunction, OwnInstance, Thing
from flake8_fakeasync.analysis.syntax.rows import Call, Constant, Display, Doing, Starred, Value

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.modules.module import Module
    from flake8_fakeasync.analysis.names.names import Names
    from flake8_fakeasync.analysis.syntax.facts import FunctionFacts

_NONE: frozenset[str] = frozenset()
_TAKE_WHAT_IS_GIVEN = frozenset({"__init__", "__new__", "__call__"})


class Run(NamedTuple):
    """A function of the project that runs, and those of its parameters that get nothing: None, False, what is empty.

    `passed` are pairs of a parameter and the one of the caller that it gets as it is.
    """

    function: OwnFunction
    absent: frozenset[str] = _NONE
    passed: tuple[tuple[str, str], ...] = ()

    def when(self, absent: frozenset[str]) -> "Run":
        """Return the same, run by a caller some of whose own parameters get nothing."""
        more = [name for name, own in self.passed if own in absent]
        return self._replace(absent=self.absent.union(more)) if more else self


def needs(module: "Module", fact: Doing, parameters: Mapping[Value, str]) -> frozenset[str]:
    """Return the parameters, given by their values, that have to be there for something to be done."""
    if not parameters:
        return _NONE
    around = (module.facts.regions[region] for region in module.facts.enclosing(fact.region))
    found = (value for region in around if region.kind in TOLD for value in region.detail[1:])
    return frozenset(parameters[value] for value in found if value in parameters)


class Site(NamedTuple):
    """A call in a module; `parameters` are those of the caller that it asks for or passes on, by their values."""

    module: "Module"
    call: Call
    parameters: Mapping[Value, str]


def run(names: "Names", site: Site, thing: Thing, function: OwnFunction) -> Run:
    """Return what the call of a thing makes of a function that it runs."""
    home = names.project.module(function.module)
    if home is None or not _takes(names, home, thing, function):
        return Run(function)
    facts = home.function(function.scope)
    asked = home.asked_for.get(facts.id)
    if not asked:
        return Run(function)
    given, gives_more = _given(site, facts, is_bound=function.receiver is not None)
    nothing = {name for name, value in given.items() if _is_nothing(site.module, value)}
    passed = tuple(
        (name, site.parameters[value]) for name, value in given.items() if name in asked and value in site.parameters
    )
    if not gives_more:
        nothing.update(
            each.name for each in facts.parameters if each.name not in given and _is_nothing(home, each.default)
        )
    return Run(function, asked & nothing, passed)


def _takes(names: "Names", home: "Module", thing: Thing, function: OwnFunction) -> bool:
    """Return whether a function gets the arguments of the call as they are written: no decorator puts any in."""
    facts = home.function(function.scope)
    if facts.decorators and nature(names, function) == "plain":
        return False
    return thing == function or (isinstance(thing, (OwnClass, OwnInstance)) and facts.name in _TAKE_WHAT_IS_GIVEN)


def _given(site: Site, function: "FunctionFacts", *, is_bound: bool) -> tuple[dict[str, Value], bool]:
    """Return the arguments of a call by the parameters that get them, and whether it may give others as well."""
    arguments, keywords = site.call.arguments, site.call.keywords
    given = {name: value for name, value in keywords if name is not None}
    if any(isinstance(site.module.row(value), Starred) for value in arguments):
        return given, True
    positional = [each.name for each in function.parameters if each.kind == "positional"]
    given.update(zip(positional[is_bound:], arguments, strict=False))
    return given, any(name is None for name, _ in keywords)


def _is_nothing(module: "Module", value: Value) -> bool:
    row = module.row(value)
    if isinstance(row, Constant):
        return not row.value
    return isinstance(row, Display) and not row.items
