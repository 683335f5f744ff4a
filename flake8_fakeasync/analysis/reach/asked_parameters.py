"""Which of its parameters a function asks for: what it runs depends on what these are."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.ids import ExprId, FunctionId
from flake8_fakeasync.analysis.infer import tables
from flake8_fakeasync.analysis.infer.functions import binding_kind
from flake8_fakeasync.analysis.project.parameters import behind
from flake8_fakeasync.analysis.reach import callbacks
from flake8_fakeasync.analysis.reach.constructors import decisive
from flake8_fakeasync.analysis.syntax.branch_tests import Comparison, Logical
from flake8_fakeasync.analysis.syntax.exprs import (
    Attribute,
    Call,
    Element,
    Enter,
    FunctionRef,
    Operation,
    Operator,
    Parameter,
    Starred,
)
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts, ParameterFact
from flake8_fakeasync.analysis.value_order import in_order
from flake8_fakeasync.analysis.values import OwnClass, OwnFunction, OwnInstance, Value, known

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

_TAKE_WHAT_IS_GIVEN = frozenset({"__init__", "__new__", "__call__"})
_FARTHEST = 6  # functions through which a parameter is passed on before somebody asks for it
_NO_ONE: frozenset[ExprId] = frozenset()


class Asked(NamedTuple):
    """Parameters that decide what a function runs: by tests of branches, or as what is called, read, entered."""

    tested: frozenset[ExprId]
    used: frozenset[ExprId]


class _Link(NamedTuple):
    """Parameters that are passed on to a parameter of a function, None where it may be any of its."""

    exprs: frozenset[ExprId]
    module: "Module"
    function: FunctionFacts
    parameter: ExprId | None


class _Links(NamedTuple):
    """What a function asks for itself, and what it passes on."""

    own: Asked
    passed_on: tuple[_Link, ...]


class AskedParameters:
    """Remembers which parameters functions ask for; `run_by` tells which functions calling a value runs."""

    def __init__(self, evaluator: "Evaluator", run_by: "Callable[[Value], list[OwnFunction]]") -> None:
        self._evaluator = evaluator
        self._run_by = run_by
        self._asked: dict[tuple[str, FunctionId, int], Asked] = evaluator.queries.memo()
        self._read: dict[tuple[str, FunctionId], dict[ExprId, dict[str, list[ExprId]]]] = evaluator.queries.memo()
        self._links: dict[tuple[str, FunctionId], _Links] = evaluator.queries.memo()

    def attributes(self, home: "Module", function: FunctionFacts) -> dict[ExprId, dict[str, list[ExprId]]]:
        """Return, by parameter and name, where the tests of a function read an attribute of a parameter."""
        key = (home.path, function.id)
        found = self._read.get(key)
        if found is None:
            found = self._read[key] = {}
            pending = [expr for each in (function, *home.inside(function.id)) for expr in home.tested.get(each.id, ())]
            while pending:
                row = home.row(pending.pop())
                if isinstance(row, Attribute) and isinstance(home.row(row.base), Parameter):
                    found.setdefault(row.base, {}).setdefault(row.name, []).append(row.id)
                elif isinstance(row, Comparison):
                    pending += [row.left, row.right]
                elif isinstance(row, Logical):
                    pending += row.parts
        return found

    def asked(self, home: "Module", function: FunctionFacts, distance: int = _FARTHEST) -> Asked:
        """Return the parameters that a function asks for itself, or passes on to one that does."""
        key = (home.path, function.id, distance)
        found = self._asked.get(key)
        if found is None:
            found = self._asked[key] = self._ask(home, function, distance)
        return found

    def _ask(self, home: "Module", function: FunctionFacts, distance: int) -> Asked:
        links = self._links_of(home, function)
        tested, used = set(links.own.tested), set(links.own.used)
        for link in links.passed_on if distance else ():
            asked = self.asked(link.module, link.function, distance - 1)
            if link.parameter is None or link.parameter in asked.tested:
                tested |= link.exprs
            if link.parameter is None or link.parameter in asked.used:
                used |= link.exprs
        return Asked(frozenset(tested), frozenset(used))

    def _links_of(self, home: "Module", function: FunctionFacts) -> "_Links":
        key = (home.path, function.id)
        found = self._links.get(key)
        if found is None:
            around = [each.id for each in (function, *home.inside(function.id))]
            facts = [fact for each in around for fact in home.operations(each)]
            tests = {expr for each in around for expr in home.tested.get(each, ())}
            calls = [fact for fact in facts if isinstance(fact, Call)]
            tests.update(expr for call in calls for expr in decisive(self._evaluator, home, call))
            tested = tables.keys(self._evaluator, home).union(*(behind(home, expr) for expr in tests))
            used = _NO_ONE.union(*(self._used(home, fact) for fact in facts))
            passed_on = [link for call in calls for link in self._passed_on(home, call)]
            found = self._links[key] = _Links(Asked(tested, used), tuple(passed_on))
        return found

    def _used(self, home: "Module", fact: Operation) -> frozenset[ExprId]:
        if isinstance(fact, Attribute | Element | Operator):
            return behind(home, fact.base)
        if isinstance(fact, Enter):
            return behind(home, fact.value)
        used = _NO_ONE if isinstance(home.row(fact.function), FunctionRef) else behind(home, fact.function)
        for expr in callbacks.handed(self._evaluator, home, fact) + callbacks.drained(self._evaluator, home, fact):
            used |= behind(home, expr)
        return used

    def _passed_on(self, home: "Module", call: Call) -> "Iterator[_Link]":
        """Yield which parameters a call passes on to those of the functions that it runs."""
        exprs = call.given
        made = {expr: behind(home, expr) for expr in exprs if not isinstance(home.row(expr), FunctionRef)}
        for value in in_order(known(self._evaluator.infer(home, call.function))) if any(made.values()) else ():
            for function in self._run_by(value):
                target = self._evaluator.project.module(function.module)
                if target is None or not takes(self._evaluator, target, value, function):
                    continue
                facts = target.function(function.scope)
                for expr, parameter in placed(home, call, facts, bound=function.receiver is not None):
                    if made.get(expr):
                        yield _Link(made[expr], target, facts, parameter.value if parameter is not None else None)


def placed(
    module: "Module", call: Call, function: FunctionFacts, *, bound: int
) -> "Iterator[tuple[ExprId, ParameterFact | None]]":
    """Yield each argument with the parameter that gets it, None where it may be any."""
    by_name = {each.name: each for each in function.parameters}
    rest = {each.kind: each for each in function.parameters if each.kind in {"star", "double-star"}}
    positional = [each for each in function.parameters if each.kind == "positional"][bound:]
    for place, expr in enumerate(call.arguments):
        starred = isinstance(module.row(expr), Starred)
        yield expr, None if starred else positional[place] if place < len(positional) else rest.get("star")
    for name, expr in call.keywords:
        yield expr, by_name.get(name, rest.get("double-star")) if name is not None else None


def takes(evaluator: "Evaluator", home: "Module", value: Value, function: OwnFunction) -> bool:
    """Return whether a function gets the arguments of the call as they are written: no decorator puts any in."""
    facts = home.function(function.scope)
    if facts.decorators and binding_kind(evaluator, function) == "plain":
        return False
    return value == function or (isinstance(value, (OwnClass, OwnInstance)) and facts.name in _TAKE_WHAT_IS_GIVEN)
