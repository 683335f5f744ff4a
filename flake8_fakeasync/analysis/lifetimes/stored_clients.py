"""Who reads what a class, a module or a cached function keeps, and whether a reader lets it go."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.infer.calls import binding_kind
from flake8_fakeasync.analysis.infer.values import (
    External,
    OwnClass,
    OwnFunction,
    OwnInstance,
    OwnModule,
    Super,
    ValueSet,
    known,
)
from flake8_fakeasync.analysis.lifetimes.escapes import CLIENT, HOLDER
from flake8_fakeasync.analysis.lifetimes.value_flow import ValueFlow
from flake8_fakeasync.analysis.project.neighbours import neighbours
from flake8_fakeasync.analysis.syntax.exprs import Await, Call, Constant, ExprId, Global, Imported

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.catalog import Class

_LOOK_UP = frozenset({"getattr", "vars"})


class Read(NamedTuple):
    """A value of a module that is what somebody keeps; not `is_sure` where it may be something else of that name."""

    module: "Module"
    value: ExprId
    is_sure: bool = True


class Kind(NamedTuple):
    """What is looked for: a client of a class (or, by its role, something that holds some), in `name` of `owner`."""

    cls: "Class"
    role: str
    name: str
    owner: OwnClass | None = None


class StoredClients:
    """Asks whether anything lets go of a kept client. Answers depend on files, not on what is loaded already."""

    def __init__(self, evaluator: "Evaluator") -> None:
        self._evaluator = evaluator
        self._asking: set[tuple[str, int]] = set()

    def attribute(self, owner: OwnClass, name: str, cls: "Class", *, is_inside: bool) -> set[str]:
        """Return how readers of an attribute let its client go, empty if none does."""
        kind = Kind(cls, HOLDER if is_inside else CLIENT, name, owner)
        found: set[str] = set()
        for module in self._around(owner, name):
            found |= self._looked_up(module, owner, name)
            for read in self._attribute_reads(module, owner, name):
                found |= self._ends(read, kind)
        return found

    def function(self, function: OwnFunction, cls: "Class", role: str = CLIENT) -> set[str]:
        """Return how callers of a function that always gives the same client let it go."""
        module = self._evaluator.project.module(function.module)
        if module is None:
            return set()
        name = module.function(function.scope).name
        found: set[str] = set()
        for each in (module, *neighbours(self._evaluator.project, module, name)):
            for read in self._calls(each, function):
                found |= self._ends(read, Kind(cls, role, name))
        return found

    def variable(self, module: "Module", name: str, cls: "Class") -> set[str]:
        """Return how readers of a module-level name let its client go."""
        found: set[str] = set()
        for each in (module, *neighbours(self._evaluator.project, module, name)):
            for read in self._variable_reads(each, module, name):
                found |= self._ends(read, Kind(cls, CLIENT, name))
        return found

    def _ends(self, read: Read, kind: Kind) -> set[str]:
        fate = ValueFlow(self._evaluator, read.module, kind.cls, None).follow(read.value, kind.role)
        ends = {release.how for release in fate.releases}
        if not read.is_sure and kind.name.startswith("_"):
            return ends
        ends |= fate.handed - {"returned"}
        ends |= {"stored" for kept in fate.kept if kept.name != kind.name}
        for scope in fate.returned_by:
            ends |= self._getter(read.module, scope, kind)
        return ends

    def _getter(self, module: "Module", scope: int, kind: Kind) -> set[str]:
        """Return how those let a client go who get it through a function that gives what is kept."""
        function = module.function(scope)
        value = OwnFunction(module.path, scope, None)
        if function.is_lambda or not function.name or function.is_generator:
            return {"returned"}
        if (module.path, scope) in self._asking:
            return set()
        self._asking.add((module.path, scope))
        try:
            if kind.owner is not None and binding_kind(self._evaluator, value) == "property":
                return self.attribute(kind.owner, function.name, kind.cls, is_inside=kind.role == HOLDER)
            return self.function(value, kind.cls, kind.role)
        finally:
            self._asking.discard((module.path, scope))

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

    def _attribute_reads(self, module: "Module", owner: OwnClass, name: str) -> Iterator[Read]:
        for read in module.uses_of.reads.get(name, ()):
            values = known(self._evaluator.infer(module, read.base))
            sure = self._is_related(values, owner)
            if sure or not values:
                yield Read(module, read.id, sure)

    def _is_related(self, values: ValueSet, owner: OwnClass) -> bool:
        classes = [
            OwnClass(each.module, each.scope) for each in values if isinstance(each, OwnClass | OwnInstance | Super)
        ]
        above = self._evaluator.mro(owner).own
        return any(cls in above or owner in self._evaluator.mro(cls).own for cls in classes)

    def _looked_up(self, module: "Module", owner: OwnClass, name: str) -> set[str]:
        """Return "argument" if something looks up attributes of the class by a name that is not this text."""
        for read in module.uses_of.reads.get("__dict__", ()):
            if self._is_related(known(self._evaluator.infer(module, read.base)), owner):
                return {"argument"}
        if module.globals_read.isdisjoint(_LOOK_UP):
            return set()
        for calls in map(module.calls, module.facts.operations):
            for call in calls:
                if self._looks_up(module, call, owner, name):
                    return {"argument"}
        return set()

    def _looks_up(self, module: "Module", call: Call, owner: OwnClass, name: str) -> bool:
        values = self._evaluator.infer(module, call.function)
        looks = {External(f"builtins.{each}") for each in _LOOK_UP}
        if not call.arguments or values.isdisjoint(looks):
            return False
        asked = module.row(call.arguments[1]) if len(call.arguments) > 1 else None
        if isinstance(asked, Constant) and asked.value != name:
            return False
        return self._is_related(known(self._evaluator.infer(module, call.arguments[0])), owner)

    def _calls(self, module: "Module", function: OwnFunction) -> Iterator[Read]:
        for calls in map(module.calls, module.facts.operations):
            for call in calls:
                values = known(self._evaluator.infer(module, call.function))
                if any(isinstance(each, OwnFunction) and each[:2] == function[:2] for each in values):
                    awaits = [each.value for each in module.uses_of.of(call.id) if isinstance(each.fact, Await)]
                    yield from (Read(module, expr) for expr in awaits or [call.id])

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
            if any(
                isinstance(each, OwnModule) and each.path == owner.path
                for each in self._evaluator.infer(module, read.base)
            ):
                yield Read(module, read.id)
