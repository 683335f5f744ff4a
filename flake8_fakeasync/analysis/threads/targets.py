"""What an offload runs, seen through partials and contexts; a coroutine function by mistake."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.infer.functions import function_result
from flake8_fakeasync.analysis.infer.known_decorators import MANAGERS, is_transparent
from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN, Call
from flake8_fakeasync.analysis.value_order import in_order
from flake8_fakeasync.analysis.values import Coroutine, External, Instance, OwnFunction, Partial, Value, known

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.infer.offloads import Offload
    from flake8_fakeasync.analysis.project.module import Module

_RUNS = Instance("contextvars.Context", "run")


class Target(NamedTuple):
    """A thing that is run elsewhere, and the arguments it gets; None where they are not known.

    `named` is how it is written where it is handed over, UNKNOWN where it is called later.
    """

    thing: Value
    arguments: tuple[ExprId, ...] | None
    named: ExprId = UNKNOWN


class Targets:
    """Tells what offloads run."""

    def __init__(self, evaluator: "Evaluator") -> None:
        self._evaluator = evaluator

    def of(self, module: "Module", offload: "Offload") -> list[Target]:
        """Return what an offload runs, seen through partials and contexts."""
        if offload.callable:
            return self.named(module, offload.callable, offload.rest)
        return [Target(value, None) for value in in_order(known(offload.callables))]

    def named(self, module: "Module", expr: ExprId, rest: tuple[ExprId, ...] | None) -> list[Target]:
        """Return what calling a value runs, with the arguments `rest` that it gets."""
        row = module.row(expr)
        if isinstance(row, Call) and row.arguments:
            made = known(self._evaluator.infer(module, row.function))
            if made == {External("functools.partial")}:
                return self.named(module, row.arguments[0], row.arguments[1:] + (rest or ()))
        values = known(self._evaluator.infer(module, expr))
        if values == {_RUNS} and rest:
            return self.named(module, rest[0], rest[1:])
        return [Target(_inner(value), None if isinstance(value, Partial) else rest, expr) for value in in_order(values)]

    def coroutine(self, target: Target) -> str | None:
        """Return the name of the coroutine function that a target is, None if it is none."""
        value = target.thing
        if isinstance(value, OwnFunction):
            return self._own_coroutine(value)
        catalog = self._evaluator.catalog
        if isinstance(value, External):
            function = catalog.function(value.name)
            return function.name if function is not None and function.effect == "coroutine" else None
        if isinstance(value, Instance):
            cls = catalog.cls(value.name)
            member = cls.member(value.path) if cls is not None and value.path else None
            return f"{value.name}.{value.path}" if member is not None and member.effect == "coroutine" else None
        return None

    def _own_coroutine(self, value: OwnFunction) -> str | None:
        module = self._evaluator.project.module(value.module)
        function = module.function(value.scope) if module is not None else None
        if module is None or function is None or function.is_generator:
            return None
        if function.is_lambda:
            results = known(function_result(self._evaluator, value))
            return "lambda" if results and all(isinstance(each, Coroutine) for each in results) else None
        decorators = [self._evaluator.infer(module, decorator) for decorator in function.decorators]
        plain = all(
            values and all(isinstance(each, External) and is_transparent(each.name) for each in values)
            for values in decorators
        )
        managers = any(isinstance(each, External) and each.name in MANAGERS for values in decorators for each in values)
        return function.name if function.is_async and plain and not managers else None


def _inner(value: Value) -> Value:
    while isinstance(value, Partial):
        value = value.target
    return value
