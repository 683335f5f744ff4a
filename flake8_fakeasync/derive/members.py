"""The members of a class of a library: what calling, reading, entering and iterating them does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.infer import classes, functions, properties
from flake8_fakeasync.analysis.reach import callbacks
from flake8_fakeasync.analysis.syntax.exprs import Call, Display
from flake8_fakeasync.analysis.value_order import in_order
from flake8_fakeasync.analysis.values import Coroutine, Instance, Manager, OwnClass, OwnFunction, OwnInstance, known
from flake8_fakeasync.derive.certainty import DEFERRING
from flake8_fakeasync.derive.entries import ClassEntry, MemberEntry
from flake8_fakeasync.derive.steps import IO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flake8_fakeasync.analysis.program import Program
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.values import Value, ValueSet
    from flake8_fakeasync.derive.reach import Proof, Reach
    from flake8_fakeasync.derive.surface import Surface

_PROTOCOL = ("__call__", "__enter__")
_CLOSERS = ("aclose", "close")
_CONSTRUCTION = ("__new__", "__init__", "__post_init__")


class Members:
    """Reads classes and functions."""

    def __init__(self, program: Program, surface: Surface, reach: Reach) -> None:
        self._program = program
        self._evaluator = program.evaluator
        self._surface = surface
        self._reach = reach

    def functions(self, cls: OwnClass) -> Iterator[OwnFunction]:
        """Yield the functions that the members of a class are, construction included."""
        for name in (*self._names(cls), *_CONSTRUCTION, *_PROTOCOL, "__iter__", "__next__"):
            getter = properties.getter(self._evaluator, OwnInstance(cls.module, cls.scope), name)
            if getter is not None:
                yield from self._reach.run_by(getter)
            for value in self._values(cls, name):
                if isinstance(value, OwnFunction):
                    yield from self._reach.run_by(value)

    def entry(self, cls: OwnClass) -> ClassEntry:
        """Return what is said of a class."""
        members = [self._member(cls, name) for name in self._names(cls)]
        members = [_harmless(each) if each.name in _CLOSERS else each for each in members]
        members += [each for name in _PROTOCOL if (each := self._member(cls, name)).says]
        if (proof := self._surely(self._methods(cls, ("__iter__", "__next__")))) is not None:
            members.append(MemberEntry("__iter__", "blocks", proof))
        names = {each.name: each for each in members}
        enters = [name for name in ("__enter__", "__aenter__") if self._values(cls, name)]
        async_count = sum(each.effect == "coroutine" for each in members)
        return ClassEntry(
            names=self._surface.names(cls),
            members=tuple(members),
            bases=self._bases(cls),
            connects=self._surely(self._methods(cls, _CONSTRUCTION)),
            is_async=async_count > 0 and not any(each.says for each in members),
            close=tuple(name for name in _CLOSERS if name in names),
            deferring=self._deferring(cls),
            enter={(): "none", ("__enter__",): "sync", ("__aenter__",): "async"}.get(tuple(enters), "both"),
        )

    def _deferring(self, cls: OwnClass) -> tuple[str, ...]:
        """Return the keywords that the module of a class knows with which generated clients return at once."""
        text = self._program.project.disk.source(cls.module) or ""
        return tuple(sorted(word for word in DEFERRING if re.search(rf"\b{word}\b", text)))

    def of_function(self, function: OwnFunction, name: str) -> MemberEntry:
        """Return what is said of calling a function."""
        module = self._program.project.module(function.module)
        if module is None:
            return MemberEntry(name, "pure")
        facts = module.function(function.scope)
        results = functions.function_result(self._evaluator, function)
        manager = next((each for each in results if isinstance(each, Manager)), None)
        returns = self._class(manager.result if manager is not None else results)
        if facts.is_async or (manager is not None and manager.is_async):
            is_coroutine = facts.is_async and not facts.is_generator and manager is None
            is_coroutine = is_coroutine and not self._reach.refuses(function)
            awaited = next((each.result for each in results if isinstance(each, Coroutine)), results)
            return MemberEntry(name, "coroutine" if is_coroutine else "pure", None, self._class(awaited))
        run = self._reach.run_by(function)
        proof = self._surely(run)
        if proof is not None:
            effect = "iterates" if facts.is_generator and manager is None else "blocks"
            return MemberEntry(name, "enters" if manager is not None else effect, proof, returns)
        lazily = self._given_iterator(function)
        if lazily is not None:
            return MemberEntry(name, "iterates", lazily)
        perhaps = next(filter(None, map(self._reach.perhaps, run)), None)
        return MemberEntry(name, "sometimes" if perhaps else "pure", perhaps, returns)

    def given_by(self, function: OwnFunction) -> list[OwnFunction]:
        """Return the generator functions whose iterator a function returns, whichever way it goes."""
        module = self._program.project.module(function.module)
        facts = module.function(function.scope) if module is not None else None
        if module is None or facts is None or facts.is_generator or not facts.results:
            return []
        found: list[OwnFunction] = []
        for expr in facts.results:
            rows = [module.row(each) for each in callbacks.gone_through(self._evaluator, module, expr)]
            if isinstance(rows[-1], Display) and not rows[-1].items:  # nothing to go through
                continue
            values = [
                each for row in rows if isinstance(row, Call) for each in self._evaluator.infer(module, row.function)
            ]
            generators = [each for each in values if isinstance(each, OwnFunction) and self._is_generator(each)]
            if not generators or any(isinstance(each, OwnFunction) and each not in generators for each in values):
                return []
            found += generators
        return found

    def _given_iterator(self, function: OwnFunction) -> Proof | None:
        generators = self.given_by(function)
        proofs = [self._surely(self._reach.run_by(each)) for each in generators]
        return proofs[0] if proofs and all(proofs) else None

    def _is_generator(self, function: OwnFunction) -> bool:
        module = self._program.project.module(function.module)
        return module is not None and module.function(function.scope).is_generator

    def _member(self, cls: OwnClass, name: str) -> MemberEntry:
        """Return what is said of a member; what is not known does nothing."""
        instance = OwnInstance(cls.module, cls.scope)
        getter = properties.getter(self._evaluator, instance, name)
        if getter is not None:
            returns = self._class(functions.function_result(self._evaluator, getter))
            run = self._reach.run_by(getter)
            proof = self._surely(run)
            if proof is not None:
                return MemberEntry(name, "property-blocks", proof, returns)
            perhaps = next(filter(None, map(self._reach.perhaps, run)), None)
            effect = "sometimes" if perhaps else "property" if returns else "pure"
            return MemberEntry(name, effect, perhaps, returns)
        values = self._values(cls, name)
        if len(values) == 1 and isinstance(values[0], OwnFunction):
            found = self.of_function(values[0], name)
            how = functions.binding_kind(self._evaluator, values[0]._replace(receiver=None))
            return found._replace(of_class=how in {"class", "static"})
        returns = self._class(frozenset(values))
        return MemberEntry(name, "property" if returns else "pure", None, returns, runs=False)

    def _names(self, cls: OwnClass) -> list[str]:
        """Return the public names of what instances have, in order of definition, those of bases last."""
        found: dict[str, None] = {}
        for own in self._evaluator.mro(cls).own:
            module = self._program.project.module(own.module)
            if module is not None:
                found.update(dict.fromkeys(module.cls(own.scope).names))
                found.update(dict.fromkeys(module.attributes.get(own.scope, {})))
                found.update(dict.fromkeys(self._assigned(module, own)))
        return [name for name in found if not name.startswith("_")]

    def _assigned(self, module: Module, cls: OwnClass) -> Iterator[str]:
        """Yield the names that a module gives to one of its classes after the class statement."""
        for name, stores in module.outer.items():
            if any(cls in self._evaluator.infer(module, store.base) for store in stores):
                yield name

    def _bases(self, cls: OwnClass) -> tuple[str, ...]:
        catalog = self._evaluator.catalog
        known = ((name, catalog.cls(name)) for name in self._evaluator.mro(cls).external)
        return tuple(name for name, found in known if found is not None and found.kind in IO)

    def _values(self, cls: OwnClass, name: str) -> list[Value]:
        values = classes.attribute(self._evaluator, OwnInstance(cls.module, cls.scope), name)
        return [each for each in in_order(known(values)) if not isinstance(each, Instance)]

    def _methods(self, cls: OwnClass, names: Iterable[str]) -> list[OwnFunction]:
        found = [value for name in names for value in self._values(cls, name) if isinstance(value, OwnFunction)]
        return [each for function in found for each in self._reach.run_by(function)]

    def _surely(self, functions: list[OwnFunction]) -> Proof | None:
        return next(filter(None, map(self._reach.surely, functions)), None)

    def _class(self, values: ValueSet) -> str | None:
        """Return the name of the one class of the library that a value is an instance of."""
        found = known(values)
        value = next(iter(found)) if len(found) == 1 else None
        if not isinstance(value, OwnInstance):
            return None
        return next(iter(self._surface.names(OwnClass(value.module, value.scope))), None)


def _harmless(closing: MemberEntry) -> MemberEntry:
    """Return a method that closes: it waits at most for a goodbye, once, and is not worth a report."""
    return closing._replace(effect="sometimes") if closing.says else closing
