"""Home-made wrappers: functions of a project that hand a callable they are given to a thread or a process."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.ids import ExprId, FunctionId
from flake8_fakeasync.analysis.infer import classes
from flake8_fakeasync.analysis.query import Question
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, FunctionRef, Join, Parameter
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts, ParameterFact
from flake8_fakeasync.analysis.values import (
    NOTHING,
    External,
    Instance,
    Iterable,
    Mapping,
    Options,
    OwnClass,
    OwnFunction,
    OwnInstance,
    Several,
    Value,
    known,
)

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.infer.offloads import Offload, Offloads
    from flake8_fakeasync.analysis.project.module import Module


_AWAITABLE_FUTURE = frozenset({"asyncio.wrap_future", "asyncio.futures.wrap_future"})


class Wrapper(NamedTuple):
    """Which parameter holds the callable, and its position. `later`: what the function returns is what offloads it.

    `process` tells that it runs in no thread, `only` that the callable is used for nothing else.
    """

    parameter: str
    position: int
    later: bool
    process: bool
    only: bool

    def place(self, value: OwnFunction) -> int:
        """Return the position among the arguments of a call: a bound method takes its first by itself."""
        return self.position - isinstance(value.receiver, OwnInstance | OwnClass)


LAYERS = 3


class Wrappers:
    """Recognizes home-made wrappers; each function is looked at once."""

    def __init__(self, evaluator: "Evaluator", offloads: "Offloads") -> None:
        self._evaluator = evaluator
        self._offloads = offloads
        self._known: Question[tuple[str, FunctionId, int], Wrapper | None]
        self._known = Question(evaluator.queries, "wrapper", None)

    def of(self, value: OwnFunction, layers: int = LAYERS) -> Wrapper | None:
        """Return what kind of wrapper a function is, None if it is not one; wrappers may nest, `layers` deep."""
        return self._known.ask((value.module, value.scope, layers), lambda: self._look(value, layers))

    def name(self, value: OwnFunction) -> str:
        """Return the name of a function."""
        module = self._evaluator.project.module(value.module)
        return module.function(value.scope).name if module is not None else ""

    def _look(self, value: OwnFunction, layers: int) -> Wrapper | None:
        module = self._evaluator.project.module(value.module)
        if module is None:
            return None
        function = module.function(value.scope)
        if not function.parameters or function.is_lambda:
            return None
        for inner in (function, *_returned(module, function)):
            for call in module.calls(inner.id):
                offload = self._carrying(module, function, call, layers)
                if offload is None or not self._is_awaitable(module, inner, offload):
                    continue
                name = self.carried(module, function, offload.callable, offload.rest)
                if name:
                    position = [parameter.name for parameter in function.parameters].index(name)
                    only = not _used_otherwise(module, function, name, offload)
                    return Wrapper(name, position, inner is not function, offload.process, only)
        return None

    def _carrying(self, module: "Module", function: FunctionFacts, call: Call, layers: int) -> "Offload | None":
        """Return the offload that a call is, asked only where it may carry a parameter of the function."""
        exprs = call.given
        if any(self.carried(module, function, expr, ()) or _is_run(module, expr) for expr in exprs):
            return self._offloads.of(module, call, layers - 1, carries=True)
        return None

    def _is_awaitable(self, module: "Module", function: FunctionFacts, offload: "Offload") -> bool:
        """Return whether an offload is for async code: sync code may have pools of its own."""
        if offload.entry is None or offload.entry.result == "awaitable":
            return True
        calls = module.calls(function.id)
        return offload.entry.result == "future" and any(
            makes_awaitable(self._evaluator, module, call) for call in calls
        )

    def carried(self, module: "Module", function: FunctionFacts, expr: ExprId, rest: tuple[ExprId, ...]) -> str:
        """Return the parameter of a function that a callable runs: itself, in a partial, a lambda or a local `def`."""
        row = module.row(expr)
        if isinstance(row, Call):
            made = row.arguments and self._evaluator.infer(module, row.function) == {External("functools.partial")}
            return self.carried(module, function, row.arguments[0], row.arguments[1:]) if made else ""
        if _is_run(module, expr) and rest:
            return self.carried(module, function, rest[0], rest[1:])
        if isinstance(row, FunctionRef):
            callees = (call.function for call in module.calls(row.scope))
            return next(filter(None, (self._parameter(module, function, callee) for callee in callees)), "")
        return self._parameter(module, function, expr)

    def _parameter(self, module: "Module", function: FunctionFacts, expr: ExprId) -> str:
        row = module.row(expr)
        for part in row.parts if isinstance(row, Join) else (expr,):
            found = module.row(part)
            if isinstance(found, Parameter) and found.scope == function.id:
                fact = next(fact for fact in function.parameters if fact.name == found.name)
                return found.name if self._may_be_callable(module, fact) else ""
        return ""

    def _may_be_callable(self, module: "Module", parameter: ParameterFact) -> bool:
        """Return whether a parameter takes one argument, which is not data by its annotation."""
        if parameter.kind not in {"positional", "keyword"}:
            return False
        found = (
            known(self._evaluator.infer_annotation(module, parameter.annotation)) if parameter.annotation else NOTHING
        )
        return not found or not all(map(self._is_data, found))

    def _is_data(self, value: Value) -> bool:
        if isinstance(value, OwnInstance):
            return not classes.attribute(self._evaluator, value, "__call__")
        is_builtin = isinstance(value, Instance) and value.name.startswith("builtins.")
        return is_builtin or isinstance(value, Iterable | Mapping | Options | Several)


def makes_awaitable(evaluator: "Evaluator", module: "Module", call: Call) -> bool:
    """Return whether a call makes a future of a pool awaitable, or is given the function that does."""
    exprs = (call.function, *call.arguments)
    values = [value for expr in exprs if expr for value in evaluator.infer(module, expr)]
    return any(isinstance(value, External) and value.name in _AWAITABLE_FUTURE for value in values)


def _is_run(module: "Module", expr: ExprId) -> bool:
    row = module.row(expr)
    return isinstance(row, Attribute) and row.name == "run"


def _returned(module: "Module", function: FunctionFacts) -> Iterator[FunctionFacts]:
    """Yield the functions that a function defines and returns."""
    pending = list(function.results)
    while pending:
        row = module.row(pending.pop())
        if isinstance(row, Join):
            pending += row.parts
        elif isinstance(row, FunctionRef) and module.function(row.scope).parent == function.id:
            yield module.function(row.scope)


def _used_otherwise(module: "Module", function: FunctionFacts, name: str, offload: "Offload") -> bool:
    """Return whether a parameter is also called, asked about or passed on elsewhere."""
    wanted = next(fact.value for fact in function.parameters if fact.name == name)
    others = (
        call for calls in map(module.calls, module.facts.operations) for call in calls if call.id != offload.call.id
    )
    return any(wanted in (call.function, *call.arguments) and call.id != offload.callable for call in others)
