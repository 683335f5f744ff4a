"""Calls and decorators that run a callable somewhere else: in a thread, a process, another interpreter."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.names.things import (
    NOTHING,
    External,
    Instance,
    Offloaded,
    OwnClass,
    OwnFunction,
    OwnInstance,
    Partial,
    Thing,
    Things,
    in_order,
    known,
)
from flake8_fakeasync.analysis.names.wrappers import LAYERS, Wrapper, Wrappers, argument
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
from flake8_fakeasync.analysis.syntax.rows import UNKNOWN, Attribute, Call, FunctionRef, Starred, Value

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.modules.module import Module
    from flake8_fakeasync.analysis.names.names import Names
    from flake8_fakeasync.catalog import Offloader


class Offload(NamedTuple):
    """One offloading call.

    `via` is the offloader as one would write it. `callable` is the value of what is run (UNKNOWN where a wrapped
    callable is called later: `callables` then holds what it may be), `rest` are the arguments it gets. `executor` is
    the value of the pool. `process` tells that it runs in no thread; `entry` is None for what the project wrote itself.
    """

    call: Call
    via: str
    callable: Value
    callables: Things
    executor: Value
    entry: "Offloader | None"
    rest: tuple[Value, ...] = ()
    process: bool = False

    @property
    def takes_callable(self) -> bool:
        """Whether what it is given is called, not iterated over or entered."""
        return self.entry is None or self.entry.arguments != "none"


_CALLS, _PREPARES = frozenset({"call"}), frozenset({"wrap", "configured"})
_CALLABLE = (External, Offloaded, OwnClass, OwnFunction, Partial, Instance, OwnInstance)


class Offloads:
    """Recognizes offloading calls and decorators, by the catalog and by what functions of the project do."""

    def __init__(self, names: "Names") -> None:
        self._names = names
        self._methods = names.catalog.offloader_methods()
        self._entries: dict[External | Instance, Offloader | None] = {}
        self.wrappers = Wrappers(names, self)

    def of(self, module: "Module", call: Call, layers: int = LAYERS, *, carries: bool = False) -> Offload | None:
        """Return the offload that a call is, None if it is none; `carries` says that it is given a callable."""
        return self._of(module, call, self._callees(module, call), layers, carries=carries)

    def any(self, module: "Module", call: Call) -> Offload | None:
        """Return the offload that a call is or prepares, None if it is neither."""
        things = self._callees(module, call)
        return self._of(module, call, things, LAYERS) or self._wrap(module, call, things)

    def _of(
        self, module: "Module", call: Call, things: Sequence[Thing], layers: int, *, carries: bool = False
    ) -> Offload | None:
        for thing in things:
            if isinstance(thing, Offloaded):
                return Offload(call, _name(module, call), UNKNOWN, thing.target, UNKNOWN, None, call.arguments)
            if isinstance(thing, OwnFunction) and layers and (carries or self._is_given_callable(module, call)):
                found = self._home_made(module, call, thing, self.wrappers.of(thing, layers), later=False)
                if found is not None:
                    return found
        return self._catalogued(module, call, things, _CALLS)

    def catalogued(self, module: "Module", call: Call) -> Offload | None:
        """Return the offload that a call is by the catalog; what functions of the project do is not asked."""
        return self._catalogued(module, call, self._callees(module, call), _CALLS)

    def _wrap(self, module: "Module", call: Call, things: Sequence[Thing]) -> Offload | None:
        """Return the offload that a call prepares: what it gives runs its argument elsewhere when called."""
        for thing in things:
            if isinstance(thing, OwnFunction) and self._is_given_callable(module, call):
                return self._home_made(module, call, thing, self.wrappers.of(thing), later=True)
        return self._catalogued(module, call, things, _PREPARES)

    def decorator(self, module: "Module", function: FunctionFacts) -> str | None:
        """Return the decorator that makes calls of a function run in a thread, by its name."""
        for decorator in function.decorators:
            for thing in known(self._names.things(module, decorator)):
                if isinstance(thing, OwnFunction):
                    wrapper = self.wrappers.of(thing)
                    if wrapper is not None and wrapper.later and not wrapper.process:
                        return self.wrappers.name(thing)
                entry = self._names.catalog.offloader(thing.name) if isinstance(thing, External) else None
                if entry is not None and {"decorator", "configured"} & set(entry.forms) and not entry.process:
                    return entry.name
        return None

    def _callees(self, module: "Module", call: Call) -> Sequence[Thing]:
        things = known(self._names.things(module, call.function))
        if any(type(thing) is Partial for thing in things):
            things = frozenset(each.target if type(each) is Partial else each for each in things)
        return in_order(things)

    def _is_given_callable(self, module: "Module", call: Call) -> bool:
        """Return whether an argument of a call may be called: functions of the project are looked into only then."""
        for value in (*call.arguments, *(value for _, value in call.keywords)):
            if isinstance(module.row(value), Call | FunctionRef):
                return True
            if any(isinstance(thing, _CALLABLE) for thing in self._names.things(module, value)):
                return True
        return False

    def _entry(self, thing: Thing) -> "Offloader | None":
        """Return what the catalog says of a thing as an offloader; asked once."""
        if not isinstance(thing, (External, Instance)):
            return None
        if thing not in self._entries:
            name = f"{thing.name}.{thing.path}" if isinstance(thing, Instance) else thing.name
            self._entries[thing] = self._names.catalog.offloader(name)
        return self._entries[thing]

    def _catalogued(
        self, module: "Module", call: Call, things: Sequence[Thing], forms: frozenset[str]
    ) -> Offload | None:
        for thing in things:
            entry = self._entry(thing)
            if entry is not None and not forms.isdisjoint(entry.forms):
                return self._offload(module, call, entry, entry.name)
        row = module.row(call.function)
        if isinstance(row, Attribute) and not any(isinstance(thing, OwnFunction) for thing in things):
            entry = self._methods.get(row.name)
            if entry is not None and not forms.isdisjoint(entry.forms):
                return self._offload(module, call, entry, row.name)
        return None

    def _offload(self, module: "Module", call: Call, entry: "Offloader", name: str) -> Offload | None:
        value = argument(call, entry.callable, entry.keyword)
        if not value or isinstance(module.row(value), Starred):
            return None
        executor = argument(call, entry.executor, "executor") if entry.executor is not None else UNKNOWN
        things = self._names.things(module, value)
        rest = call.arguments[entry.callable + 1 :]
        process = entry.process or self._is_process_pool(module, executor)
        return Offload(call, name, value, things, executor, entry, rest, process)

    def _is_process_pool(self, module: "Module", executor: Value) -> bool:
        for thing in known(self._names.things(module, executor)) if executor else NOTHING:
            entry = self._names.catalog.offloader(f"{thing.name}.submit") if isinstance(thing, Instance) else None
            if entry is not None and entry.process:
                return True
        return False

    def _home_made(
        self, module: "Module", call: Call, thing: OwnFunction, wrapper: Wrapper | None, *, later: bool
    ) -> Offload | None:
        if wrapper is None or wrapper.later != later:
            return None
        value = argument(call, wrapper.place(thing), wrapper.parameter)
        if not value or isinstance(module.row(value), Starred):
            return None
        rest = call.arguments[wrapper.place(thing) + 1 :]
        things, name = self._names.things(module, value), self.wrappers.name(thing)
        return Offload(call, name, value, things, UNKNOWN, None, rest, wrapper.process)


def _name(module: "Module", call: Call) -> str:
    row = module.row(call.function)
    return row.name if isinstance(row, Attribute) else "a wrapped function"


__all__ = ["Offload", "Offloads", "argument"]
