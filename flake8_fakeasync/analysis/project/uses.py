"""Who mentions a value: the rows made of it and what is done with it, the other way round."""

from collections import defaultdict
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.project.mention_index import Mention, MentionIndex
from flake8_fakeasync.analysis.syntax.branch_tests import Narrowed
from flake8_fakeasync.analysis.syntax.exprs import (
    Attribute,
    Await,
    Call,
    ClassRef,
    Declared,
    Display,
    Element,
    Enter,
    Expr,
    FunctionRef,
    Global,
    Imported,
    Item,
    Join,
    Part,
    Starred,
)
from flake8_fakeasync.analysis.syntax.facts import ClassFacts, FunctionFacts, Store, Use

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.project.module import Module


class UseIndex:
    """The mentions of all values of a module, and what names and bindings say of them; each part made when needed."""

    def __init__(self, module: "Module") -> None:
        self._module = module

    def of(self, expr: ExprId) -> list[Mention]:
        """Return what mentions a value, in order of evaluation."""
        return self._mentions.of(expr)

    @cached_property
    def _mentions(self) -> MentionIndex:
        facts = self._module.facts
        found = MentionIndex(facts.exprs)
        for kind, of_kind in _PARTS.items():
            for expr in facts.kinds.get(kind, ()):
                for part in of_kind(facts.exprs[expr]):
                    if part:
                        found.add_row(part, expr)
        what_is_done: list[Use | Store] = [*facts.uses, *facts.stores, *self._results_of_lambdas()]
        for fact in what_is_done:
            found.add_fact(fact.value, fact)
        return found

    def _results_of_lambdas(self) -> "Iterator[Use]":
        for function in self._module.functions():
            for expr in function.results if function.is_lambda else ():
                yield Use(expr, "returned", function.region, function.line, function.column)

    @cached_property
    def reads(self) -> dict[str, list[Attribute]]:
        """The reads of attributes, by their names."""
        found: dict[str, list[Attribute]] = defaultdict(list)
        for row in self._module.rows(Attribute):
            found[row.name].append(row)
        return found

    @cached_property
    def names(self) -> dict[str, list[ExprId]]:
        """The rows that a name may be meant by, in order."""
        module, found = self._module, defaultdict[str, list[ExprId]](list)
        numbers = (expr for kind in _NAMED for expr in module.facts.kinds.get(kind, ()))
        for expr in sorted(numbers):
            row = module.row(expr)
            if isinstance(row, ClassRef | FunctionRef):
                found[module.scope(row.scope).name].append(expr)
            elif isinstance(row, Global | Imported) and row.name is not None:
                found[row.name].append(expr)
        return found

    @cached_property
    def defaults(self) -> dict[ExprId, list[FunctionFacts]]:
        """The functions that have a value as the default of a parameter."""
        found: dict[ExprId, list[FunctionFacts]] = defaultdict(list)
        for function in self._module.functions():
            for parameter in function.parameters:
                found[parameter.default].append(function)
        return found

    @cached_property
    def classes(self) -> dict[ExprId, list[tuple[ClassFacts, str]]]:
        """The classes in whose bodies a value has a name, each with that name."""
        found: dict[ExprId, list[tuple[ClassFacts, str]]] = defaultdict(list)
        for cls in self._module.classes():
            for name, exprs in cls.names.items():
                for expr in exprs:
                    found[expr].append((cls, name))
        return found

    @cached_property
    def globals(self) -> dict[ExprId, list[str]]:
        """The names that a value has at module level."""
        found: dict[ExprId, list[str]] = defaultdict(list)
        for name, exprs in self._module.facts.names.items():
            for expr in exprs:
                found[expr].append(name)
        return found

    @cached_property
    def bases(self) -> dict[ExprId, list[ClassFacts]]:
        """The classes that a value is a base of."""
        found: dict[ExprId, list[ClassFacts]] = defaultdict(list)
        for cls in self._module.classes():
            for base in cls.bases:
                found[base].append(cls)
        return found

    @cached_property
    def decorators(self) -> set[ExprId]:
        """The values that are handed what they decorate, and those of keywords of class statements."""
        found = {expr for scope in self._module.facts.scopes for expr in scope.decorators}
        return found.union(expr for cls in self._module.classes() for _, expr in cls.keywords)


def parts(row: Expr) -> tuple[ExprId, ...]:
    """Return the values that a row is made of."""
    of_kind = _PARTS.get(type(row))
    return of_kind(row) if of_kind is not None else ()


def _of_call(row: Call) -> tuple[ExprId, ...]:
    return (row.function, *row.given)


_PARTS: dict[type, Callable[[Any], tuple[ExprId, ...]]] = {
    Call: _of_call,
    Join: lambda row: row.parts,
    Display: lambda row: (*row.items, *row.keys),
    Item: lambda row: (row.base, row.key),
    **dict.fromkeys((Attribute, Element, Narrowed, Part), lambda row: (row.base,)),
    **dict.fromkeys((Await, Declared, Enter, Starred), lambda row: (row.value,)),
}
_NAMED = (ClassRef, FunctionRef, Global, Imported)
