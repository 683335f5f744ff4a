"""Context sensitivity: a function runs with what its caller passes, as far as it asks for that."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.ids import ExprId, FunctionId
from flake8_fakeasync.analysis.infer.arguments import Arguments, Callee, bind
from flake8_fakeasync.analysis.infer.functions import binding_kind
from flake8_fakeasync.analysis.infer.instance_tests import class_of, is_a
from flake8_fakeasync.analysis.project.module import Context
from flake8_fakeasync.analysis.project.parameters import behind
from flake8_fakeasync.analysis.reach import callbacks
from flake8_fakeasync.analysis.reach.constructed import Constructed
from flake8_fakeasync.analysis.reach.constructors import decisive
from flake8_fakeasync.analysis.reach.receivers import Receivers
from flake8_fakeasync.analysis.syntax.exprs import (
    UNKNOWN,
    Attribute,
    Call,
    Constant,
    Display,
    Element,
    Enter,
    FunctionRef,
    Operation,
    Operator,
    Starred,
)
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts, ParameterFact
from flake8_fakeasync.analysis.value_order import in_order
from flake8_fakeasync.analysis.values import (
    EMPTY,
    GIVEN,
    NOTHING,
    EnumMember,
    Instance,
    OwnClass,
    OwnFunction,
    OwnInstance,
    Value,
    ValueSet,
    known,
    literal,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

_TAKE_WHAT_IS_GIVEN = frozenset({"__init__", "__new__", "__call__"})
_FARTHEST = 6  # functions through which a parameter is passed on before somebody asks for it
_MOST_VALUES = 6
_MOST_ENTRIES = 40
CAUTIOUS: Context = ((UNKNOWN, NOTHING),)  # nothing is known of what is passed, and nothing is done that depends on it
NO_ONE: frozenset[ExprId] = frozenset()


class CallContext(NamedTuple):
    """A function of the project that runs, and what those of its parameters are that it asks for."""

    function: OwnFunction
    context: Context = ()


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


class Contexts:
    """Makes the contexts of calls, and remembers which parameters functions ask for."""

    def __init__(self, evaluator: "Evaluator", run_by: "Callable[[Value], list[OwnFunction]]") -> None:
        self._evaluator = evaluator
        self._run_by = run_by
        self._receivers = Receivers(evaluator)
        self._constructed = Constructed(evaluator)
        self._asked: dict[tuple[str, FunctionId, int], Asked] = evaluator.queries.memo()
        self._links: dict[tuple[str, FunctionId], _Links] = evaluator.queries.memo()
        self._plain: dict[OwnFunction, bool] = evaluator.queries.memo()

    def of(self, module: "Module", call: Call, value: Value, function: OwnFunction) -> CallContext:
        """Return what the call of a value makes of a function that it runs."""
        home = self._evaluator.project.module(function.module)
        if home is None or (not module.context and self._asks_for_nothing(home, function)):
            return CallContext(function)
        facts = home.function(function.scope)
        made_with = self._constructed.passed(module, call, function)
        passed = (*self._receivers.passed(module, call, function), *made_with)
        entries = dict((*self._captured(module, home, facts), *passed))
        if _takes(self._evaluator, home, value, function):
            entries.update(self._entries(module, call, home, facts, bound=function.receiver is not None))
        if len(entries) > _MOST_ENTRIES:
            return CallContext(function, CAUTIOUS)
        return CallContext(function, tuple(sorted(entries.items(), key=_place)))

    def _asks_for_nothing(self, home: "Module", function: OwnFunction) -> bool:
        """Return whether it does not matter what a function is passed, nor on what object it is called."""
        found = self._plain.get(function)
        if found is None:
            asked = self.asked(home, home.function(function.scope))
            found = not asked.tested and not asked.used and not self._receivers.matters(home, function)
            self._plain[function] = found
        return found

    def _captured(self, module: "Module", home: "Module", facts: FunctionFacts) -> Context:
        """Return what a function takes over from the call of a function around it."""
        if not module.context or home.path != module.path:
            return ()
        tested, used = self.asked(home, facts)
        own = {each.value for each in facts.parameters}
        return tuple((expr, values) for expr, values in module.context if expr in tested | used and expr not in own)

    def _entries(
        self, module: "Module", call: Call, home: "Module", facts: FunctionFacts, *, bound: int
    ) -> "list[tuple[ExprId, ValueSet]]":
        tested, used = self.asked(home, facts)
        wanted = [each for each in facts.parameters[bound:] if each.value in tested or each.value in used]
        if not wanted:
            return []
        arguments = bind(self._evaluator, module, call, Callee(facts, bound), wanted)
        found = [(each, self._passed(home, each, arguments, is_tested=each.value in tested)) for each in wanted]
        return [
            (each.value, values)
            for each, values in found
            if values
            and len(values) <= _MOST_VALUES
            and (_is_member(values) or values != self._evaluator.infer(home, each.value))
        ]

    def _passed(self, home: "Module", parameter: ParameterFact, arguments: Arguments, *, is_tested: bool) -> ValueSet:
        """Return what a parameter gets: what it is declared as decides where the argument is of another kind."""
        if parameter.name not in arguments.given:
            is_left_out = parameter.default and not arguments.may_give_more
            return self._default(home, parameter, is_tested=is_tested) if is_left_out else NOTHING
        values = arguments.given[parameter.name]
        if GIVEN in values and not _is_none(home, parameter.default):
            values -= {GIVEN}
        if not is_tested:
            values = known(values)
        return self._fitting(home, parameter, values)

    def _default(self, home: "Module", parameter: ParameterFact, *, is_tested: bool) -> ValueSet:
        row = home.row(parameter.default)
        if isinstance(row, Constant):
            return frozenset({literal(row.value)}) if is_tested else NOTHING
        if isinstance(row, Display) and not row.items:
            return frozenset({EMPTY}) if is_tested else NOTHING
        return known(self._evaluator.infer(home, parameter.default))

    def _fitting(self, home: "Module", parameter: ParameterFact, values: ValueSet) -> ValueSet:
        if parameter.kind in {"star", "double-star"} or not parameter.annotation:
            return values
        declared = known(self._evaluator.infer_annotation(home, parameter.annotation))
        instances = {value for value in declared if isinstance(value, OwnInstance | Instance)}
        if not instances or instances != declared:
            return values if not declared else values - known(values)
        wanted = [cls for cls in map(class_of, instances) if cls is not None]
        return frozenset(
            value
            for value in values
            if not isinstance(value, OwnInstance | Instance) or any(is_a(self._evaluator, value, cls) for cls in wanted)
        )

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
            tested = NO_ONE.union(*(behind(home, expr) for expr in tests))
            used = NO_ONE.union(*(self._used(home, fact) for fact in facts))
            passed_on = [link for call in calls for link in self._passed_on(home, call)]
            found = self._links[key] = _Links(Asked(tested, used), tuple(passed_on))
        return found

    def _used(self, home: "Module", fact: Operation) -> frozenset[ExprId]:
        if isinstance(fact, Attribute | Element | Operator):
            return behind(home, fact.base)
        if isinstance(fact, Enter):
            return behind(home, fact.value)
        used = NO_ONE if isinstance(home.row(fact.function), FunctionRef) else behind(home, fact.function)
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
                if target is None or not _takes(self._evaluator, target, value, function):
                    continue
                facts = target.function(function.scope)
                for expr, parameter in _placed(home, call, facts, bound=function.receiver is not None):
                    if made.get(expr):
                        yield _Link(made[expr], target, facts, parameter.value if parameter is not None else None)


def _placed(
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


def _takes(evaluator: "Evaluator", home: "Module", value: Value, function: OwnFunction) -> bool:
    """Return whether a function gets the arguments of the call as they are written: no decorator puts any in."""
    facts = home.function(function.scope)
    if facts.decorators and binding_kind(evaluator, function) == "plain":
        return False
    return value == function or (isinstance(value, (OwnClass, OwnInstance)) and facts.name in _TAKE_WHAT_IS_GIVEN)


def _is_none(module: "Module", expr: ExprId) -> bool:
    row = module.row(expr)
    return isinstance(row, Constant) and row.value is None


def _is_member(values: ValueSet) -> bool:
    """Return whether a value is a member of an enumeration: as a default it says nothing of what others pass."""
    return len(values) == 1 and all(type(value) is EnumMember for value in values)


def _place(entry: "tuple[ExprId, ValueSet]") -> ExprId:
    return entry[0]
