"""Who reads what a class or a module keeps, and who calls the functions that return it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.ids import MODULE_BODY, ExprId
from flake8_fakeasync.analysis.lifetimes.application_values import may_be_application
from flake8_fakeasync.analysis.lifetimes.function_uses import FunctionUses
from flake8_fakeasync.analysis.project.neighbours import neighbours
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Await, Call, Constant, Global, Imported, Item
from flake8_fakeasync.analysis.values import (
    External,
    OwnClass,
    OwnFunction,
    OwnInstance,
    OwnModule,
    Super,
    ValueSet,
    known,
)
from flake8_fakeasync.catalog import keepers

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

_LOOK_UP = frozenset({"getattr", "vars"})
_APPLICATIONS = ("app", "application")  # what they are called where their items are read


class Read(NamedTuple):
    """A read of a stored client; not `is_sure` if it may be something else of that name."""

    module: "Module"
    value: ExprId
    is_sure: bool = True


class AttributeReads(NamedTuple):
    """The reads of an attribute of a name in a module, by the classes of the objects that they read it of.

    `below` has them by each class that one of these classes is derived from, itself included.
    """

    of: dict[OwnClass, list[ExprId]]
    below: dict[OwnClass, list[ExprId]]
    of_unknown: list[ExprId]


class Reads(FunctionUses):
    """Finds reads in the modules around what is kept. Answers depend on files, not on what is loaded already."""

    def __init__(self, evaluator: "Evaluator") -> None:
        super().__init__(evaluator)
        self._by_class: dict[tuple[str, str], AttributeReads] = {}

    def attribute(self, owner: OwnClass, name: str) -> Iterator[Read]:
        """Yield the reads of an attribute of a class."""
        above = self._evaluator.mro(owner).own
        for module in self._around(owner, name):
            reads = self._attribute_reads(module, name)
            sure = set(reads.below.get(owner, ())).union(*(reads.of.get(cls, ()) for cls in above))
            yield from (Read(module, expr, expr in sure) for expr in sorted(sure.union(reads.of_unknown)))

    def _attribute_reads(self, module: "Module", name: str) -> AttributeReads:
        found = self._by_class.get((module.path, name))
        if found is None:
            found = self._by_class[module.path, name] = AttributeReads({}, {}, [])
            for read in module.uses_of.reads.get(name, ()):
                values = known(self._evaluator.infer(module, read.base))
                found.of_unknown.extend([] if values else [read.id])
                for cls in _classes(values):
                    found.of.setdefault(cls, []).append(read.id)
                    for base in self._evaluator.mro(cls).own:
                        found.below.setdefault(base, []).append(read.id)
        return found

    def is_looked_up(self, owner: OwnClass, name: str) -> bool:
        """Return whether something looks up attributes of the class by a name that is not in the text."""
        return any(self._looked_up(module, owner, name) for module in self._around(owner, name))

    def state(self, owner: "Module", name: str) -> Iterator[Read]:
        """Yield the reads of an attribute of an application or its state; of its items, if there is no name."""
        for module in self._and_neighbours(owner, name) if name else (owner, *self._naming(owner, _APPLICATIONS)):
            for read in module.uses_of.reads.get(name, ()) if name else self._items(module):
                base = module.row(read.base)
                is_sure = isinstance(base, Attribute) and base.name in keepers.names("state", "attributes")
                if is_sure or may_be_application(self._evaluator, self._evaluator.infer(module, read.base)):
                    yield Read(module, read.id, is_sure)

    def _items(self, module: "Module") -> "Iterator[Attribute]":
        """Yield the items that a module reads, as attributes without a name."""
        for expr in module.facts.kinds.get(Item, ()):
            row = module.row(expr)
            if isinstance(row, Item):
                yield Attribute(expr, row.base, "", MODULE_BODY, 0, 0)

    def _naming(self, module: "Module", words: tuple[str, ...]) -> "Iterator[Module]":
        return neighbours(self._evaluator.project, module, *words)

    def is_state_looked_up(self, owner: "Module") -> bool:
        """Return whether something goes through the state of an application."""
        states = keepers.names("state", "attributes")
        for module in self._and_neighbours(owner, "state"):
            for name in states:
                for read in module.uses_of.reads.get(name, ()):
                    if not may_be_application(self._evaluator, self._evaluator.infer(module, read.base)):
                        continue
                    facts = [mention.fact for mention in module.uses_of.of(read.id)]
                    if any(isinstance(fact, Call) and fact.function != read.id for fact in facts):
                        return True
        return False

    def variable(self, owner: "Module", name: str) -> Iterator[Read]:
        """Yield the reads of a module-level name."""
        for module in self._and_neighbours(owner, name):
            yield from self._variable_reads(module, owner, name)

    def context(self, owner: "Module", name: str) -> Iterator[Read]:
        """Yield what is got from a module-level `ContextVar`."""
        for read in self.variable(owner, name):
            for mention in read.module.uses_of.of(read.value):
                if isinstance(mention.fact, Attribute) and mention.fact.name in keepers.names("variables", "get"):
                    got = read.module.uses_of.of(mention.value)
                    yield from (Read(read.module, each.value) for each in got if isinstance(each.fact, Call))

    def function(self, function: OwnFunction) -> Iterator[Read]:
        """Yield what calls of a function return, awaited where that is awaited."""
        for each, call in self.called(function):
            awaits = [found.value for found in each.uses_of.of(call.id) if isinstance(found.fact, Await)]
            yield from (Read(each, expr) for expr in awaits or [call.id])

    def _around(self, owner: OwnClass, name: str) -> "Iterator[Module]":
        """Yield the modules of a class and its bases, and those around it that may close an attribute of it."""
        seen: set[str] = set()
        line = [self._evaluator.project.module(each.module) for each in self._evaluator.mro(owner).own]
        own = self._evaluator.project.module(owner.module)
        around = neighbours(self._evaluator.project, own, name) if own is not None else iter(())
        for module in (*line, *around):
            if module is not None and module.path not in seen:
                seen.add(module.path)
                yield module

    def _is_related(self, values: ValueSet, owner: OwnClass) -> bool:
        above = self._evaluator.mro(owner).own
        return any(cls in above or owner in self._evaluator.mro(cls).own for cls in _classes(values))

    def _looked_up(self, module: "Module", owner: OwnClass, name: str) -> bool:
        for read in module.uses_of.reads.get("__dict__", ()):
            if self._is_related(known(self._evaluator.infer(module, read.base)), owner):
                return True
        if module.globals_read.isdisjoint(_LOOK_UP):
            return False
        calls = (call for each in _LOOK_UP for call in module.calls_named(each))
        return any(self._looks_up(module, call, owner, name) for call in calls)

    def _looks_up(self, module: "Module", call: Call, owner: OwnClass, name: str) -> bool:
        values = self._evaluator.infer(module, call.function)
        looks = {External(f"builtins.{each}") for each in _LOOK_UP}
        if not call.arguments or values.isdisjoint(looks):
            return False
        asked = module.row(call.arguments[1]) if len(call.arguments) > 1 else None
        if isinstance(asked, Constant) and asked.value != name:
            return False
        return self._is_related(known(self._evaluator.infer(module, call.arguments[0])), owner)

    def _variable_reads(self, module: "Module", owner: "Module", name: str) -> Iterator[Read]:
        local = {name} if module is owner else set[str]()
        for expr in module.facts.kinds.get(Imported, ()):
            row = module.row(expr)
            if isinstance(row, Imported) and row.name == name and module is not owner:
                base = self._evaluator.module_named(module, row.module)
                if isinstance(base, OwnModule) and base.path == owner.path:
                    local.update(module.uses_of.globals.get(expr, ()))
                    yield Read(module, expr)
        for expr in module.facts.kinds.get(Global, ()) if local else ():
            row = module.row(expr)
            if isinstance(row, Global) and row.name in local:
                yield Read(module, expr)
        for read in module.uses_of.reads.get(name, ()):
            bases = self._evaluator.infer(module, read.base)
            if any(isinstance(each, OwnModule) and each.path == owner.path for each in bases):
                yield Read(module, read.id)


def _classes(values: ValueSet) -> list[OwnClass]:
    return [OwnClass(each.module, each.scope) for each in values if isinstance(each, OwnClass | OwnInstance | Super)]
