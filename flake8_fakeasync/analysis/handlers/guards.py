"""What guarded code does over HTTP: the libraries whose exceptions may come out of it.

Project functions that the code calls are followed, each once. The callees of one stretch of code are remembered; the
union over everything reached is taken anew for each question, so cycles and the order of questions do not matter.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from flake8_fakeasync.analysis.handlers.conduct import CONSTRUCTION, Tally
from flake8_fakeasync.analysis.handlers.steps import Event, Steps
from flake8_fakeasync.analysis.modules.module import Module
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
from flake8_fakeasync.analysis.syntax.rows import Await

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.names.names import Names
    from flake8_fakeasync.analysis.names.offloads import Offloads


_MOST = 300


class Traffic(NamedTuple):
    """What code does over HTTP.

    `uses` are the libraries it calls, `raises` those whose exceptions may come out of it. `unknown` code may raise
    anything; `system` code an OSError or a TimeoutError of its own.
    """

    uses: frozenset[str]
    raises: frozenset[str]
    unknown: bool
    system: bool


class Stretch(NamedTuple):
    """Guarded code: a region of a module, and rows outside of it that run under the same guard."""

    module: Module
    region: int
    rows: tuple[Event, ...] = ()


class _Index:
    """The events of a module by region, and the regions inside each region of the same scope."""

    def __init__(self, module: Module) -> None:
        self.events: dict[int, list[Event]] = defaultdict(list)
        self.inner: dict[int, list[int]] = defaultdict(list)
        facts = module.facts
        self._kinds = [region.kind for region in facts.regions]
        doings = (module.doings(function) for function in facts.doings)
        for row in sorted((*itertools.chain(*doings), *module.rows(Await)), key=attrgetter("id")):
            self.events[row.region].append(row)
        self.yields = {use.region for use in facts.uses if use.how == "yielded"}
        for use in facts.uses:
            if use.how == "raised":
                self.events[use.region].append(use)
        for number, region in enumerate(facts.regions):
            if region.kind != "body":
                self.inner[region.parent].append(number)

    def within(self, region: int) -> Iterator[Event]:
        """Yield the events in a region."""
        for inner in self._regions(region):
            yield from self.events.get(inner, ())

    def _regions(self, region: int, *, loops: bool = True) -> Iterator[int]:
        pending = [region]
        while pending:
            current = pending.pop()
            yield current
            pending += [each for each in self.inner.get(current, ()) if loops or self._kinds[each] != "loop"]

    def is_handed_out(self, region: int) -> bool:
        """Return whether a region yields once, as context managers do: what its user raises is thrown into it."""
        return any(inner in self.yields for inner in self._regions(region, loops=False))

    def is_stub(self, function: FunctionFacts) -> bool:
        """Return whether a function does nothing: a method like that is there to be overridden."""
        return not any(function.results) and not any(True for _ in self.within(function.region))


class Guards:
    """Answers what stretches of code do over HTTP."""

    def __init__(self, names: "Names", offloads: "Offloads") -> None:
        self._steps = Steps(names, offloads)
        self._names = names
        self._indexes: WeakKeyDictionary[Module, _Index] = WeakKeyDictionary()
        self._tallies: dict[tuple[str, int], Tally] = {}
        self._changes = names.project.changes

    def traffic(self, stretches: Iterable[Stretch]) -> Traffic:
        """Return what these stretches, and the project functions that they call, do together."""
        if self._changes != self._names.project.changes:
            self._changes = self._names.project.changes
            self._tallies.clear()
        uses, raises, system = set[str](), set[str](), False
        pending, seen = list(stretches), set[tuple[str, int]]()
        hidden = any(self._index(stretch.module).is_handed_out(stretch.region) for stretch in pending)
        while pending:
            stretch = pending.pop()
            tally = self._tally(stretch)
            seen.add((stretch.module.path, stretch.region))
            if hidden or tally.unknown or len(seen) > _MOST:
                return Traffic(frozenset(uses), frozenset(raises), unknown=True, system=True)
            uses |= tally.uses
            raises |= tally.raises
            system = system or tally.system
            for thing in tally.functions:
                module = self._names.project.module(thing.module)
                if module is None:
                    continue
                function = module.function(thing.scope)
                hidden = hidden or self._is_open(module, function)
                if (module.path, function.region) not in seen:
                    pending.append(Stretch(module, function.region))
        return Traffic(frozenset(uses), frozenset(raises), unknown=hidden, system=system)

    def _is_open(self, module: Module, function: FunctionFacts) -> bool:
        is_method = module.owner(function) is not None and function.name not in CONSTRUCTION
        return is_method and self._index(module).is_stub(function)

    def _index(self, module: Module) -> _Index:
        index = self._indexes.get(module)
        if index is None:
            index = self._indexes[module] = _Index(module)
        return index

    def events(self, stretch: Stretch) -> Iterator[Event]:
        """Yield the steps of guarded code, those of the functions it calls left out."""
        yield from self._index(stretch.module).within(stretch.region)
        yield from stretch.rows

    def step(self, module: Module, event: Event) -> Tally:
        """Return what a single step may raise."""
        tally = Tally()
        self._steps.add(tally, module, event)
        return tally

    def _tally(self, stretch: Stretch) -> Tally:
        key = (stretch.module.path, stretch.region)
        tally = self._tallies.get(key)
        if tally is None or stretch.rows:
            tally = Tally()
            for event in self.events(stretch):
                self._steps.add(tally, stretch.module, event)
            if not stretch.rows:
                self._tallies[key] = tally
        return tally
