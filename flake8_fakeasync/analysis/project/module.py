"""One loaded module: its facts, its place in the project, and indexes over the facts."""

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias, cast

from flake8_fakeasync.analysis.ids import ClassId, ExprId, FunctionId, ScopeId
from flake8_fakeasync.analysis.project.element_writes import writes_by_container
from flake8_fakeasync.analysis.project.indexes import Indexes
from flake8_fakeasync.analysis.project.parameters import tested
from flake8_fakeasync.analysis.project.uses import UseIndex
from flake8_fakeasync.analysis.syntax.branch_tests import Narrowed
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Expr, Operation, Parameter
from flake8_fakeasync.analysis.syntax.facts import ClassFacts, FunctionFacts, ModuleFacts, Scope, Store

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.values import ValueSet

Attributes = dict[str, list[Store]]
# How deep answers led, by the expressions that they are about: 1 where nothing else was asked.
Heights: TypeAlias = "bytearray | dict[ExprId, int]"
# What a call passes: parameters by their values, in order, with what each may be.
Context: TypeAlias = "tuple[tuple[ExprId, ValueSet], ...]"


class Module(Indexes):
    """The facts of a file. `roots` are the folders in which its absolute imports are looked up, in order.

    `is_test` tells whether the file belongs to tests.
    """

    def __init__(self, facts: ModuleFacts, roots: tuple[str, ...], *, is_test: bool = False) -> None:
        self.facts = facts
        self.path: str = facts.path
        self.roots = roots
        self.is_test = is_test
        self.used = 0  # when the module was last asked for, as the project counts
        self.context: Context = ()
        # Kept by `Evaluator`, which alone knows when they are stale:
        self.answers: dict[ExprId, ValueSet] = {}
        self.annotated: dict[ExprId, ValueSet] = {}  # what variables with an annotation may be
        self.heights: Heights = bytearray()  # of answers, once there are any
        self.annotated_heights: dict[ExprId, int] = {}  # above 1
        self.views: dict[Context, Module] = {}
        self.parameters_behind: dict[ExprId, frozenset[ExprId]] = {}
        self.parameter_sets: dict[frozenset[ExprId], frozenset[ExprId]] = {}  # each of these once
        self._doings: dict[FunctionId, list[Operation]] = {}

    def forget(self) -> None:
        """Drop all answers."""
        for answers in (self.answers, self.annotated, self.annotated_heights, self.views):
            answers.clear()
        self.heights = bytearray()

    def is_of(self, name: str) -> bool:
        """Return whether a qualified name is one of the package that the module belongs to."""
        return name.partition(".")[0] == self.facts.name.partition(".")[0]

    def row(self, expr: ExprId) -> Expr:
        """Return the row of a value."""
        return self.facts.exprs[expr]

    def scope(self, scope: ScopeId) -> Scope:
        """Return a scope."""
        return self.facts.scopes[scope]

    def function(self, scope: ScopeId) -> FunctionFacts:
        """Return a scope that is a function."""
        found = self.facts.scopes[scope]
        if not isinstance(found, FunctionFacts):
            raise TypeError(scope)
        return found

    def cls(self, scope: ScopeId) -> ClassFacts:
        """Return a scope that is a class."""
        found = self.facts.scopes[scope]
        if not isinstance(found, ClassFacts):
            raise TypeError(scope)
        return found

    def owner(self, function: FunctionFacts) -> ClassFacts | None:
        """Return the class whose method a function is."""
        parent = self.facts.scopes[function.parent]
        return parent if isinstance(parent, ClassFacts) else None

    @cached_property
    def uses_of(self) -> UseIndex:
        """Who mentions each value."""
        return UseIndex(self)

    def calls(self, function: FunctionId) -> list[Call]:
        """Return the calls that a function runs itself, in order."""
        return [row for row in self.operations(function) if type(row) is Call]

    def operations(self, function: FunctionId) -> list[Operation]:
        """Return what a function does itself that may run other code, in order; read callees are left out."""
        found = self._doings.get(function)
        if found is None:
            rows = map(self.facts.exprs.__getitem__, self.facts.operations.get(function, ()))
            found = self._doings[function] = cast("list[Operation]", list(rows))
        return found

    @cached_property
    def tested(self) -> dict[FunctionId, set[ExprId]]:
        """By function: the values that tests of branches in its own code ask about."""
        return tested(self)

    @cached_property
    def attributes(self) -> dict[ClassId, Attributes]:
        """By class: what its methods store on their first parameter (`self`, `cls`)."""
        return self._stored[0]

    @cached_property
    def outer(self) -> Attributes:
        """By name: what is stored as an attribute of anything else."""
        return self._stored[1]

    @cached_property
    def _stored(self) -> tuple[dict[ClassId, Attributes], Attributes]:
        own: dict[ClassId, Attributes] = defaultdict(lambda: defaultdict(list))
        outer: Attributes = defaultdict(list)
        for store in self.facts.stores:
            if store.name:
                cls = self.class_of_self(store.base)
                (outer if cls is None else own[cls])[store.name].append(store)
        return own, outer

    def stored_beside(self, read: Attribute) -> tuple[ExprId, ...]:
        """Return what the function that reads an attribute of an object stores there itself; `self` is left out.

        Whether before or after the read is not asked.
        """
        stores = self.outer.get(read.name, ())
        if not stores:
            return ()
        scope, path = self.facts.regions[read.region].scope, self._path(read.base)
        return tuple(
            store.value
            for store in stores
            if self.facts.regions[store.region].scope == scope and self._path(store.base) == path
        )

    def _path(self, expr: ExprId) -> tuple[ExprId | str, ...]:
        """Return the object at the root of a chain of attributes, and their names."""
        names: list[str] = []
        row = self.facts.exprs[expr]
        while isinstance(row, Attribute):
            names.append(row.name)
            expr, row = row.base, self.facts.exprs[row.base]
        return (expr, *reversed(names))

    @cached_property
    def writes_by_container(self) -> dict[ExprId, list[ExprId]]:
        """By the value that a container is made as: what is put into it."""
        return writes_by_container(self)

    def class_of_self(self, expr: ExprId) -> ClassId | None:
        """Return the class on whose first parameter (`self`, `cls`) a value is, None when it is something else."""
        row = self.facts.exprs[expr]
        while isinstance(row, Narrowed):
            row = self.facts.exprs[row.base]
        if not isinstance(row, Parameter):
            return None
        function = self.function(row.scope)
        owner = self.owner(function)
        if owner is None or not function.parameters or function.parameters[0].name != row.name:
            return None
        return owner.id
