"""Calls and decorators that run a callable somewhere else: in a thread, a process, another interpreter."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.infer.wrappers import LAYERS, Wrapper, Wrappers
from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN, Attribute, Call, FunctionRef, Starred
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
from flake8_fakeasync.analysis.syntax.passed import argument
from flake8_fakeasync.analysis.value_order import in_order
from flake8_fakeasync.analysis.values import (
    NOTHING,
    External,
    Instance,
    Offloaded,
    OwnClass,
    OwnFunction,
    OwnInstance,
    Partial,
    Value,
    ValueSet,
    known,
)

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.catalog import Offloader


class Offload(NamedTuple):
    """One offloading call.

    `via` is the offloader as one would write it. `callable` is the value of what is run (UNKNOWN where a wrapped
    callable is called later: `callables` then holds what it may be), `rest` are the arguments it gets. `executor` is
    the value of the pool. `process` tells that it runs in no thread; `entry` is None for what the project wrote itself.
    """

    call: Call
    via: str
    callable: ExprId
    callables: ValueSet
    executor: ExprId
    entry: "Offloader | None"
    rest: tuple[ExprId, ...] = ()
    process: bool = False

    @property
    def takes_callable(self) -> bool:
        """Whether its argument is called, not iterated over or entered."""
        return self.entry is None or self.entry.arguments != "none"


_CALLS, _PREPARES = frozenset({"call"}), frozenset({"wrap", "configured"})
_CALLABLE = (External, Offloaded, OwnClass, OwnFunction, Partial, Instance, OwnInstance)


class Offloads:
    """Recognizes offloading calls and decorators, by the catalog and by what functions of the project do."""

    def __init__(self, evaluator: "Evaluator") -> None:
        self._evaluator = evaluator
        self._methods = evaluator.catalog.offloader_methods()
        self._entries: dict[External | Instance, Offloader | None] = {}
        self.wrappers = Wrappers(evaluator, self)

    def of(self, module: "Module", call: Call, layers: int = LAYERS, *, carries: bool = False) -> Offload | None:
        """Return the offload that a call is, None if it is none; `carries` says that it is given a callable."""
        return self._of(module, call, self._callees(module, call), layers, carries=carries)

    def any(self, module: "Module", call: Call) -> Offload | None:
        """Return the offload that a call is or prepares, None if it is neither."""
        values = self._callees(module, call)
        return self._of(module, call, values, LAYERS) or self._wrap(module, call, values)

    def _of(
        self, module: "Module", call: Call, values: Sequence[Value], layers: int, *, carries: bool = False
    ) -> Offload | None:
        for value in values:
            if isinstance(value, Offloaded):
                return Offload(call, _name(module, call), UNKNOWN, value.target, UNKNOWN, None, call.arguments)
            if isinstance(value, OwnFunction) and layers and (carries or self._is_given_callable(module, call)):
                found = self._home_made(module, call, value, self.wrappers.of(value, layers), later=False)
                if found is not None:
                    return found
        return self._catalogued(module, call, values, _CALLS)

    def cataloged(self, module: "Module", call: Call) -> Offload | None:
        """Return the offload that a call is by the catalog; what functions of the project do is not asked."""
        return self._catalogued(module, call, self._callees(module, call), _CALLS)

    def _wrap(self, module: "Module", call: Call, values: Sequence[Value]) -> Offload | None:
        """Return the offload that a call prepares: calling its result runs its argument elsewhere."""
        for value in values:
            if isinstance(value, OwnFunction) and self._is_given_callable(module, call):
                return self._home_made(module, call, value, self.wrappers.of(value), later=True)
        return self._catalogued(module, call, values, _PREPARES)

    def decorator(self, module: "Module", function: FunctionFacts) -> str | None:
        """Return the decorator that makes calls of a function run in a thread, by its name."""
        for decorator in function.decorators:
            for value in known(self._evaluator.infer(module, decorator)):
                if isinstance(value, OwnFunction):
                    wrapper = self.wrappers.of(value)
                    if wrapper is not None and wrapper.later and not wrapper.process:
                        return self.wrappers.name(value)
                entry = self._evaluator.catalog.offloader(value.name) if isinstance(value, External) else None
                if entry is not None and {"decorator", "configured"} & set(entry.forms) and not entry.process:
                    return entry.name
        return None

    def _callees(self, module: "Module", call: Call) -> Sequence[Value]:
        values = known(self._evaluator.infer(module, call.function))
        if any(type(value) is Partial for value in values):
            values = frozenset(each.target if type(each) is Partial else each for each in values)
        return in_order(values)

    def _is_given_callable(self, module: "Module", call: Call) -> bool:
        """Return whether an argument of a call may be called: functions of the project are looked into only then."""
        for expr in call.given:
            if isinstance(module.row(expr), Call | FunctionRef):
                return True
            if any(isinstance(value, _CALLABLE) for value in self._evaluator.infer(module, expr)):
                return True
        return False

    def _entry(self, value: Value) -> "Offloader | None":
        """Return what the catalog says of a thing as an offloader; asked once."""
        if not isinstance(value, (External, Instance)):
            return None
        if value not in self._entries:
            name = f"{value.name}.{value.path}" if isinstance(value, Instance) else value.name
            self._entries[value] = self._evaluator.catalog.offloader(name)
        return self._entries[value]

    def _catalogued(
        self, module: "Module", call: Call, values: Sequence[Value], forms: frozenset[str]
    ) -> Offload | None:
        for value in values:
            entry = self._entry(value)
            if entry is not None and not forms.isdisjoint(entry.forms):
                return self._offload(module, call, entry, entry.name)
        row = module.row(call.function)
        if isinstance(row, Attribute) and not any(isinstance(value, OwnFunction) for value in values):
            entry = self._methods.get(row.name)
            if entry is not None and not forms.isdisjoint(entry.forms):
                return self._offload(module, call, entry, row.name)
        return None

    def _offload(self, module: "Module", call: Call, entry: "Offloader", name: str) -> Offload | None:
        expr = argument(call, entry.callable, entry.keyword)
        if not expr or isinstance(module.row(expr), Starred):
            return None
        executor = argument(call, entry.executor, "executor") if entry.executor is not None else UNKNOWN
        values = self._evaluator.infer(module, expr)
        rest = call.arguments[entry.callable + 1 :]
        process = entry.process or self._is_process_pool(module, executor)
        return Offload(call, name, expr, values, executor, entry, rest, process)

    def _is_process_pool(self, module: "Module", executor: ExprId) -> bool:
        for value in known(self._evaluator.infer(module, executor)) if executor else NOTHING:
            entry = self._evaluator.catalog.offloader(f"{value.name}.submit") if isinstance(value, Instance) else None
            if entry is not None and entry.process:
                return True
        return False

    def _home_made(
        self, module: "Module", call: Call, value: OwnFunction, wrapper: Wrapper | None, *, later: bool
    ) -> Offload | None:
        if wrapper is None or wrapper.later != later:
            return None
        expr = argument(call, wrapper.place(value), wrapper.parameter)
        if not expr or isinstance(module.row(expr), Starred):
            return None
        rest = call.arguments[wrapper.place(value) + 1 :]
        values, name = self._evaluator.infer(module, expr), self.wrappers.name(value)
        return Offload(call, name, expr, values, UNKNOWN, None, rest, wrapper.process)


def _name(module: "Module", call: Call) -> str:
    row = module.row(call.function)
    return row.name if isinstance(row, Attribute) else "a wrapped function"


__all__ = ["Offload", "Offloads", "argument"]
