"""What one module hands to threads: the offloads that rules speak about."""

from functools import cached_property
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId, RegionId
from flake8_fakeasync.analysis.infer.wrappers import makes_awaitable
from flake8_fakeasync.analysis.syntax.exprs import Call
from flake8_fakeasync.analysis.syntax.facts import ClassFacts, FunctionFacts
from flake8_fakeasync.analysis.syntax.passed import NEVER_CALLABLE
from flake8_fakeasync.analysis.threads.eager import early, gives_callable
from flake8_fakeasync.analysis.threads.findings import Early, Misplaced, Wrapped
from flake8_fakeasync.analysis.threads.pools import workers
from flake8_fakeasync.analysis.threads.work import Work

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.infer.offloads import Offload
    from flake8_fakeasync.analysis.program import Program
    from flake8_fakeasync.analysis.project.module import Module


class Threads:
    """Answers for one module."""

    def __init__(self, module: "Module", program: "Program") -> None:
        self._module = module
        self._program = program
        self._evaluator = program.evaluator
        self._wrapped: dict[tuple[ExprId, str], Wrapped | None] = {}
        self._offloads: dict[ExprId, Offload | None] = {}

    def offload(self, call: Call) -> "Offload | None":
        """Return the offload with a callable in it that a call is or prepares."""
        if not self._has_coroutines or all(isinstance(self._module.row(each), NEVER_CALLABLE) for each in call.given):
            return None
        if call.id not in self._offloads:
            found = self._program.offloads.any(self._module, call)
            self._offloads[call.id] = found if found is not None and found.callable else None
        return self._offloads[call.id]

    @cached_property
    def _has_coroutines(self) -> bool:
        """Whether the module has coroutines at all."""
        return any(function.is_async for function in self._module.functions())

    def all(self) -> "Iterator[Offload]":
        """Yield the offloads with a callable in them that calls of the module are or prepare."""
        return filter(None, map(self.offload, self._module.rows(Call)))

    def wrapped(self, fact: "Offload | FunctionFacts", kind: str) -> Wrapped | None:
        """Return the blocking I/O of a kind that an offload, or a decorated function, hands to a thread."""
        if isinstance(fact, FunctionFacts):
            return self._decorated(fact, kind)
        key = (fact.call.id, kind)
        if key not in self._wrapped:
            self._wrapped[key] = self._called(fact, kind)
        return self._wrapped[key]

    def with_twin(self, fact: "Offload | FunctionFacts") -> Wrapped | None:
        """Return the network I/O other than HTTP that is handed to a thread, if there is an async API for it.

        One of the package that is being checked is none: that is what the thread is for.
        """
        found = self.wrapped(fact, "network")
        twin = found.path.blocking.instead if found is not None else None
        if found is None or twin is None or self._module.is_of(twin) or self.wrapped(fact, "http") is not None:
            return None
        return None if found.path.blocking.threaded else found

    def _called(self, offload: "Offload", kind: str) -> Wrapped | None:
        call = offload.call
        if call.id in self._plain_futures or offload.callable in self.eager or self._is_trusted(offload):
            return None
        if self._is_handed_on(offload):
            return None
        path = self._program.service(Work).of(self._module, offload, kind)
        if path is None:
            return None
        return Wrapped(call, self.function(call.region), path, workers(self._evaluator, self._module, offload.executor))

    def _is_handed_on(self, offload: "Offload") -> bool:
        """Return whether a function offloads what it is given: the calls of that home-made wrapper are reported."""
        carried = self._program.offloads.wrappers.carried
        scope: FunctionFacts | ClassFacts = self._module.facts.function_of(offload.call.region)
        while scope.id:
            if isinstance(scope, FunctionFacts) and carried(self._module, scope, offload.callable, offload.rest):
                return True
            scope = self._module.scope(scope.parent)
        return False

    def _is_trusted(self, offload: "Offload") -> bool:
        """Return whether a preset wants this offloader used."""
        name = offload.via.rpartition(".")[2]
        return any(name in preset.trusted for preset in self._program.presets)

    def _decorated(self, function: FunctionFacts, kind: str) -> Wrapped | None:
        if (
            not function.decorators
            or not self._has_coroutines
            or self._program.offloads.decorator(self._module, function) is None
        ):
            return None
        path = self._program.service(Work).decorated(self._module, function, kind)
        return Wrapped(function, f"{function.name}()", path, None) if path else None

    def misplaced(self, offload: "Offload") -> Misplaced | None:
        """Return the coroutine function that an offload is given, where nothing will await its coroutine."""
        if not offload.takes_callable or self._awaits_result(offload.call) or self._is_handed_on(offload):
            return None
        entry = offload.entry
        if entry is None or entry.refuses_coroutines or entry.takes_coroutines or entry.result == "future":
            return None
        targets = self._program.service(Work).targets
        names = [targets.coroutine(target) for target in targets.of(self._module, offload)]
        first = names[0] if names and all(names) else None
        return Misplaced(first, offload.via.rpartition(".")[2]) if first else None

    def early(self, offload: "Offload") -> Early | None:
        """Return what the call does too early that an offload is given in the place of a callable."""
        call = self._module.row(offload.callable)
        if not isinstance(call, Call) or self.eager.get(call.id) != offload or call.id in self._module.awaited:
            return None
        return early(self._program, self._module, offload, call)

    def _awaits_result(self, call: Call) -> bool:
        """Return whether the result of awaiting a call is awaited once more."""
        return not self._module.awaited_or_base.isdisjoint(self._module.awaits.get(call.id, ()))

    @cached_property
    def eager(self) -> "dict[ExprId, Offload]":
        """Calls where an offloader takes a callable: they run before anything is offloaded."""
        found: dict[ExprId, Offload] = {}
        for calls in map(self._module.calls, self._module.facts.operations):
            for offload in filter(None, map(self.offload, filter(self._is_given_a_call, calls))):
                is_made = isinstance(self._module.row(offload.callable), Call)
                if (
                    is_made
                    and offload.takes_callable
                    and not gives_callable(self._evaluator, self._module, offload.callable)
                ):
                    found[offload.callable] = offload
        return found

    def _is_given_a_call(self, call: Call) -> bool:
        exprs = call.given
        return any(isinstance(self._module.row(expr), Call) for expr in exprs)

    @cached_property
    def _plain_futures(self) -> frozenset[ExprId]:
        """Jobs submitted to a pool in functions that make no future of theirs awaitable: sync code may do that."""
        found: list[ExprId] = []
        for calls in map(self._module.calls, self._module.facts.operations):
            offloads = [self.offload(call) for call in calls]
            futures = [each.call.id for each in offloads if each and each.entry and each.entry.result == "future"]
            if futures and not any(makes_awaitable(self._evaluator, self._module, call) for call in calls):
                found += futures
        return frozenset(found)

    def function(self, region: RegionId) -> str:
        """Return the function around a region as a message names it; lambdas have no name of their own."""
        scope: FunctionFacts | ClassFacts | None = self._module.facts.function_of(region)
        while isinstance(scope, ClassFacts) or (isinstance(scope, FunctionFacts) and scope.is_lambda):
            scope = self._module.scope(scope.parent)
        return f"{scope.name}()" if scope is not None and scope.name else "the module"
