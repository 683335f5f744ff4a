"""The blocking API that a step of code is itself, and not through functions of the project."""

from functools import partial
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.reach import callbacks, sleeps, waiting
from flake8_fakeasync.analysis.reach.blocking_api import Blocking, first_reported
from flake8_fakeasync.analysis.reach.implicit_calls import ITERATING
from flake8_fakeasync.analysis.syntax.exprs import Call, Element, Enter, Operation, Operator
from flake8_fakeasync.analysis.values import known

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.reach.blocking import BlockingClassifier


class BlockingSteps:
    """Tells which steps block by themselves."""

    def __init__(self, evaluator: "Evaluator", classifier: "BlockingClassifier") -> None:
        self._evaluator = evaluator
        self._classifier = classifier

    def of(self, module: "Module", fact: Operation) -> Blocking | None:
        """Return the blocking API that a fact is, one that it hands to Python to call included."""
        if isinstance(fact, Call):
            return self._called(module, fact)
        if isinstance(fact, Enter):
            return self._classifier.enter(module, fact) or waiting.pool_left(
                self._evaluator, module, fact, partial(self.of, module)
            )
        if isinstance(fact, Element):
            lazily = [] if fact.is_async else callbacks.run_by_iteration(self._evaluator, module, fact.base)
            sleeping = sleeps.looped(self._evaluator, module, fact)
            return self._classifier.element(module, fact) or self._handed(module, lazily) or sleeping
        if isinstance(fact, Operator):
            lazily = callbacks.run_by_iteration(self._evaluator, module, fact.base) if fact.name in ITERATING else []
            return self._handed(module, lazily)
        return self._classifier.attribute(module, fact)

    def _called(self, module: "Module", call: Call) -> Blocking | None:
        found = self._classifier.call(module, call)
        if found is not None and found.kind == waiting.KIND and waiting.is_short(self._evaluator, module, call):
            return None
        return found or self._handed(module, callbacks.handed(self._evaluator, module, call))

    def _handed(self, module: "Module", exprs: list[ExprId]) -> Blocking | None:
        """Return the blocking API among callables that are run here."""
        found: list[Blocking] = []
        for expr in exprs:
            judged = [self._classifier.thing(module, value) for value in known(self._evaluator.infer(module, expr))]
            if judged and None not in judged:
                found += [each for each in judged if each is not None]
        return min(found, key=first_reported, default=None)
