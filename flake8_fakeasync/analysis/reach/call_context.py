"""Context sensitivity: a function runs with what its caller passes, as far as it asks for that."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.infer import constants
from flake8_fakeasync.analysis.infer.arguments import Arguments, Callee, bind
from flake8_fakeasync.analysis.infer.instance_tests import class_of, is_a
from flake8_fakeasync.analysis.literals import EMPTY, GIVEN, literal
from flake8_fakeasync.analysis.project.module import Context
from flake8_fakeasync.analysis.reach.asked_parameters import AskedParameters, placed, takes
from flake8_fakeasync.analysis.reach.constructed import Constructed
from flake8_fakeasync.analysis.reach.receivers import Receivers
from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN, Attribute, Call, Constant, Display
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts, ParameterFact
from flake8_fakeasync.analysis.values import (
    NOTHING,
    Coroutine,
    EnumMember,
    Instance,
    OwnFunction,
    OwnInstance,
    Signature,
    Value,
    ValueSet,
    known,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

_MOST_VALUES = 6
_MOST_ENTRIES = 40
CAUTIOUS: Context = ((UNKNOWN, NOTHING),)  # nothing is known of what is passed, and nothing is done that depends on it


class CallContext(NamedTuple):
    """A function of the project that runs, and what those of its parameters are that it asks for."""

    function: OwnFunction
    context: Context = ()


class Contexts:
    """Makes the contexts of calls."""

    def __init__(self, evaluator: "Evaluator", run_by: "Callable[[Value], list[OwnFunction]]") -> None:
        self._evaluator = evaluator
        self._asking = AskedParameters(evaluator, run_by)
        self._receivers = Receivers(evaluator)
        self._constructed = Constructed(evaluator)
        self._plain: dict[OwnFunction, bool] = evaluator.queries.memo()

    def of(self, module: "Module", call: Call, value: Value, function: OwnFunction) -> CallContext:
        """Return what the call of a value makes of a function that it runs."""
        home = self._evaluator.project.module(function.module)
        if home is None or (not module.context and self._asks_for_nothing(home, function)):
            return CallContext(function)
        facts = home.function(function.scope)
        made_with = self._constructed.passed(module, call, function)
        passed = (*self.named(module, call.function, function).context, *made_with)
        entries = dict((*self._captured(module, home, facts), *passed))
        if takes(self._evaluator, home, value, function):
            entries.update(self._entries(module, call, home, facts, bound=function.receiver is not None))
        if len(entries) > _MOST_ENTRIES:
            return CallContext(function, CAUTIOUS)
        return CallContext(function, tuple(sorted(entries.items(), key=_place)))

    def named(self, module: "Module", expr: ExprId, function: OwnFunction) -> CallContext:
        """Return a function that is run by what an expression names: a method knows its object."""
        row = module.row(expr)
        return self.on(module, row.base if isinstance(row, Attribute) else UNKNOWN, function)

    def on(self, module: "Module", base: ExprId, function: OwnFunction) -> CallContext:
        """Return a method that Python calls by itself, on a value."""
        return CallContext(function, self._receivers.passed(module, base, function))

    def _asks_for_nothing(self, home: "Module", function: OwnFunction) -> bool:
        """Return whether it does not matter what a function is passed, nor on what object it is called."""
        found = self._plain.get(function)
        if found is None:
            asked = self._asking.asked(home, home.function(function.scope))
            found = not asked.tested and not asked.used and not self._receivers.matters(home, function)
            self._plain[function] = found
        return found

    def _captured(self, module: "Module", home: "Module", facts: FunctionFacts) -> Context:
        """Return what a function takes over from the call of a function around it."""
        if not module.context or home.path != module.path:
            return ()
        tested, used = self._asking.asked(home, facts)
        own = {each.value for each in facts.parameters}
        return tuple((expr, values) for expr, values in module.context if expr in tested | used and expr not in own)

    def _entries(
        self, module: "Module", call: Call, home: "Module", facts: FunctionFacts, *, bound: int
    ) -> "list[tuple[ExprId, ValueSet]]":
        tested, used = self._asking.asked(home, facts)
        wanted = [each for each in facts.parameters[bound:] if each.value in tested or each.value in used]
        if not wanted:
            return []
        arguments = bind(self._evaluator, module, call, Callee(facts, bound), wanted)
        fixed = self._constants(module, call, home, facts, bound=bound)
        found = [(each, self._passed(home, each, arguments, is_tested=each.value in tested)) for each in wanted]
        asked = {row.base for row in (home.row(expr) for expr, _ in fixed) if isinstance(row, Attribute)}
        return fixed + [
            (each.value, values)
            for each, values in found
            if values
            and len(values) <= _MOST_VALUES
            and (each.value in asked or _is_member(values) or values != self._evaluator.infer(home, each.value))
        ]

    def _constants(
        self, module: "Module", call: Call, home: "Module", facts: FunctionFacts, *, bound: int
    ) -> "list[tuple[ExprId, ValueSet]]":
        """Return what attributes of parameters are that tests read, by the constants that the objects are made with."""
        attributes = self._asking.attributes(home, facts)
        found: list[tuple[ExprId, ValueSet]] = []
        for expr, parameter in placed(module, call, facts, bound=bound) if attributes else ():
            for name, reads in attributes.get(parameter.value, {}).items() if parameter is not None else ():
                values = constants.of_attribute(self._evaluator, module, expr, name)
                found += [(read, values) for read in reads if values]
        return found

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
        if all(isinstance(value, Signature) and not _is_awaited(value) for value in declared):
            return values  # `Callable` does not say which one
        instances = {value for value in declared if isinstance(value, OwnInstance | Instance)}
        if instances != declared:
            return values - known(values)
        wanted = [cls for cls in map(class_of, instances) if cls is not None]
        return frozenset(
            value
            for value in values
            if not isinstance(value, OwnInstance | Instance) or any(is_a(self._evaluator, value, cls) for cls in wanted)
        )


def _is_awaited(declared: Signature) -> bool:
    return any(isinstance(each, Coroutine) for each in declared.result)


def _is_none(module: "Module", expr: ExprId) -> bool:
    row = module.row(expr)
    return isinstance(row, Constant) and row.value is None


def _is_member(values: ValueSet) -> bool:
    """Return whether a value is a member of an enumeration: as a default it says nothing of what others pass."""
    return len(values) == 1 and all(type(value) is EnumMember for value in values)


def _place(entry: "tuple[ExprId, ValueSet]") -> ExprId:
    return entry[0]
