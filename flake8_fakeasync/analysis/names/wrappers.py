"""Home-made wrappers: functions of a project that hand a callable they are given to a thread or a process."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.names import classes
from flake8_fakeasync.analysis.names.things import (
    NOTHING,
    External,
    Instance,
    Iterable,
    Mapping,
    OwnClass,
    OwnFunction,
    OwnInstance,
    Several,
    Thing,
    known,
)
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts, ParameterFact
from flake8_fakeasync.analysis.syntax.rows import UNKNOWN, Attribute, Call, FunctionRef, Join, Parameter, Value

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.modules.module import Module
    from flake8_fakeasync.analysis.names.names import Names
    from flake8_fakeasync.analysis.names.offloads import Offload, Offloads


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

    def place(self, thing: OwnFunction) -> int:
        """Return the position among the arguments of a call: a bound method takes its first by itself."""
        return self.position - isinstance(thing.receiver, OwnInstance | OwnClass)


LAYERS = 3


class Wrappers:
    """Recognizes home-made wrappers; each function is looked at once."""

    def __init__(self, names: "Names", offloads: "Offloads") -> None:
        self._names = names
        self._offloads = offloads
        self._known: dict[tuple[str, int, int], Wrapper | None] = {}
        self._changes = names.project.changes

    def of(self, thing: OwnFunction, layers: int = LAYERS) -> Wrapper | None:
        """Return what kind of wrapper a function is, None if it is none; a wrapper may call one, in so many layers."""
        if self._changes != self._names.project.changes:
            self._changes = self._names.project.changes
            self._known.clear()
        key = (thing.module, thing.scope, layers)
        if key not in self._known:
            self._known[key] = None
            self._known[key] = self._look(thing, layers)
        return self._known[key]

    def name(self, thing: OwnFunction) -> str:
        """Return the name of a function."""
        module = self._names.project.module(thing.module)
        return module.function(thing.scope).name if module is not None else ""

    def _look(self, thing: OwnFunction, layers: int) -> Wrapper | None:
        module = self._names.project.module(thing.module)
        if module is None:
            return None
        function = module.function(thing.scope)
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
        values = [*call.arguments, *(value for _, value in call.keywords)]
        if any(self.carried(module, function, value, ()) or _is_run(module, value) for value in values):
            return self._offloads.of(module, call, layers - 1, carries=True)
        return None

    def _is_awaitable(self, module: "Module", function: FunctionFacts, offload: "Offload") -> bool:
        """Return whether an offload is for async code: sync code may have pools of its own."""
        if offload.entry is None or offload.entry.result == "awaitable":
            return True
        calls = module.calls(function.id)
        return offload.entry.result == "future" and any(makes_awaitable(self._names, module, call) for call in calls)

    def carried(self, module: "Module", function: FunctionFacts, value: Value, rest: tuple[Value, ...]) -> str:
        """Return the parameter of a function that a callable runs: itself, in a partial, a lambda or a local `def`."""
        row = module.row(value)
        if isinstance(row, Call):
            made = row.arguments and self._names.things(module, row.function) == {External("functools.partial")}
            return self.carried(module, function, row.arguments[0], row.arguments[1:]) if made else ""
        if _is_run(module, value) and rest:
            return self.carried(module, function, rest[0], rest[1:])
        if isinstance(row, FunctionRef):
            callees = (call.function for call in module.calls(row.scope))
            return next(filter(None, (self._parameter(module, function, callee) for callee in callees)), "")
        return self._parameter(module, function, value)

    def _parameter(self, module: "Module", function: FunctionFacts, value: Value) -> str:
        row = module.row(value)
        for part in row.parts if isinstance(row, Join) else (value,):
            found = module.row(part)
            if isinstance(found, Parameter) and found.scope == function.id:
                fact = next(fact for fact in function.parameters if fact.name == found.name)
                return found.name if self._may_be_callable(module, fact) else ""
        return ""

    def _may_be_callable(self, module: "Module", parameter: ParameterFact) -> bool:
        """Return whether a parameter takes one argument, which is not data by its annotation."""
        if parameter.kind not in {"positional", "keyword"}:
            return False
        found = known(self._names.meaning(module, parameter.annotation)) if parameter.annotation else NOTHING
        return not found or not all(map(self._is_data, found))

    def _is_data(self, thing: Thing) -> bool:
        if isinstance(thing, OwnInstance):
            return not classes.attribute(self._names, thing, "__call__")
        is_builtin = isinstance(thing, Instance) and thing.name.startswith("builtins.")
        return is_builtin or isinstance(thing, Iterable | Mapping | Several)


def makes_awaitable(names: "Names", module: "Module", call: Call) -> bool:
    """Return whether a call makes a future of a pool awaitable, or is given the function that does."""
    values = (call.function, *call.arguments)
    things = [thing for value in values if value for thing in names.things(module, value)]
    return any(isinstance(thing, External) and thing.name in _AWAITABLE_FUTURE for thing in things)


def argument(call: Call, position: int, keyword: str | None) -> Value:
    """Return the value passed at a position or by a keyword, UNKNOWN when there is none."""
    if 0 <= position < len(call.arguments):
        return call.arguments[position]
    return next((value for name, value in call.keywords if name == keyword and keyword), UNKNOWN)


def _is_run(module: "Module", value: Value) -> bool:
    row = module.row(value)
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
    others = (call for calls in map(module.calls, module.facts.doings) for call in calls if call.id != offload.call.id)
    return any(wanted in (call.function, *call.arguments) and call.id != offload.callable for call in others)
