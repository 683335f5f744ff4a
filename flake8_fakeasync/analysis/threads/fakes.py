"""Whether a class is async in name only: all that its async methods do over HTTP, they hand to threads."""

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.names.things import External, Instance, OwnFunction, Thing, known
from flake8_fakeasync.analysis.syntax.facts import ClassFacts, FunctionFacts
from flake8_fakeasync.analysis.syntax.rows import Await, Call, FunctionRef, Value
from flake8_fakeasync.analysis.threads.threads import Threads

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.modules.module import Module
    from flake8_fakeasync.analysis.program import Program
    from flake8_fakeasync.analysis.threads.threads import Wrapped

_NETWORKED = frozenset({"http", "network"})
_AWAITED_EFFECTS = frozenset({"coroutine", "context"})
# What these libraries wait for are tasks, locks and clocks; their streams have no classes in the catalog.
_WAITS_ONLY = ("asyncio.", "anyio.", "trio.", "builtins.", "contextlib.")
_MOST = 200


class Verdict(NamedTuple):
    """How many async methods hand HTTP to threads, one thing they hand over, the number of threads if it is told."""

    methods: int
    wrapped: "Wrapped"
    workers: int | None


class Fakes:
    """Judges the classes of one module."""

    def __init__(self, module: "Module", program: "Program", threads: Threads) -> None:
        self._module = module
        self._program = program
        self._threads = {module.path: threads}

    def verdict(self, cls: ClassFacts) -> Verdict | None:
        """Return the verdict on a class, None for one that does, or may do, anything async over a network."""
        wrapped = {method.id: self._wrapped(method) for method in self._methods(cls)}
        found = [each for several in wrapped.values() for each in several]
        if not found:
            return None
        methods = [method for method in self._methods(cls) if method.is_async]
        if self._does_more([OwnFunction(self._module.path, method.id, None) for method in methods]):
            return None
        workers = {each.workers for each in found}
        number = sum(1 for several in wrapped.values() if several)
        return Verdict(number, found[0], workers.pop() if len(workers) == 1 else None)

    def _methods(self, cls: ClassFacts) -> "Iterator[FunctionFacts]":
        for values in cls.names.values():
            for value in values:
                row = self._module.row(value)
                if isinstance(row, FunctionRef) and self._module.function(row.scope).parent == cls.id:
                    yield self._module.function(row.scope)

    def _wrapped(self, method: FunctionFacts) -> list["Wrapped"]:
        """Return the HTTP that an async method, or one that a decorator makes async, hands to threads."""
        threads = self._threads[self._module.path]
        decorated = threads.wrapped(method, "http")
        if decorated is not None or not method.is_async:
            return [decorated] if decorated is not None else []
        functions = _with_inner(self._module, method)
        calls = [call for function in functions for call in self._module.calls(function.id)]
        offloads = filter(None, map(threads.offload, calls))
        return [wrapped for offload in offloads if (wrapped := threads.wrapped(offload, "http")) is not None]

    def _does_more(self, functions: list[OwnFunction]) -> bool:
        """Return whether coroutines, and those of the project that they call, do or may do other I/O."""
        pending, seen = list(functions), set[tuple[str, int]]()
        while pending:
            thing = pending.pop()
            module = self._program.project.module(thing.module)
            if module is None or len(seen) > _MOST:
                return True
            if (thing.module, thing.scope) in seen:
                continue
            seen.add((thing.module, thing.scope))
            for function in _with_inner(module, module.function(thing.scope)):
                for call in module.calls(function.id):
                    if self._is_other(module, call):
                        return True
                    pending += self._coroutines(module, call)
                if any(self._is_unknown(module, value) for value in _awaited_by(module).get(function.id, ())):
                    return True
        return False

    def _is_other(self, module: "Module", call: Call) -> bool:
        """Return whether a call does I/O over a network itself, async or blocking."""
        blocking = self._program.judge.call(module, call) if call.id not in module.awaited else None
        if blocking is not None and blocking.kind in _NETWORKED:
            return call.id not in self._of(module).eager
        things = known(self._program.names.things(module, call.function))
        return any(self._is_networked(thing) for thing in things)

    def _is_networked(self, thing: Thing) -> bool:
        catalog = self._program.catalog
        if isinstance(thing, External):
            function = catalog.function(thing.name)
            return function is not None and function.effect in _AWAITED_EFFECTS and function.kind in _NETWORKED
        if isinstance(thing, Instance):
            cls = catalog.cls(thing.name)
            member = cls.member(thing.path) if cls is not None and thing.path else None
            return member is not None and member.effect in _AWAITED_EFFECTS
        return False

    def _coroutines(self, module: "Module", call: Call) -> list[OwnFunction]:
        """Return the coroutine functions of the project that a call is of."""
        found: list[OwnFunction] = []
        for thing in known(self._program.names.things(module, call.function)):
            home = self._program.project.module(thing.module) if isinstance(thing, OwnFunction) else None
            if isinstance(thing, OwnFunction) and home is not None and home.function(thing.scope).is_async:
                found.append(thing)
        return found

    def _is_unknown(self, module: "Module", value: Value) -> bool:
        """Return whether an await waits for something that may be I/O of any kind."""
        call = module.row(value)
        if not isinstance(call, Call):
            return not known(self._program.names.things(module, value))
        if self._program.offloads.of(module, call) is not None:
            return False
        things = known(self._program.names.things(module, call.function))
        return not things or any(
            isinstance(thing, External | Instance) and not thing.name.startswith(_WAITS_ONLY) for thing in things
        )

    def _of(self, module: "Module") -> Threads:
        if module.path not in self._threads:
            self._threads[module.path] = Threads(module, self._program)
        return self._threads[module.path]


def _with_inner(module: "Module", function: FunctionFacts) -> list[FunctionFacts]:
    """Return a function and the coroutines inside it."""
    found = [function]
    for each in found:
        found += [inner for inner in module.functions() if inner.id and inner.parent == each.id and inner.is_async]
    return found


def _awaited_by(module: "Module") -> dict[int, list[Value]]:
    """Return what each function awaits itself."""
    found: dict[int, list[Value]] = defaultdict(list)
    for row in module.rows(Await):
        found[module.facts.function_of(row.region).id].append(row.value)
    return found
