"""Indexes over the calls of a module."""

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, cast

from flake8_fakeasync.analysis.ids import ExprId, FunctionId
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Expr, FunctionRef, Global, Imported
from flake8_fakeasync.analysis.syntax.facts import ModuleFacts

if TYPE_CHECKING:
    from collections.abc import Iterator

R = TypeVar("R", bound=Expr)


class CallIndexes:
    """The calls of a module, by what questions look them up."""

    facts: ModuleFacts

    def rows(self, kind: type[R]) -> "Iterator[R]":
        """Yield the rows of one kind, in order."""
        return cast("Iterator[R]", map(self.facts.exprs.__getitem__, self.facts.kinds.get(kind, ())))

    @cached_property
    def takers(self) -> dict[ExprId, list[Call]]:
        """The calls that have the result of a call as an argument, by that call."""
        found: dict[ExprId, list[Call]] = defaultdict(list)
        results = frozenset(self.facts.kinds.get(Call, ()))
        for call in self.rows(Call):
            for argument in results.intersection(call.given):
                found[argument].append(call)
        return found

    @cached_property
    def called(self) -> frozenset[str]:
        """The names that are called: of attributes, functions, imports, parameters."""
        return frozenset(getattr(self.facts.exprs[call.function], "name", "") for call in self.rows(Call))

    def calls_named(self, name: str) -> list[Call]:
        """Return the calls of attributes, imports and names of the module that have a name."""
        return self._calls_by_name.get(name, []) if name in self.called else []

    @cached_property
    def _calls_by_name(self) -> dict[str, list[Call]]:
        found: dict[str, list[Call]] = defaultdict(list)
        for call in self.rows(Call):
            row = self.facts.exprs[call.function]
            if isinstance(row, Attribute | Global | Imported) and row.name is not None:
                found[row.name].append(call)
        return found

    @cached_property
    def calls_by_scope(self) -> dict[FunctionId, list[Call]]:
        """The calls of functions that are seen where they are defined, by their scopes."""
        found: dict[FunctionId, list[Call]] = defaultdict(list)
        for call in self.rows(Call):
            row = self.facts.exprs[call.function]
            if isinstance(row, FunctionRef):
                found[row.scope].append(call)
        return found
