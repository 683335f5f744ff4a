"""Calls that run a callable somewhere else: in a thread, a process, another interpreter."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.facts import UNKNOWN, Attribute, Call, Value
from flake8_fakeasync.analysis.things import External, Instance, Offloaded, OwnFunction, Things, known

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.module import Module
    from flake8_fakeasync.analysis.names import Names
    from flake8_fakeasync.catalog import Offloader


class Offload(NamedTuple):
    """One offloading call.

    `via` is the offloader as one would write it. `callable` is the value of what is run (UNKNOWN where a wrapped
    callable is called later: `callables` then holds what it may be). `executor` is the value of the pool.
    """

    call: Call
    via: str
    callable: Value
    callables: Things
    executor: Value
    entry: "Offloader | None"


class Offloads:
    """Recognizes offloading calls by the catalog."""

    def __init__(self, names: "Names") -> None:
        self._names = names
        self._methods = names.catalog.offloader_methods()

    def of(self, module: "Module", call: Call) -> Offload | None:
        """Return the offload that a call is, None if it is none."""
        things = known(self._names.things(module, call.function))
        for thing in things:
            if isinstance(thing, Offloaded):
                return Offload(call, _name(module, call), UNKNOWN, thing.target, UNKNOWN, None)
            if isinstance(thing, External | Instance):
                name = thing.name if isinstance(thing, External) else f"{thing.name}.{thing.path}"
                entry = self._names.catalog.offloader(name)
                if entry is not None and "call" in entry.forms:
                    return self._offload(module, call, entry, name)
        row = module.row(call.function)
        if isinstance(row, Attribute) and not any(isinstance(thing, OwnFunction) for thing in things):
            entry = self._methods.get(row.name)
            if entry is not None and "call" in entry.forms:
                return self._offload(module, call, entry, row.name)
        return None

    def _offload(self, module: "Module", call: Call, entry: "Offloader", name: str) -> Offload | None:
        value = argument(call, entry.callable, entry.keyword)
        if not value:
            return None
        executor = argument(call, entry.executor, "executor") if entry.executor is not None else UNKNOWN
        return Offload(call, name, value, self._names.things(module, value), executor, entry)


def argument(call: Call, position: int, keyword: str | None) -> Value:
    """Return the value passed at a position or by a keyword, UNKNOWN when there is none."""
    if position < len(call.arguments):
        return call.arguments[position]
    return next((value for name, value in call.keywords if name == keyword and keyword), UNKNOWN)


def _name(module: "Module", call: Call) -> str:
    row = module.row(call.function)
    return row.name if isinstance(row, Attribute) else "a wrapped function"
