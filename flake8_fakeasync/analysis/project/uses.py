"""Who mentions a value: the rows made of it and what is done with it, the other way round."""

from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from flake8_fakeasync.analysis.ids import ExprId, numbered
from flake8_fakeasync.analysis.syntax.branch_tests import Narrowed
from flake8_fakeasync.analysis.syntax.exprs import (
    UNKNOWN,
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
    from flake8_fakeasync.analysis.project.module import Module

Mentioning: TypeAlias = Expr | Use | Store


class Mention(NamedTuple):
    """One row or fact that mentions a value; `value` is the number of the row, UNKNOWN for a fact."""

    value: ExprId
    fact: Mentioning


class UseIndex:
    """The mentions of all values of a module, its reads by name, and the rows that a name may be meant by.

    `decorators` are handed what they decorate, as the keywords of a class statement are.
    """

    def __init__(self, module: "Module") -> None:
        self._of: dict[ExprId, list[Mention]] = defaultdict(list)
        self.reads: dict[str, list[Attribute]] = defaultdict(list)
        self.defaults: dict[ExprId, list[FunctionFacts]] = defaultdict(list)
        self.classes: dict[ExprId, list[tuple[ClassFacts, str]]] = defaultdict(list)
        self.globals: dict[ExprId, list[str]] = defaultdict(list)
        self.bases: dict[ExprId, list[ClassFacts]] = defaultdict(list)
        self.decorators: set[ExprId] = set()
        self.names: dict[str, list[ExprId]] = defaultdict(list)
        self._add_rows(module)
        self._add_bindings(module)

    def of(self, expr: ExprId) -> list[Mention]:
        """Return what mentions a value, in order of evaluation."""
        return self._of.get(expr, [])

    def _add_rows(self, module: "Module") -> None:
        for expr, row in numbered(module.facts.exprs):
            for part in dict.fromkeys(parts(row)):
                if part:
                    self._of[part].append(Mention(expr, row))
            self._add_name(module, expr, row)
        for use in module.facts.uses:
            self._of[use.value].append(Mention(UNKNOWN, use))
        for store in module.facts.stores:
            self._of[store.value].append(Mention(UNKNOWN, store))

    def _add_name(self, module: "Module", expr: ExprId, row: Expr) -> None:
        if isinstance(row, Attribute):
            self.reads[row.name].append(row)
        elif isinstance(row, Global | Imported) and row.name is not None:
            self.names[row.name].append(expr)
        elif isinstance(row, ClassRef | FunctionRef):
            self.names[module.scope(row.scope).name].append(expr)

    def _add_function(self, function: FunctionFacts) -> None:
        for parameter in function.parameters:
            self.defaults[parameter.default].append(function)
        for expr in function.results if function.is_lambda else ():
            use = Use(expr, "returned", function.region, function.line, function.column)
            self._of[expr].append(Mention(UNKNOWN, use))

    def _add_class(self, cls: ClassFacts) -> None:
        self.decorators.update(expr for _, expr in cls.keywords)
        for base in cls.bases:
            self.bases[base].append(cls)
        for name, exprs in cls.names.items():
            for expr in exprs:
                self.classes[expr].append((cls, name))

    def _add_bindings(self, module: "Module") -> None:
        for function in module.functions():
            self._add_function(function)
        for scope in module.facts.scopes:
            self.decorators.update(scope.decorators)
        for cls in module.classes():
            self._add_class(cls)
        for name, exprs in module.facts.names.items():
            for expr in exprs:
                self.globals[expr].append(name)


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
