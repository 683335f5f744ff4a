"""What one function does to the thread that runs it: which blocking APIs it calls, which project functions it runs."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.names import callables
from flake8_fakeasync.analysis.names.things import External, Instance, OwnFunction, OwnInstance, Thing, in_order, known
from flake8_fakeasync.analysis.reach import absent, handing
from flake8_fakeasync.analysis.reach.absent import Run, Site
from flake8_fakeasync.analysis.reach.blocking import Blocking, Judge
from flake8_fakeasync.analysis.reach.onloop import off_loop
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
from flake8_fakeasync.analysis.syntax.rows import Attribute, Call, Doing, Element, Enter, Global, Row, Value

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.modules.module import Module
    from flake8_fakeasync.analysis.names.names import Names

_FOREIGN = frozenset({External, Instance})
_NO_ONE: Mapping[Value, str] = MappingProxyType({})


class Edge(NamedTuple):
    """One step: a function runs another one, or a blocking API, at a line, if it gets the parameters it `needs`."""

    target: Run | Blocking
    line: int
    needs: frozenset[str]

    def when(self, absent: frozenset[str]) -> "Edge":
        """Return the same in a function some of whose parameters get nothing."""
        return self._replace(target=self.target.when(absent)) if isinstance(self.target, Run) else self


class Edges:
    """Reads steps off facts."""

    def __init__(self, names: "Names", judge: Judge) -> None:
        self._names = names
        self._judge = judge
        self._run: dict[Thing, list[OwnFunction]] = {}

    def clear(self) -> None:
        """Forget everything: the project has changed."""
        self._run.clear()

    def of(self, module: "Module", function: FunctionFacts) -> Iterator[Edge]:
        """Yield what a function itself runs, in order; what it leaves to others or awaits is not among it."""
        beyond, asked = off_loop(self._names, module, function), module.asked_for.get(function.id, frozenset())
        parameters = {each.value: each.name for each in function.parameters if each.name in asked}
        for fact in module.doings(function.id):
            if fact.id in module.awaited or beyond(fact) or _is_optional(module, fact):
                continue
            blocking = self.blocking(module, fact)
            if blocking is not None:
                yield Edge(blocking, fact.line, absent.needs(module, fact, parameters))
                continue
            alternatives = self.run(module, fact, parameters)
            for target in alternatives[0] if len(alternatives) == 1 else ():
                yield Edge(target, fact.line, absent.needs(module, fact, parameters))

    def blocking(self, module: "Module", fact: Doing) -> Blocking | None:
        """Return the blocking API that a fact is itself."""
        if isinstance(fact, Call):
            return self._judge.call(module, fact) or self._handed(module, handing.handed(self._names, module, fact))
        if isinstance(fact, Enter):
            return self._judge.enter(module, fact)
        if isinstance(fact, Element):
            lazily = [] if fact.is_async else handing.run_by_iteration(self._names, module, fact.base)
            return self._judge.element(module, fact) or self._handed(module, lazily)
        return self._judge.attribute(module, fact)

    def _handed(self, module: "Module", values: list[Value]) -> Blocking | None:
        """Return the blocking API among callables that are run here."""
        found: list[Blocking] = []
        for value in values:
            judged = [self._judge.thing(module, thing) for thing in known(self._names.things(module, value))]
            if judged and None not in judged:
                found += [each for each in judged if each is not None]
        return min(found, default=None)

    def run(self, module: "Module", fact: Doing, parameters: Mapping[Value, str] = _NO_ONE) -> list[list[Run]]:
        """Return the project functions that a fact runs on this thread, a list for each thing its callee may be.

        `parameters` are those of the function that does it, by their values.
        """
        if isinstance(fact, Call):
            return self._run_by_call(module, fact, parameters)
        if isinstance(fact, Enter):
            run = [] if fact.is_async else self._run_by_enter(module, fact)
        elif isinstance(fact, Element):
            run = [] if fact.is_async else self._consumed(module, fact.base)
        else:
            return [[Run(each)] for each in self._run_by_read(module, fact)]
        return [list(map(Run, run))] if run else []

    def _run_by_call(self, module: "Module", call: Call, parameters: Mapping[Value, str]) -> list[list[Run]]:
        handed = list(map(Run, self._run_for(module, call))) if handing.may_hand_over(module, call) else []
        things = in_order(known(self._names.things(module, call.function)))
        site = Site(module, call, parameters)
        runs = [[absent.run(self._names, site, thing, each) for each in self.run_by(thing)] for thing in things]
        found = [[*each, *handed] for each in runs]
        if not found and handed:
            return [handed]
        return found if all(found) else []

    def _run_for(self, module: "Module", call: Call) -> list[OwnFunction]:
        """Return the functions that a call runs for having been given them."""
        handed = [
            each for value in handing.handed(self._names, module, call) for each in self._functions(module, value)
        ]
        for value in handing.drained(self._names, module, call):
            handed += self._generators(module, value)
        return handed

    def run_by(self, thing: Thing) -> list[OwnFunction]:
        """Return the functions of the project that calling a thing runs before it returns; asked once."""
        if type(thing) in _FOREIGN:
            return []
        found = self._run.get(thing)
        if found is None:
            found = self._run[thing] = callables.run_by(self._names, thing)
        return found

    def _functions(self, module: "Module", value: Value) -> list[OwnFunction]:
        things = known(self._names.things(module, value))
        return [each for thing in in_order(things) for each in self.run_by(thing)]

    def _consumed(self, module: "Module", value: Value) -> list[OwnFunction]:
        """Return the functions whose code runs when a value is gone through."""
        lazily = handing.run_by_iteration(self._names, module, value)
        found = [each for function in lazily for each in self._functions(module, function)]
        return found + self._generators(module, value)

    def _generators(self, module: "Module", value: Value) -> list[OwnFunction]:
        """Return the generator functions (and `__iter__`) whose code runs when a value is gone through."""
        found: list[OwnFunction] = []
        for each in handing.gone_through(self._names, module, value):
            row = module.row(each)
            if isinstance(row, Call):
                for thing in in_order(known(self._names.things(module, row.function))):
                    started = callables.started_by(self._names, thing) if isinstance(thing, OwnFunction) else []
                    found += [each for each in started if self._is_generator(each)]
            for thing in in_order(known(self._names.things(module, each))):
                if isinstance(thing, OwnInstance):
                    found += callables.methods(self._names, thing, ("__iter__", "__next__"))
        return found

    def _is_generator(self, thing: OwnFunction) -> bool:
        module = self._names.project.module(thing.module)
        return module is not None and module.function(thing.scope).is_generator

    def _run_by_enter(self, module: "Module", enter: Enter) -> list[OwnFunction]:
        if enter.is_async:
            return []
        found: list[OwnFunction] = []
        for thing in in_order(known(self._names.things(module, enter.value))):
            if isinstance(thing, OwnInstance):
                found += callables.methods(self._names, thing, ("__enter__", "__exit__"))
        row = module.row(enter.value)
        return found or (self._consumed(module, enter.value) if isinstance(row, Call) else [])

    def _run_by_read(self, module: "Module", read: Attribute) -> list[OwnFunction]:
        found: list[OwnFunction] = []
        for thing in in_order(known(self._names.things(module, read.base))):
            getter = self._getter(thing, read.name)
            if getter is None:
                return []
            found += self.run_by(getter)
        return found

    def _getter(self, thing: Thing, name: str) -> OwnFunction | None:
        from flake8_fakeasync.analysis.names.classes import getter

        return getter(self._names, thing, name) if isinstance(thing, OwnInstance) else None


def _is_optional(module: "Module", fact: Doing) -> bool:
    """Return whether a method is called of what a test has just found, on `self` or in the module.

    Attributes are known for a class. Whether the object that a caller has is one with that attribute, is not. Nor is
    whether somebody has set a module-level name.
    """
    function = module.row(fact.function) if isinstance(fact, Call) else None
    receiver = module.row(function.base) if isinstance(function, Attribute) else None
    of_self = isinstance(receiver, Attribute) and module.class_of_self(receiver.base) is not None
    if not of_self and not isinstance(receiver, Global):
        return False
    around = (module.facts.regions[region] for region in module.facts.enclosing(fact.region))
    found = (module.row(value) for region in around if region.kind == "branch" for value in region.detail[1:])
    return any(_is_same(row, receiver) for row in found)


def _is_same(one: Row, other: Row | None) -> bool:
    """Return whether two reads are of the same name or attribute."""
    if isinstance(one, Attribute) and isinstance(other, Attribute):
        return (one.base, one.name) == (other.base, other.name)
    return isinstance(one, Global) and one == other
