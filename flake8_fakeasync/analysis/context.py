"""The facts of one module, linked with its project: everything that a rule may ask."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, TypeAlias, TypeVar, cast, get_args

from flake8_fakeasync.analysis.handlers.catches import catches
from flake8_fakeasync.analysis.handlers.handlers import Catch
from flake8_fakeasync.analysis.idioms.arguments import Rejected, rejected
from flake8_fakeasync.analysis.idioms.candidates import CandidateCall, CandidateRead, candidate_calls, candidate_reads
from flake8_fakeasync.analysis.infer.offloads import Offload
from flake8_fakeasync.analysis.infer.values import ValueSet
from flake8_fakeasync.analysis.lifetimes.lifetimes import Lifetime, Lifetimes
from flake8_fakeasync.analysis.lifetimes.repeats import Repeats
from flake8_fakeasync.analysis.project.advice import Advice
from flake8_fakeasync.analysis.reach.blocked import KINDS, Blocked, Reached
from flake8_fakeasync.analysis.reach.blocking import Blocking
from flake8_fakeasync.analysis.reach.call_context import CallContext
from flake8_fakeasync.analysis.reach.callgraph import CallPath
from flake8_fakeasync.analysis.reach.loop_checks import off_loop
from flake8_fakeasync.analysis.syntax.exprs import Await, Call, Element, Enter, ExprId, Operation
from flake8_fakeasync.analysis.syntax.facts import ClassFacts, Fact, FunctionFacts
from flake8_fakeasync.analysis.syntax.positions import Positions
from flake8_fakeasync.analysis.threads.fakes import Fakes
from flake8_fakeasync.analysis.threads.locks import HeldLock, held_locks
from flake8_fakeasync.analysis.threads.threads import Threads
from flake8_fakeasync.analysis.threads.waits import Wait, Waits
from flake8_fakeasync.diagnostics import Placed

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.handlers.guarded_code import Effects, GuardedCode
    from flake8_fakeasync.analysis.program import Program
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.catalog import EntryPoint


Asked: TypeAlias = Fact | Catch | Blocked | HeldLock | Reached | Lifetime | Offload | Rejected | Wait
F = TypeVar("F", bound=Asked)


class Context:
    """One module as rules see it. `program` answers for the whole project, `module` holds the facts.

    `positions` tell where facts stand in the text.
    """

    def __init__(self, module: "Module", program: "Program", positions: Positions) -> None:
        self.module = module
        self.positions = positions
        self.program = program
        self.facts = module.facts
        self.catalog = program.catalog
        self.classifier = program.classifier

    @cached_property
    def advice(self) -> Advice:
        """What to recommend in this file."""
        project = self.program.project
        project.dependency_log.depends_on(self.module.path, project.declared_clients.files(self.module.roots))
        wanted = next((preset for preset in self.program.presets if preset.client), None)
        return Advice(self.module, project, self.program.settings.client, self.catalog, wanted)

    @cached_property
    def lifetimes(self) -> Lifetimes:
        """How the clients end that the module creates."""
        return Lifetimes(self.program.evaluator, self.program.creations, self.module)

    @cached_property
    def repeats(self) -> Repeats:
        """What opens and closes clients of the module again and again."""
        return Repeats(self.program.evaluator, self.program.runners, self.module)

    @cached_property
    def _tables(self) -> dict[type, list[Asked]]:
        """The facts of the module by kind, each kind in source order."""
        found: dict[type, list[Asked]] = {}
        facts = self.facts
        events: tuple[Sequence[Fact], ...] = (facts.uses, facts.stores, facts.handlers, facts.imports)
        tables: Sequence[Sequence[Fact]] = (*events, facts.scopes)
        for table in tables:
            for fact in table:
                found.setdefault(type(fact), []).append(fact)
        return found

    def all(self, kind: type[F]) -> Sequence[F]:
        """Return the facts of one kind in source order; some are put together from others when first asked for."""
        if kind not in self._tables and kind in _DERIVED:
            self._tables[kind] = list(_DERIVED[kind](self))
        elif kind not in self._tables:
            self._tables[kind] = [cast("F", self.module.row(expr)) for expr in self.facts.kinds.get(kind, ())]
        return cast("Sequence[F]", self._tables.get(kind, ()))

    def infer(self, expr: ExprId) -> ValueSet:
        """Return what a value may be."""
        return self.program.evaluator.infer(self.module, expr)

    def is_awaited(self, expr: ExprId) -> bool:
        """Return whether a value is awaited where it is made."""
        return expr in self.module.awaited

    def coroutine(self, region: int) -> FunctionFacts | None:
        """Return the `async def` whose own code a region is, None elsewhere."""
        function = self.facts.function_of(region)
        return function if function.is_async else None

    def effects(self, guarded: "tuple[GuardedCode, ...]") -> "Effects":
        """Return what guarded code does over HTTP."""
        return self.program.guards.effects(guarded)

    def speaks_of(self, code: str, name: str) -> bool:
        """Return whether a rule that is off by default reports an API: a preset enables it for its own APIs only."""
        presets = self.program.presets
        if not presets or self.program.settings.selects(code, default=False):
            return True
        return any(code in preset.enable and name in preset.only for preset in presets)

    def where(self, region: int) -> str:
        """Return the function around a region as a message names it."""
        name = self.facts.function_of(region).name
        return f"{name}()" if name else "the module"

    def qualname(self, place: Placed) -> str:
        """Return the qualified name, within the module, of the function or class around a place; empty outside."""
        if isinstance(place, FunctionFacts | ClassFacts):
            return place.qualname
        region = getattr(place, "region", None)
        return self.facts.function_of(region).qualname if isinstance(region, int) else ""

    def blocking(self, fact: Operation) -> Blocking | None:
        """Return the blocking API that a fact is, wherever it stands; an awaited one never is."""
        if fact.id in self.module.awaited:
            return None
        return self.program.edges.blocking(self.module, fact)

    def may_run_on_loop(self, function: FunctionFacts) -> bool:
        """Return whether a function may run on the event loop; cheap. `on_loop` knows."""
        return function.is_async or self.program.runners.module(self.module).may_run(function)

    def on_loop(self, function: FunctionFacts) -> "tuple[EntryPoint | None] | None":
        """Return None for a function that does not run on the event loop.

        Else what it is to the framework that runs it there, None if it is a coroutine.
        """
        if function.is_async:
            return (None,)
        entry = self.program.runners.on_loop(self.module, function)
        return (entry,) if entry is not None else None

    def may_be_plain(self, region: int) -> bool:
        """Return whether an async function awaits nothing and would run in a thread if it were a plain one."""
        function = self.facts.function_of(region)
        if not function.is_async or function.id in self._awaiting:
            return False
        entry = self.program.runners.entry(self.module, function)
        return entry is not None and entry.runs == "thread"

    @cached_property
    def _awaiting(self) -> frozenset[int]:
        """The functions that await, or iterate or enter something asynchronously."""
        rows: list[Await | Element | Enter] = [*self.module.rows(Await)]
        rows += [*self.module.rows(Element), *self.module.rows(Enter)]
        waits = [row for row in rows if isinstance(row, Await) or row.is_async]
        return frozenset(self.facts.function_of(row.region).id for row in waits)

    @cached_property
    def _steps(self) -> list[tuple[FunctionFacts, Operation]]:
        """What coroutines, and functions that may run on the event loop, do themselves without awaiting it."""
        found: list[tuple[FunctionFacts, Operation]] = []
        for function in self.module.functions():
            if self.may_run_on_loop(function):
                is_off_loop = off_loop(self.program.evaluator, self.module, function)
                for fact in self.module.operations(function.id):
                    if fact.id not in self.module.awaited and fact.id not in self.eager and not is_off_loop(fact):
                        found.append((function, fact))  # noqa: PERF401  (three conditions do not read well in one)
        return found

    def blocked(self) -> Iterator[Blocked]:
        """Yield what blocks in code that runs on the event loop."""
        for function, fact in self._steps:
            blocking = self.blocking(fact)
            runs = self.on_loop(function) if blocking is not None else None
            if blocking is not None and runs is not None:
                yield Blocked(fact.id, function.name, blocking, fact.region, fact.line, fact.column, runs[0])

    def blocks_coroutine(self, fact: Operation) -> Blocked | None:
        """Return what a fact of this module blocks, if it stands in the own code of a coroutine."""
        is_ours = fact.id < len(self.facts.exprs) and self.facts.exprs[fact.id] == fact
        return self._blocked_by_id.get(fact.id) if is_ours else None

    @cached_property
    def _blocked_by_id(self) -> dict[ExprId, Blocked]:
        return {blocked.id: blocked for blocked in self.all(Blocked)}

    def reached(self) -> Iterator[Reached]:
        """Yield what blocks in code that runs on the event loop through functions of the project."""
        for function, fact in self._steps:
            if fact.id in self._blocked_by_id:
                continue
            alternatives = self.program.edges.run(self.module, fact)
            runs = self.on_loop(function) if self._reach(fact, alternatives) else None
            if runs is None or (runs[0] is not None and self._all_run_on_loop(alternatives)):
                continue
            for kind in KINDS:
                found = self._shortest(fact, alternatives, kind)
                if found is not None:
                    yield Reached(fact.id, function.name, *found, fact.region, fact.line, fact.column, runs[0])

    def _all_run_on_loop(self, alternatives: list[list[CallContext]]) -> bool:
        """Return whether all functions that are run are called by a framework as well: they are reported themselves."""
        functions = [each.function for alternative in alternatives for each in alternative]
        homes = [(self.program.project.module(each.module), each.scope) for each in functions]
        runners = self.program.runners
        return all(home is not None and runners.on_loop(home, home.function(scope)) for home, scope in homes)

    def offload(self, call: Call) -> Offload | None:
        """Return the offload that a call is, None if it is none."""
        return self.program.offloads.of(self.module, call)

    @cached_property
    def threads(self) -> Threads:
        """What the module hands to threads."""
        return Threads(self.module, self.program)

    @cached_property
    def waits(self) -> Waits:
        """Where coroutines of the module wait for threads and loops."""
        return Waits(self)

    @cached_property
    def fakes(self) -> Fakes:
        """The classes of the module that are async in name only."""
        return Fakes(self.module, self.program, self.threads)

    @property
    def eager(self) -> dict[ExprId, Offload]:
        """Calls that stand where an offloader takes a callable: they run before anything is offloaded."""
        return self.threads.eager

    def _reach(self, fact: Operation, alternatives: list[list[CallContext]]) -> bool:
        """Return whether what a callee may be reaches something that blocks: one of it, or all where that is asked."""
        enough = any if len(alternatives) > 1 and self.program.edges.any_is_enough(self.module, fact) else all
        return bool(alternatives) and enough(any(map(self.program.graph.reaches, each)) for each in alternatives)

    def _shortest(
        self, fact: Operation, alternatives: list[list[CallContext]], kind: str
    ) -> tuple[CallPath, str] | None:
        """Return the shortest call path to a blocking API of a kind, and which of how many things has it."""
        found: list[CallPath] = []
        for alternative in alternatives:
            paths = [self.program.graph.path(function, kind) for function in alternative]
            reached = [path for path in paths if path is not None]
            if reached:
                found.append(min(reached, key=attrgetter("order")))
        if not found or (len(found) < len(alternatives) and not self.program.edges.any_is_enough(self.module, fact)):
            return None
        chosen = "" if len(alternatives) == 1 else f"{len(found)} of {len(alternatives)} implementations: "
        return min(found, key=attrgetter("order")), chosen


_DERIVED: dict[type, Callable[[Context], Iterable[Asked]]] = {
    Blocked: Context.blocked,
    Catch: catches,
    HeldLock: held_locks,
    Lifetime: lambda context: context.lifetimes.all.values(),
    CandidateCall: candidate_calls,
    CandidateRead: candidate_reads,
    Offload: lambda context: context.threads.all(),
    Reached: Context.reached,
    Rejected: rejected,
    Wait: lambda context: context.waits.all(),
}
# What a rule may subscribe to: what the walk records, and what is put together from it.
PROVIDED: frozenset[type] = frozenset((*get_args(Fact), *_DERIVED))
