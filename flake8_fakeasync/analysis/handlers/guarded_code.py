"""What guarded code does over HTTP: the libraries whose exceptions may escape from it.

Project functions that the code calls are followed, each once. The callees of one stretch of code are remembered; the
union over everything reached is computed for each question, so cycles and the order of questions do not matter.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from flake8_fakeasync.analysis.handlers.raises import CONSTRUCTION
from flake8_fakeasync.analysis.handlers.summary import Summary
from flake8_fakeasync.analysis.handlers.transfer import Event, Transfer
from flake8_fakeasync.analysis.ids import RegionId, numbered_regions
from flake8_fakeasync.analysis.project.module import Module
from flake8_fakeasync.analysis.syntax.exprs import Await, Operator
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.program import Program


_MOST = 300


class Effects(NamedTuple):
    """What code does over HTTP.

    `uses` are the libraries it calls, `raises` those whose exceptions may come out of it. `unknown` code may raise
    anything; `system` code an OSError or a TimeoutError of its own; `status` code may raise the error of a bad status.
    """

    uses: frozenset[str]
    raises: frozenset[str]
    unknown: bool
    system: bool
    status: bool


class GuardedCode(NamedTuple):
    """Guarded code: a region of a module, if any, and rows outside of it that run under the same guard."""

    module: Module
    region: RegionId | None
    rows: tuple[Event, ...] = ()


class _Index:
    """The events of a module by region, and the regions inside each region of the same scope."""

    def __init__(self, module: Module) -> None:
        self.events: dict[RegionId, list[Event]] = defaultdict(list)
        self.inner: dict[RegionId, list[RegionId]] = defaultdict(list)
        facts = module.facts
        self._kinds = [region.kind for region in facts.regions]
        operations = (module.operations(function) for function in facts.operations)
        for row in sorted((*itertools.chain(*operations), *module.rows(Await)), key=attrgetter("id")):
            if not isinstance(row, Operator):
                self.events[row.region].append(row)
        self.yields = {use.region for use in facts.uses if use.how == "yielded"}
        for use in facts.uses:
            if use.how == "raised":
                self.events[use.region].append(use)
        for number, region in numbered_regions(facts.regions):
            if region.kind != "body":
                self.inner[region.parent].append(number)

    def within(self, region: RegionId | None) -> Iterator[Event]:
        """Yield the events in a region."""
        for inner in self._regions(region):
            yield from self.events.get(inner, ())

    def _regions(self, region: RegionId | None, *, loops: bool = True) -> Iterator[RegionId]:
        pending = [region] if region is not None else []
        while pending:
            current = pending.pop()
            yield current
            pending += [each for each in self.inner.get(current, ()) if loops or self._kinds[each] != "loop"]

    def is_handed_out(self, region: RegionId | None) -> bool:
        """Return whether a region yields once, as generator-based context managers do: exceptions surface there."""
        return any(inner in self.yields for inner in self._regions(region, loops=False))

    def is_stub(self, function: FunctionFacts) -> bool:
        """Return whether a function does nothing: a method like that is there to be overridden."""
        return not any(function.results) and not any(True for _ in self.within(function.region))


class Guards:
    """Answers what stretches of code do over HTTP."""

    def __init__(self, program: "Program") -> None:
        evaluator = program.evaluator
        self._steps = Transfer(evaluator, program.offloads)
        self._evaluator = evaluator
        self._indexes: WeakKeyDictionary[Module, _Index] = WeakKeyDictionary()
        self._tallies: dict[tuple[str, RegionId | None], Summary] = evaluator.queries.memo()

    def effects(self, guarded: Iterable[GuardedCode]) -> Effects:
        """Return what these stretches, and the project functions that they call, do together."""
        uses, raises, system, status = set[str](), set[str](), False, False
        pending, seen = list(guarded), set[tuple[str, RegionId | None]]()
        hidden = any(self._index(guarded_code.module).is_handed_out(guarded_code.region) for guarded_code in pending)
        while pending:
            guarded_code = pending.pop()
            summary = self._tally(guarded_code)
            seen.add((guarded_code.module.path, guarded_code.region))
            if hidden or summary.unknown or len(seen) > _MOST:
                return Effects(frozenset(uses), frozenset(raises), unknown=True, system=True, status=True)
            uses |= summary.uses
            raises |= summary.raises
            system = system or summary.system
            status = status or summary.status
            for value in summary.functions:
                module = self._evaluator.project.module(value.module)
                if module is None:
                    continue
                function = module.function(value.scope)
                hidden = hidden or self._is_open(module, function)
                if (module.path, function.region) not in seen:
                    pending.append(GuardedCode(module, function.region))
        return Effects(frozenset(uses), frozenset(raises), unknown=hidden, system=system, status=status)

    def followed(self, guarded: Iterable[GuardedCode]) -> list[GuardedCode]:
        """Return these stretches and the functions of the project that they run, as far as they can be seen."""
        found: list[GuardedCode] = []
        pending, seen = list(guarded), set[tuple[str, RegionId | None]]()
        while pending and len(seen) < _MOST:
            code = pending.pop()
            if (code.module.path, code.region) in seen:
                continue
            seen.add((code.module.path, code.region))
            found.append(code)
            for value in self._tally(code).functions:
                module = self._evaluator.project.module(value.module)
                if module is not None:
                    pending.append(GuardedCode(module, module.function(value.scope).region))
        return found

    def _is_open(self, module: Module, function: FunctionFacts) -> bool:
        is_method = module.owner(function) is not None and function.name not in CONSTRUCTION
        return is_method and self._index(module).is_stub(function)

    def _index(self, module: Module) -> _Index:
        index = self._indexes.get(module)
        if index is None:
            index = self._indexes[module] = _Index(module)
        return index

    def events(self, guarded_code: GuardedCode) -> Iterator[Event]:
        """Yield the steps of guarded code, those of the functions it calls left out."""
        yield from self._index(guarded_code.module).within(guarded_code.region)
        yield from guarded_code.rows

    def step(self, module: Module, event: Event) -> Summary:
        """Return what a single step may raise."""
        summary = Summary(module)
        self._steps.add(summary, module, event)
        return summary

    def _tally(self, guarded_code: GuardedCode) -> Summary:
        key = (guarded_code.module.path, guarded_code.region)
        summary = self._tallies.get(key)
        if summary is None or guarded_code.rows:
            summary = Summary(guarded_code.module)
            for event in self.events(guarded_code):
                self._steps.add(summary, guarded_code.module, event)
            if not guarded_code.rows:
                self._tallies[key] = summary
        return summary
