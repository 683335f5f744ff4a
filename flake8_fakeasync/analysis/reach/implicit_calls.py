"""Functions of the project that Python calls by itself: for loops, `with`, operators, properties."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.infer import callables, properties
from flake8_fakeasync.analysis.infer.implementations import implementations
from flake8_fakeasync.analysis.reach import callbacks, operators
from flake8_fakeasync.analysis.reach.call_context import CallContext
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Enter
from flake8_fakeasync.analysis.value_order import in_order
from flake8_fakeasync.analysis.values import OwnFunction, OwnInstance, Value, known

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.reach.call_context import Contexts

ITERATING = frozenset({"__contains__", "__iter__"})


class ImplicitCalls:
    """Answers for the values of a project; `run_by` returns the functions that calling a value runs.

    `contexts` tell on which object a method runs, and what a generator was called with, which runs when it is iterated.
    """

    def __init__(
        self,
        evaluator: "Evaluator",
        run_by: "Callable[[Value], list[OwnFunction]]",
        contexts: "Contexts",
        *,
        any_is_enough: bool,
    ) -> None:
        self._evaluator = evaluator
        self._run_by = run_by
        self._contexts = contexts
        self._any_is_enough = any_is_enough

    def functions(self, module: "Module", expr: ExprId) -> list[CallContext]:
        """Return the functions that calling a value runs."""
        values = known(self._evaluator.infer(module, expr))
        run = (each for value in in_order(values) for each in self._run_by(value))
        return [self._contexts.named(module, expr, each) for each in run]

    def consumed(self, module: "Module", expr: ExprId) -> list[CallContext]:
        """Return the functions whose code runs when a value is iterated."""
        lazily = callbacks.run_by_iteration(self._evaluator, module, expr)
        found = [each for function in lazily for each in self.functions(module, function)]
        return found + self.generators(module, expr)

    def generators(self, module: "Module", expr: ExprId) -> list[CallContext]:
        """Return the generator functions (and `__iter__`) whose code runs when a value is iterated."""
        found: list[CallContext] = []
        for each in callbacks.gone_through(self._evaluator, module, expr):
            row = module.row(each)
            if isinstance(row, Call):
                for value in in_order(known(self._evaluator.infer(module, row.function))):
                    started = callables.started_by(self._evaluator, value) if isinstance(value, OwnFunction) else []
                    generators = filter(self._is_generator, started)
                    found += [self._contexts.of(module, row, value, generator) for generator in generators]
            for value in in_order(known(self._evaluator.infer(module, each))):
                if isinstance(value, OwnInstance):
                    found += self._methods(module, each, value, ("__iter__", "__next__"))
        return found

    def _methods(
        self, module: "Module", base: ExprId, value: OwnInstance, names: tuple[str, ...]
    ) -> "Iterator[CallContext]":
        run = callables.methods(self._evaluator, value, names)
        return (self._contexts.on(module, base, each) for each in run)

    def _is_generator(self, value: OwnFunction) -> bool:
        module = self._evaluator.project.module(value.module)
        return module is not None and module.function(value.scope).is_generator

    def entered(self, module: "Module", enter: Enter) -> list[CallContext]:
        """Return the functions whose code runs when a value is entered with `with`."""
        if enter.is_async:
            return []
        found: list[CallContext] = []
        for value in in_order(known(self._evaluator.infer(module, enter.value))):
            if isinstance(value, OwnInstance):
                found += self._methods(module, enter.value, value, ("__enter__", "__exit__"))
        row = module.row(enter.value)
        return found or (self.consumed(module, enter.value) if isinstance(row, Call) else [])

    def operator(self, module: "Module", base: ExprId, name: str) -> list[CallContext]:
        """Return the functions that an operator runs."""
        return self.asked(module, base, name) or (self.consumed(module, base) if name in ITERATING else [])

    def asked(self, module: "Module", base: ExprId, name: str) -> list[CallContext]:
        """Return the functions that run when Python calls a method of a value."""
        run = operators.run_by(self._evaluator, module, base, name)
        return [self._contexts.on(module, base, each) for each in run]

    def read(self, module: "Module", read: Attribute) -> list[CallContext]:
        """Return the functions that reading an attribute runs."""
        found: list[CallContext] = []
        for value in in_order(known(self._evaluator.infer(module, read.base))):
            getter = self._getter(value, read.name)
            if getter is not None:
                run = (each for one in implementations(self._evaluator, getter) for each in self._run_by(one))
                found += [self._contexts.on(module, read.base, each) for each in run]
            elif not self._any_is_enough:
                return []
        return found

    def _getter(self, value: Value, name: str) -> OwnFunction | None:
        return properties.getter(self._evaluator, value, name) if isinstance(value, OwnInstance) else None

    def given(self, module: "Module", call: Call) -> list[CallContext]:
        """Return the functions that a call runs for having been given them."""
        handed = [
            each for expr in callbacks.handed(self._evaluator, module, call) for each in self.functions(module, expr)
        ]
        for expr in callbacks.drained(self._evaluator, module, call):
            handed += self.generators(module, expr)
        return handed
