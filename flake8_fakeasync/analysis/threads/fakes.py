"""Whether a class is async in name only: all that its async methods do over HTTP, they hand to threads."""

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.ids import ExprId, FunctionId
from flake8_fakeasync.analysis.syntax.exprs import Await, Call, FunctionRef
from flake8_fakeasync.analysis.syntax.facts import ClassFacts, FunctionFacts
from flake8_fakeasync.analysis.threads.threads import Threads
from flake8_fakeasync.analysis.values import External, Instance, OwnFunction, Value, known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.program import Program
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.threads.findings import Wrapped

_NETWORKED = frozenset({"http", "network"})
_AWAITED_EFFECTS = frozenset({"coroutine", "context"})
# What these libraries wait for are tasks, locks and clocks; their streams have no classes in the catalog.
_WAITS_ONLY = ("asyncio.", "anyio.", "trio.", "builtins.", "contextlib.")
_MOST = 200


class Verdict(NamedTuple):
    """How many of its async methods hand HTTP to threads, one thing they hand over, the number of threads if known."""

    methods: int
    of: int
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
        return Verdict(
            number,
            len({method.id for method in methods} | {each for each, several in wrapped.items() if several}),
            found[0],
            workers.pop() if len(workers) == 1 else None,
        )

    def _methods(self, cls: ClassFacts) -> "Iterator[FunctionFacts]":
        for exprs in cls.names.values():
            for expr in exprs:
                row = self._module.row(expr)
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
        pending, seen = list(functions), set[tuple[str, FunctionId]]()
        while pending:
            value = pending.pop()
            module = self._program.project.module(value.module)
            if module is None or len(seen) > _MOST:
                return True
            if (value.module, value.scope) in seen:
                continue
            seen.add((value.module, value.scope))
            for function in _with_inner(module, module.function(value.scope)):
                for call in module.calls(function.id):
                    if self._is_other(module, call):
                        return True
                    pending += self._coroutines(module, call)
                if any(self._is_unknown(module, expr) for expr in _awaited_by(module).get(function.id, ())):
                    return True
        return False

    def _is_other(self, module: "Module", call: Call) -> bool:
        """Return whether a call does I/O over a network itself, async or blocking."""
        blocking = self._program.classifier.call(module, call) if call.id not in module.awaited else None
        if blocking is not None and blocking.kind in _NETWORKED:
            return call.id not in self._of(module).eager
        values = known(self._program.evaluator.infer(module, call.function))
        return any(self._is_networked(value) for value in values) or self._leads_to_network(module, call)

    def _leads_to_network(self, module: "Module", call: Call) -> bool:
        """Return whether a call reaches blocking I/O over a network through functions of the project, in no thread."""
        if call.id in module.awaited or call.id in self._of(module).eager:
            return False
        path = self._program.graph.path
        run = (each for alternative in self._program.edges.run(module, call) for each in alternative)
        return any(path(each, kind) is not None for each in run for kind in sorted(_NETWORKED))

    def _is_networked(self, value: Value) -> bool:
        catalog = self._program.catalog
        if isinstance(value, External):
            function = catalog.function(value.name)
            return function is not None and function.effect in _AWAITED_EFFECTS and function.kind in _NETWORKED
        if isinstance(value, Instance):
            cls = catalog.cls(value.name)
            member = cls.member(value.path) if cls is not None and value.path else None
            return member is not None and member.effect in _AWAITED_EFFECTS
        return False

    def _coroutines(self, module: "Module", call: Call) -> list[OwnFunction]:
        """Return the coroutine functions of the project that a call is of."""
        found: list[OwnFunction] = []
        for value in known(self._program.evaluator.infer(module, call.function)):
            home = self._program.project.module(value.module) if isinstance(value, OwnFunction) else None
            if isinstance(value, OwnFunction) and home is not None and home.function(value.scope).is_async:
                found.append(value)
        return found

    def _is_unknown(self, module: "Module", expr: ExprId) -> bool:
        """Return whether an await waits for something that may be I/O of any kind."""
        call = module.row(expr)
        if not isinstance(call, Call):
            return not known(self._program.evaluator.infer(module, expr))
        if self._program.offloads.of(module, call) is not None:
            return False
        values = known(self._program.evaluator.infer(module, call.function))
        return not values or any(
            isinstance(value, External | Instance) and not value.name.startswith(_WAITS_ONLY) for value in values
        )

    def _of(self, module: "Module") -> Threads:
        if module.path not in self._threads:
            self._threads[module.path] = Threads(module, self._program)
        return self._threads[module.path]


def _with_inner(module: "Module", function: FunctionFacts) -> list[FunctionFacts]:
    """Return a function and the coroutines inside it."""
    found = [function]
    for each in found:
        found += [inner for inner in module.defined_in(each.id) if inner.is_async]
    return found


def _awaited_by(module: "Module") -> dict[FunctionId, list[ExprId]]:
    """Return what each function awaits itself."""
    found: dict[FunctionId, list[ExprId]] = defaultdict(list)
    for row in module.rows(Await):
        found[module.facts.function_of(row.region).id].append(row.value)
    return found
