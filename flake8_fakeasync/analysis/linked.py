"""The facts of one module, linked with its project: everything that a rule may ask."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

from flake8_fakeasync.analysis.advice import Advice
from flake8_fakeasync.analysis.blocking import Blocking
from flake8_fakeasync.analysis.facts import Attribute, Call, Element, Enter, Fact, FunctionFacts, Value
from flake8_fakeasync.analysis.things import Things

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.module import Module
    from flake8_fakeasync.analysis.program import Program

F = TypeVar("F", bound=Fact)
Blockable: TypeAlias = Attribute | Call | Element | Enter


class Blocked(NamedTuple):
    """A coroutine, by its qualified name, and the blocking API that it runs itself."""

    function: str
    blocking: Blocking


class Linked:
    """One module as rules see it. `program` answers for the whole project, `module` holds the facts."""

    def __init__(self, module: "Module", program: "Program") -> None:
        self.module = module
        self.program = program
        self.facts = module.facts
        self.catalog = program.catalog
        self.judge = program.judge

    @cached_property
    def advice(self) -> Advice:
        """What to recommend in this file."""
        return Advice(self.module, self.program.settings.client, self.catalog)

    @cached_property
    def by_kind(self) -> dict[type, list[Fact]]:
        """All facts of the module by kind, each kind in source order."""
        found: dict[type, list[Fact]] = {}
        facts = self.facts
        tables: Sequence[Sequence[Fact]] = (facts.values, facts.uses, facts.stores, facts.handlers, facts.imports, facts.scopes)
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

    def blocking(self, fact: Blockable) -> Blocking | None:
        """Return the blocking API that a fact is, wherever it stands; an awaited one never is."""
        if fact.id in self.module.awaited:
            return None
        if isinstance(fact, Call):
            return self.judge.call(self.module, fact)
        if isinstance(fact, Attribute):
            return self.judge.attribute(self.module, fact)
        if isinstance(fact, Enter):
            return self.judge.enter(self.module, fact)
        return self.judge.element(self.module, fact)

    def blocks_coroutine(self, fact: Blockable) -> Blocked | None:
        """Return the coroutine whose own code a fact blocks, and with what."""
        function = self.coroutine(fact.region)
        if function is None:
            return None
        blocking = self.blocking(fact)
        return Blocked(function.name, blocking) if blocking is not None else None
