"""Parameters that get nothing: what a function does only where it is given something is not done then."""

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
    """A function of the project that runs, and those of its parameters that get nothing: None, False, what is empty."""

    function: OwnFunction
    absent: frozenset[str] = _NONE


def given_nothing(function: "FunctionFacts", absent: frozenset[str]) -> frozenset[Value]:
    """Return the values of these parameters in a function."""
    return frozenset(each.value for each in function.parameters if each.name in absent)


def is_left_out(module: "Module", fact: Doing, nothing: frozenset[Value]) -> bool:
    """Return whether something is done only where one of these values is found to be there."""
    if not nothing:
        return False
    around = (module.facts.regions[region] for region in module.facts.enclosing(fact.region))
    return any(region.kind in TOLD and not nothing.isdisjoint(region.detail[1:]) for region in around)


class Site(NamedTuple):
    """A call in a module; `nothing` are values that are None, False or empty there."""

    module: "Module"
    call: Call
    nothing: frozenset[Value]

    def gives_nothing(self, value: Value) -> bool:
        """Return whether an argument of the call is nothing."""
        return value in self.nothing or _is_nothing(self.module, value)


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
    nothing = {name for name, value in given.items() if site.gives_nothing(value)}
    if not gives_more:
        nothing.update(
            each.name for each in facts.parameters if each.name not in given and _is_nothing(home, each.default)
        )
    return Run(function, asked & nothing)


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
