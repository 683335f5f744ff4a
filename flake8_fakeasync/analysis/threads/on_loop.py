"""What blocks in code of one module that runs on the event loop."""

from collections.abc import Iterator
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.reach import waiting
from flake8_fakeasync.analysis.reach.blocked import Blocked, Reached
from flake8_fakeasync.analysis.reach.blocking_api import KINDS, Blocking
from flake8_fakeasync.analysis.reach.call_context import CallContext
from flake8_fakeasync.analysis.reach.call_paths import CallPath
from flake8_fakeasync.analysis.reach.loop_checks import off_loop
from flake8_fakeasync.analysis.reach.told_elsewhere import is_awaited
from flake8_fakeasync.analysis.syntax.exprs import Operation
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
from flake8_fakeasync.analysis.threads.threads import Threads

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.view import View


class OnLoop:
    """Answers for one module: what coroutines, and functions that a framework runs on the loop, block and reach."""

    def __init__(self, view: "View", threads: Threads) -> None:
        self._view = view
        self._module = view.module
        self._program = view.program
        self._threads = threads
        self._known: dict[tuple[object, ...], tuple[int, CallPath | None]] = {}  # by kind and what is run

    @cached_property
    def _steps(self) -> list[tuple[FunctionFacts, Operation]]:
        """What coroutines, and functions that may run on the event loop, do themselves without awaiting it."""
        found: list[tuple[FunctionFacts, Operation]] = []
        evaluator, module = self._program.evaluator, self._module
        for function in self._module.functions():
            if self._view.may_run_on_loop(function):
                is_off_loop = off_loop(evaluator, module, function)
                facts = (fact for fact in module.operations(function.id) if fact.id not in self._threads.eager)
                own = (fact for fact in facts if not is_awaited(evaluator, module, fact))
                found += [(function, fact) for fact in own if not is_off_loop(fact)]
        return found

    @cached_property
    def blocked(self) -> list[Blocked]:
        """What blocks in code that runs on the event loop."""
        return list(self._all_blocked())

    def _all_blocked(self) -> Iterator[Blocked]:
        for function, fact in self._steps:
            blocking = self._blocking(fact)
            runs = self._view.on_loop(function) if blocking is not None else None
            if blocking is not None and runs is not None:
                yield Blocked(fact.id, function.name, blocking, fact.region, fact.line, fact.column, runs[0])

    def blocks_coroutine(self, fact: Operation) -> Blocked | None:
        """Return what a fact of this module blocks, if it is in the own code of a coroutine."""
        is_ours = fact.id < len(self._module.facts.exprs) and self._module.facts.exprs[fact.id] == fact
        return self._blocked_by_id.get(fact.id) if is_ours else None

    @cached_property
    def _blocked_by_id(self) -> dict[ExprId, Blocked]:
        return {blocked.id: blocked for blocked in self.blocked}

    def reached(self) -> Iterator[Reached]:
        """Yield what blocks in code that runs on the event loop through functions of the project."""
        for function, fact in self._steps:
            if fact.id in self._blocked_by_id:
                continue
            alternatives = self._program.edges.run(self._module, fact)
            runs = self._view.on_loop(function) if self._reach(fact, alternatives) else None
            if runs is None or (runs[0] is not None and self._all_run_on_loop(alternatives)):
                continue
            for kind in KINDS:
                found = self._shortest(fact, alternatives, kind)
                if found is not None and not (kind == waiting.KIND and self._is_over(fact, found[0])):
                    yield Reached(fact.id, function.name, *found, fact.region, fact.line, fact.column, runs[0])

    def _is_over(self, fact: Operation, path: CallPath) -> bool:
        return waiting.is_over(self._program.evaluator, self._module, fact, path.blocking)

    def _all_run_on_loop(self, alternatives: list[list[CallContext]]) -> bool:
        """Return whether all functions that are run are called by a framework as well: they are reported themselves."""
        functions = [each.function for alternative in alternatives for each in alternative]
        homes = [(self._program.project.module(each.module), each.scope) for each in functions]
        runners = self._program.runners
        return all(home is not None and runners.on_loop(home, home.function(scope)) for home, scope in homes)

    def _blocking(self, fact: Operation) -> Blocking | None:
        """Return the blocking API that a fact is, in whatever function; an awaited one never is."""
        if fact.id in self._module.awaited:
            return None
        return self._program.edges.blocking(self._module, fact)

    def _reach(self, fact: Operation, alternatives: list[list[CallContext]]) -> bool:
        """Return whether what a callee may be reaches something that blocks: one of it, or all where that is asked."""
        enough = any if len(alternatives) > 1 and self._program.edges.any_is_enough(self._module, fact) else all
        return bool(alternatives) and enough(any(map(self._program.graph.reaches, each)) for each in alternatives)

    def _shortest(
        self, fact: Operation, alternatives: list[list[CallContext]], kind: str
    ) -> tuple[CallPath, str] | None:
        """Return the shortest call path to a blocking API of a kind, and which of how many things has it."""
        key = (kind, *map(tuple, alternatives))
        if key not in self._known:
            self._known[key] = self._paths(alternatives, kind)
        count, path = self._known[key]
        if path is None or (count < len(alternatives) and not self._program.edges.any_is_enough(self._module, fact)):
            return None
        return path, "" if len(alternatives) == 1 else f"{count} of {len(alternatives)} implementations: "

    def _paths(self, alternatives: list[list[CallContext]], kind: str) -> tuple[int, CallPath | None]:
        """Return how many alternatives have a call path to a blocking API of a kind, and the shortest one."""
        found: list[CallPath] = []
        for alternative in alternatives:
            paths = [self._program.graph.path(function, kind) for function in alternative]
            reached = [path for path in paths if path is not None]
            if reached:
                found.append(min(reached, key=attrgetter("is_once", "order")))
        return len(found), min(found, key=attrgetter("is_once", "order"), default=None)
