"""What one function does to the thread that runs it: which blocking APIs it calls, which project functions it runs."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.entry_points.model_methods import ModelMethods
from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.infer import callables
from flake8_fakeasync.analysis.infer.conditions import depends, excluded
from flake8_fakeasync.analysis.infer.contexts import seen_by
from flake8_fakeasync.analysis.project.module import Context
from flake8_fakeasync.analysis.project.parameters import depends_on
from flake8_fakeasync.analysis.reach import callbacks, factories, operators, results, sleeps
from flake8_fakeasync.analysis.reach.blocking import BlockingClassifier
from flake8_fakeasync.analysis.reach.blocking_api import Blocking
from flake8_fakeasync.analysis.reach.blocking_steps import BlockingSteps
from flake8_fakeasync.analysis.reach.call_context import CAUTIOUS, CallContext, Contexts
from flake8_fakeasync.analysis.reach.callees import callees
from flake8_fakeasync.analysis.reach.edge import Edge
from flake8_fakeasync.analysis.reach.implicit_calls import ImplicitCalls
from flake8_fakeasync.analysis.reach.loop_checks import off_loop
from flake8_fakeasync.analysis.reach.optional import is_optional
from flake8_fakeasync.analysis.reach.told_elsewhere import is_awaited, is_looked_up, is_tested_awaitable
from flake8_fakeasync.analysis.syntax.exprs import (
    Call,
    Element,
    Enter,
    Operation,
    Operator,
)
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
from flake8_fakeasync.analysis.values import External, Instance, OwnFunction, Value

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

_FOREIGN = frozenset({External, Instance})
_MOST_RUN = 40  # functions that a call may run with what it passes


class Edges:
    """Computes the call edges of functions."""

    def __init__(self, evaluator: "Evaluator", classifier: BlockingClassifier, models: ModelMethods) -> None:
        self._models = models
        self._evaluator = evaluator
        self._classifier = classifier
        self._run: dict[Value, list[OwnFunction]] = evaluator.queries.memo()
        self._operations: dict[tuple[str, int], list[Operation]] = evaluator.queries.memo()
        self._own = BlockingSteps(evaluator, classifier)
        self._callees = partial(callees, evaluator)
        self.contexts = Contexts(evaluator, self.run_by)
        self._implicit = ImplicitCalls(evaluator, self.run_by, self.contexts, any_is_enough=classifier.any_is_enough)

    def of(self, module: "Module", function: FunctionFacts) -> Iterator[Edge]:
        """Yield what a function itself runs, in order; what it leaves to others or awaits is not among it."""
        for fact in self.operations(module, function):
            yield from self._steps(module, fact)
        yield from self._decorated(module, function)

    def _decorated(self, module: "Module", function: FunctionFacts) -> Iterator[Edge]:
        found = sleeps.decorated(self._evaluator, module, function) if function.decorators else None
        if found is not None:
            yield Edge(found[0], found[1].line, found[1].id)

    def within(
        self, module: "Module", function: FunctionFacts, context: Context, known_edges: Sequence[Edge]
    ) -> Iterator[Edge]:
        """Yield the same for one call, by what it passes; `known_edges` are those for any call."""
        view = seen_by(self._evaluator, module, context)
        passed = {expr for expr, _ in context}
        by_operation: dict[ExprId, list[Edge]] = {}
        for edge in known_edges:
            by_operation.setdefault(edge.operation, []).append(edge)
        beyond = excluded(self._evaluator, view)
        for fact in self.operations(module, function):
            if fact.region not in beyond:
                is_same = passed.isdisjoint(depends_on(module, fact))
                yield from by_operation.get(fact.id, ()) if is_same else self._steps(view, fact)
        yield from self._decorated(module, function)

    def cautiously(self, module: "Module", function: FunctionFacts, known_edges: Sequence[Edge]) -> Iterator[Edge]:
        """Yield what a function runs whatever it is passed: that is what depends on no parameter."""
        facts = {fact.id: fact for fact in self.operations(module, function)}
        for edge in known_edges:
            fact = facts.get(edge.operation)
            if fact is None:  # what its decorators do
                yield edge
            elif not depends(module, fact.region):
                target = edge.target
                if isinstance(target, CallContext) and depends_on(module, fact):
                    target = CallContext(target.function, CAUTIOUS)
                yield edge._replace(target=target)

    def operations(self, module: "Module", function: FunctionFacts) -> list[Operation]:
        """Return what a function itself does that may run other code, in order; asked once, whatever it is passed."""

        def answer() -> list[Operation]:
            beyond = off_loop(self._evaluator, module, function)
            facts = (fact for fact in module.operations(function.id) if not is_awaited(self._evaluator, module, fact))
            return [fact for fact in facts if not beyond(fact) and not is_optional(module, fact)]

        return self._evaluator.queries.uncut(self._operations, (module.path, function.id), answer)

    def _steps(self, module: "Module", fact: Operation) -> Iterator[Edge]:
        blocking = self.blocking(module, fact)
        if blocking is not None:
            yield Edge(blocking, fact.line, fact.id)
            return
        alternatives = self.run(module, fact)
        if len(alternatives) == 1 or self.any_is_enough(module, fact):
            for target in dict.fromkeys(chain.from_iterable(alternatives)):
                yield Edge(target, fact.line, fact.id)

    def blocking(self, module: "Module", fact: Operation) -> Blocking | None:
        """Return the blocking API that a fact is itself."""
        return self._own.of(module, fact)

    def run(self, module: "Module", fact: Operation) -> list[list[CallContext]]:
        """Return the project functions that a fact runs on this thread, a list for each value its callee may be."""
        if isinstance(fact, Call):
            return self._run_by_call(module, fact)
        if isinstance(fact, Enter):
            run = [] if fact.is_async else self._implicit.entered(module, fact)
        elif isinstance(fact, Element):
            run = [] if fact.is_async else self._implicit.consumed(module, fact.base)
        elif isinstance(fact, Operator):
            run = self._implicit.operator(module, fact.base, fact.name)
        else:
            return [[each] for each in self._implicit.read(module, fact)]
        return [run] if run else []

    def _run_by_call(self, module: "Module", call: Call) -> list[list[CallContext]]:
        handed = self._implicit.given(module, call) if callbacks.may_hand_over(module, call) else []
        asked = operators.asked_by(self._evaluator, module, call)
        if asked is not None:
            handed += self._implicit.asked(module, call.arguments[0], asked)
        handed += map(CallContext, self._models.run_by(module, call))
        values = self._callees(module, call)
        run = [self._run_value(module, call, value) for value in values]
        passed = self.contexts.of if sum(map(len, run)) <= _MOST_RUN else _cautiously
        runs = [[passed(module, call, value, each) for each in some] for value, some in zip(values, run, strict=True)]
        found = [[*each, *handed] for each in runs]
        if not found and handed:
            return [handed]
        return found if all(found) or self.any_is_enough(module, call) else []

    def _run_value(self, module: "Module", call: Call, value: Value) -> list[OwnFunction]:
        found = self.run_by(value)
        if found or not isinstance(value, OwnFunction):
            return found
        return results.through_outsiders(self._evaluator, module, call, value)

    def any_is_enough(self, module: "Module", fact: Operation) -> bool:
        """Return whether one of the things that a callee may be decides, as nothing here tells which one it is."""
        if not self._classifier.any_is_enough:
            return False
        if not isinstance(fact, Call):
            return True
        return not self._is_told(module, fact.function) and not is_tested_awaitable(self._evaluator, module, fact)

    def _is_told(self, module: "Module", expr: ExprId) -> bool:
        """Return whether a key, or what a function of the project is called with, tells which thing a value is."""
        return is_looked_up(self._evaluator, module, expr) and not factories.chooses_freely(
            self._evaluator, module, expr
        )

    def run_by(self, value: Value) -> list[OwnFunction]:
        """Return the functions of the project that calling a thing runs before it returns; asked once."""
        if type(value) in _FOREIGN:
            return []
        found = self._run.get(value)
        if found is None:
            found = self._run[value] = callables.run_by(self._evaluator, value)
        return found


def _cautiously(_module: "Module", _call: Call, _value: Value, function: OwnFunction) -> CallContext:
    return CallContext(function, CAUTIOUS)
