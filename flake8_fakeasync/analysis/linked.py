"""The facts of one module, linked with its project: everything that a rule may ask."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

from flake8_fakeasync.analysis.advice import Advice
from flake8_fakeasync.analysis.blocking import Blocking
from flake8_fakeasync.analysis.callgraph import Path
from flake8_fakeasync.analysis.facts import Attribute, Call, Element, Enter, Fact, FunctionFacts, Value
from flake8_fakeasync.analysis.handlers import Catch, catches
from flake8_fakeasync.analysis.lifetimes import Lifetimes
from flake8_fakeasync.analysis.offloads import Offload
from flake8_fakeasync.analysis.onloop import off_loop
from flake8_fakeasync.analysis.things import OwnFunction, Things
from flake8_fakeasync.analysis.threads import Threads

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.guards import Stretch, Traffic
    from flake8_fakeasync.analysis.module import Module
    from flake8_fakeasync.analysis.program import Program

Asked: TypeAlias = Fact | Catch
F = TypeVar("F", bound=Asked)
Blockable: TypeAlias = Attribute | Call | Element | Enter


class Blocked(NamedTuple):
    """A coroutine, by its qualified name, and the blocking API that it runs itself."""

    function: str
    blocking: Blocking


class Reached(NamedTuple):
    """A coroutine, by its name, and the call path on which it blocks."""

    function: str
    path: Path


class Linked:
    """One module as rules see it. `program` answers for the whole project, `module` holds the facts."""

    def __init__(self, module: "Module", program: "Program") -> None:
        self.module = module
        self.program = program
        self.facts = module.facts
        self.catalog = program.catalog
        self.judge = program.judge
        self._off_loop: dict[int, Callable[[Blockable], bool]] = {}
        self._blocked: dict[Value, Blocked | None] = {}
        self._run: dict[Value, list[list[OwnFunction]]] = {}

    @cached_property
    def advice(self) -> Advice:
        """What to recommend in this file."""
        return Advice(self.module, self.program.settings.client, self.catalog)

    @cached_property
    def lifetimes(self) -> Lifetimes:
        """How the clients end that the module creates."""
        return Lifetimes(self.program.names, self.program.creations, self.module)

    @cached_property
    def by_kind(self) -> dict[type, list[Asked]]:
        """All facts of the module by kind, each kind in source order; catches are put together from several."""
        found: dict[type, list[Asked]] = {Catch: [*catches(self)]}
        facts = self.facts
        events: tuple[Sequence[Fact], ...] = (facts.uses, facts.stores, facts.handlers, facts.imports)
        tables: Sequence[Sequence[Fact]] = (facts.values, *events, facts.scopes)
        for table in tables:
            for fact in table:
                found.setdefault(type(fact), []).append(fact)
        return found

    def all(self, kind: type[F]) -> Iterator[F]:
        """Yield the facts of one kind."""
        for fact in self.by_kind.get(kind, ()):
            if isinstance(fact, kind):
                yield fact

    def things(self, value: Value) -> Things:
        """Return what a value may be."""
        return self.program.names.things(self.module, value)

    def is_awaited(self, value: Value) -> bool:
        """Return whether a value is awaited where it is made."""
        return value in self.module.awaited

    def coroutine(self, region: int) -> FunctionFacts | None:
        """Return the `async def` whose own code a region is, None elsewhere."""
        function = self.facts.function_of(region)
        return function if function.is_async else None

    def traffic(self, stretches: "tuple[Stretch, ...]") -> "Traffic":
        """Return what guarded code does over HTTP."""
        return self.program.guards.traffic(stretches)

    def where(self, region: int) -> str:
        """Return the function around a region as a message names it."""
        name = self.facts.function_of(region).name
        return f"{name}()" if name else "the module"

    def blocking(self, fact: Blockable) -> Blocking | None:
        """Return the blocking API that a fact is, wherever it stands; an awaited one never is."""
        if fact.id in self.module.awaited:
            return None
        return self.program.edges.blocking(self.module, fact)

    def blocks_coroutine(self, fact: Blockable) -> Blocked | None:
        """Return the coroutine whose own code a fact blocks, and with what."""
        function = self.coroutine(fact.region)
        if function is None:
            return None
        if fact.id not in self._blocked:
            self._blocked[fact.id] = self._blocks(function, fact)
        return self._blocked[fact.id]

    def _blocks(self, function: FunctionFacts, fact: Blockable) -> Blocked | None:
        blocking = self.blocking(fact)
        if blocking is None or fact.id in self.eager or self._is_off_loop(function)(fact):
            return None
        return Blocked(function.name, blocking)

    def _is_off_loop(self, function: FunctionFacts) -> "Callable[[Blockable], bool]":
        if function.id not in self._off_loop:
            self._off_loop[function.id] = off_loop(self.program.names, self.module, function)
        return self._off_loop[function.id]

    def offload(self, call: Call) -> Offload | None:
        """Return the offload that a call is, None if it is none."""
        return self.program.offloads.of(self.module, call)

    @cached_property
    def threads(self) -> Threads:
        """What the module hands to threads."""
        return Threads(self.module, self.program)

    @property
    def eager(self) -> dict[Value, Offload]:
        """Calls that stand where an offloader takes a callable: they run before anything is offloaded."""
        return self.threads.eager

    def reach(self, fact: Blockable, kind: str) -> Path | None:
        """Return the shortest call path from a fact through project functions to a blocking API of a kind."""
        shortest: list[Path] = []
        for alternative in self._runs(fact):
            paths = [self.program.graph.path(self.module, function, kind) for function in alternative]
            reached = [path for path in paths if path is not None]
            if not reached:
                return None
            shortest.append(min(reached, key=_length))
        return min(shortest, key=_length, default=None)

    def _runs(self, fact: Blockable) -> list[list[OwnFunction]]:
        """Return the project functions that a fact runs here, a list for each thing its callee may be."""
        if fact.id not in self._run:
            stays = fact.id not in self.module.awaited and self.blocking(fact) is None
            self._run[fact.id] = self.program.edges.run(self.module, fact) if stays else []
        return self._run[fact.id]

    def reached_coroutine(self, fact: Blockable, kind: str) -> Reached | None:
        """Return the coroutine whose own code a fact blocks through project functions, and how."""
        function = self.coroutine(fact.region)
        if function is None or fact.id in self.eager:
            return None
        path = self.reach(fact, kind)
        return Reached(function.name, path) if path is not None and not self._is_off_loop(function)(fact) else None


def _length(path: Path) -> tuple[int, str]:
    return len(path.functions), str(path)
