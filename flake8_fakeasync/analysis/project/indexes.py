"""Indexes of the facts of one module, each made when it is first asked for."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from flake8_fakeasync.analysis.ids import ExprId, FunctionId, RegionId, ScopeId
from flake8_fakeasync.analysis.project.call_indexes import CallIndexes
from flake8_fakeasync.analysis.syntax.branch_tests import Narrowed
from flake8_fakeasync.analysis.syntax.exprs import (
    Attribute,
    Await,
    Constant,
    Element,
    Enter,
    Global,
)
from flake8_fakeasync.analysis.syntax.facts import ClassFacts, FunctionFacts, Handler, Use

_LAST = re.compile(r"[.:]")
_LONGEST_NAME = 200


class Indexes(CallIndexes):
    """What the facts of a module say, by what questions look it up."""

    def functions(self) -> Iterator[FunctionFacts]:
        """Yield the functions of the module, its body (scope 0) included."""
        return (scope for scope in self.facts.scopes if isinstance(scope, FunctionFacts))

    def classes(self) -> Iterator[ClassFacts]:
        """Yield the classes of the module."""
        return (scope for scope in self.facts.scopes if isinstance(scope, ClassFacts))

    @cached_property
    def awaited(self) -> frozenset[ExprId]:
        """The values that are awaited where they are made."""
        return frozenset(row.value for row in self.rows(Await))

    @cached_property
    def awaited_or_base(self) -> frozenset[ExprId]:
        """What is awaited, and what that was before a test narrowed it."""
        rows = map(self.facts.exprs.__getitem__, self.awaited)
        return self.awaited.union(row.base for row in rows if isinstance(row, Narrowed))

    @cached_property
    def entered(self) -> frozenset[ExprId]:
        """The values that are entered with `async with` where they are made."""
        return frozenset(row.value for row in self.rows(Enter) if row.is_async)

    @cached_property
    def returned(self) -> dict[ScopeId, list[tuple[ExprId, RegionId]]]:
        """By function: what its `return` statements return, UNKNOWN included, and the regions that these are in."""
        found: dict[ScopeId, list[tuple[ExprId, RegionId]]] = defaultdict(list)
        for use in self.facts.uses:
            if use.how == "returned":
                found[self.facts.regions[use.region].scope].append((use.value, use.region))
        return found

    @cached_property
    def handlers_of(self) -> dict[RegionId, list[Handler]]:
        """The handlers of each body of a `try`."""
        found: dict[RegionId, list[Handler]] = defaultdict(list)
        for handler in self.facts.handlers:
            found[handler.guarded].append(handler)
        return dict(found)

    @cached_property
    def raised(self) -> dict[ScopeId, list[RegionId]]:
        """By function: the regions that its `raise` statements are in, those apart that raise again."""
        found: dict[ScopeId, list[RegionId]] = defaultdict(list)
        for use in self.facts.uses:
            if use.how == "raised":
                found[self.facts.regions[use.region].scope].append(use.region)
        return dict(found)

    @cached_property
    def dropped(self) -> frozenset[ExprId]:
        """The values that a statement makes and nothing is done with."""
        return frozenset(use.value for use in self.facts.uses if use.how == "dropped")

    @cached_property
    def globals_read(self) -> frozenset[str]:
        """The names that are read as module-level or builtin ones."""
        return frozenset(row.name for row in self.rows(Global))

    @cached_property
    def awaits(self) -> dict[ExprId, list[ExprId]]:
        """The rows that await a value, by that value."""
        found: dict[ExprId, list[ExprId]] = defaultdict(list)
        for row in self.rows(Await):
            found[row.value].append(row.id)
        return found

    @cached_property
    def _waits(self) -> dict[FunctionId, list[Await | Enter | Element]]:
        found: dict[FunctionId, list[Await | Enter | Element]] = defaultdict(list)
        rows: list[Await | Enter | Element] = [*self.rows(Await), *self.rows(Enter), *self.rows(Element)]
        for row in rows:
            if isinstance(row, Await) or row.is_async:
                found[self.facts.function_of(row.region).id].append(row)
        return found

    def waits(self, function: FunctionId) -> list[Await | Enter | Element]:
        """Return where the own code of a function waits: its awaits, then `async with`, then `async for`."""
        return self._waits.get(function, [])

    @cached_property
    def functions_by_qualname(self) -> dict[str, list[FunctionFacts]]:
        """The functions of the module, its body included, by their qualified names."""
        found: dict[str, list[FunctionFacts]] = defaultdict(list)
        for function in self.functions():
            found[function.qualname].append(function)
        return found

    def defined_in(self, scope: ScopeId) -> list[FunctionFacts]:
        """Return the functions that are defined right in a function or class."""
        return self._defined_in.get(scope, [])

    @cached_property
    def _defined_in(self) -> dict[ScopeId, list[FunctionFacts]]:
        found: dict[ScopeId, list[FunctionFacts]] = defaultdict(list)
        for function in self.functions():
            if function.id:
                found[function.parent].append(function)
        return found

    @cached_property
    def asked_about(self) -> frozenset[ExprId]:
        """The values that are tested or compared."""
        return frozenset(use.value for use in self.facts.uses if use.how in {"tested", "compared"})

    @cached_property
    def first_raised(self) -> dict[FunctionId, Use]:
        """By function: the first exception that its own code raises."""
        raised = [use for use in self.facts.uses if use.how == "raised"]
        return {self.facts.function_of(use.region).id: use for use in reversed(raised)}

    def reads(self, function: FunctionId) -> list[Attribute]:
        """Return the attributes that a function reads itself, in order."""
        return self._reads.get(function, [])

    @cached_property
    def _reads(self) -> dict[FunctionId, list[Attribute]]:
        found: dict[FunctionId, list[Attribute]] = defaultdict(list)
        for row in self.rows(Attribute):
            found[self.facts.function_of(row.region).id].append(row)
        return found

    def inside(self, function: FunctionId) -> list[FunctionFacts]:
        """Return the functions defined in a function, at any depth."""
        return self._inside.get(function, [])

    @cached_property
    def _inside(self) -> dict[ScopeId, list[FunctionFacts]]:
        found: dict[ScopeId, list[FunctionFacts]] = defaultdict(list)
        for function in self.functions():
            scope: ScopeId = function.id
            while scope:
                scope = self.facts.scopes[scope].parent
                if scope:
                    found[scope].append(function)
        return found

    @cached_property
    def spelled(self) -> frozenset[str]:
        """The names that strings end with, as registries and `__all__` have them: `fetch`, `shop.api:fetch`."""
        rows = (row.value for row in self.rows(Constant))
        return frozenset(_LAST.split(text)[-1] for text in rows if isinstance(text, str) and len(text) < _LONGEST_NAME)

    @cached_property
    def kept(self) -> frozenset[ExprId]:
        """The values that functions store as attributes, or as module-level names by `global`."""
        stored = {store.value for store in self.facts.stores if store.name}
        shared = {use.value for use in self.facts.uses if use.how == "shared"}
        return frozenset(stored | shared)

    @cached_property
    def element_writes(self) -> frozenset[tuple[ExprId, ExprId]]:
        """Each container together with what is put into it."""
        return frozenset(self.facts.element_writes)
