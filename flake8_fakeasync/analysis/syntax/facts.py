"""Facts of one module; no syntax tree is kept.

A module is compiled once into numbered expressions (*rows*: what an expression is made of) and *facts* (what happens to
them: stored, returned, caught). The number of an expression is an index into `ModuleFacts.exprs`.

Lines count from 1, columns are offsets in UTF-8 bytes from 0, both as `ast` gives them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from flake8_fakeasync.analysis.ids import ClassId, ExprId, FunctionId, RegionId, Rows, ScopeId
from flake8_fakeasync.analysis.syntax.exprs import Expr
from flake8_fakeasync.analysis.syntax.kinds import ParameterKind, RegionKind, UseKind


class Use(NamedTuple):
    """What is done with a value where no row says so.

    `how`: dropped, returned, yielded, raised, deleted, tested, compared, operand, formatted, represented (by `!r`),
    indexed, shared (bound to a `global` or `nonlocal` name); left, of no value, is a `break`.
    """

    value: ExprId
    how: UseKind
    region: RegionId
    line: int
    column: int


class Store(NamedTuple):
    """`base.name = value`, or `base[…] = value` when name is empty."""

    base: ExprId
    name: str
    value: ExprId
    region: RegionId
    line: int
    column: int


class Import(NamedTuple):
    """An import statement's one name; `name` is None where a module is imported. A lazy one runs at its first use."""

    module: str
    name: str | None
    is_lazy: bool
    region: RegionId
    line: int
    column: int


class Handler(NamedTuple):
    """`except types as name`. `guarded` is the region of the try body, `region` that of the handler's block."""

    types: ExprId
    name: str | None
    caught: ExprId
    guarded: RegionId
    region: RegionId
    is_group: bool
    line: int
    column: int


class Region(NamedTuple):
    """A stretch of code inside a scope.

    `kind`: body, try, handler, else, finally, with, loop, comprehension, branch, rest (what comes after an `if` that
    leaves), arm (of a conditional expression, `and` or `or`), case. `detail`: the Enter values of a with; the test of
    a branch, rest or arm (`positive` tells which side) and what it has found to be there; the value looped over, or
    what the test of a `while` has found to be there. `guarded`: the body of the try that an else, handler or finally
    belongs to.
    """

    kind: RegionKind
    parent: RegionId
    scope: ScopeId
    detail: tuple[ExprId, ...]
    positive: bool
    guarded: RegionId | None


class ParameterFact(NamedTuple):
    """How a parameter is declared. `kind`: positional, star, keyword, double-star."""

    name: str
    kind: ParameterKind
    annotation: ExprId
    default: ExprId
    value: ExprId


class FunctionFacts(NamedTuple):
    """A function, lambda or (scope 0) the module body. `results` and `yields` are what it returns and yields."""

    id: FunctionId
    name: str
    qualname: str
    parent: ScopeId
    is_async: bool
    is_generator: bool
    is_lambda: bool
    decorators: tuple[ExprId, ...]
    parameters: tuple[ParameterFact, ...]
    annotation: ExprId
    results: tuple[ExprId, ...]
    yields: tuple[ExprId, ...]
    region: RegionId
    line: int
    column: int


class ClassFacts(NamedTuple):
    """A class statement. `names` holds every binding of its body, in order."""

    id: ClassId
    name: str
    qualname: str
    parent: ScopeId
    decorators: tuple[ExprId, ...]
    bases: tuple[ExprId, ...]
    keywords: tuple[tuple[str | None, ExprId], ...]
    names: Mapping[str, tuple[ExprId, ...]]
    region: RegionId
    line: int
    column: int


Scope: TypeAlias = FunctionFacts | ClassFacts
Fact: TypeAlias = Expr | Use | Store | Import | Handler | FunctionFacts | ClassFacts


@dataclass(frozen=True, slots=True)
class ModuleFacts:
    """All facts of one module.

    `names` maps a module-level name to what it may be bound to; `stars` are the modules of star imports.
    `element_writes` are pairs of a container and what is put into it. `kinds` are the numbers of the rows of each kind,
    `operations`, by function, those that may run other code, in order, without what is read only to be called.
    """

    name: str
    path: str
    is_package: bool
    exprs: Rows[ExprId, Expr]
    regions: Rows[RegionId, Region]
    scopes: Rows[ScopeId, Scope]
    names: Mapping[str, tuple[ExprId, ...]]
    stars: tuple[str, ...]
    uses: Sequence[Use]
    stores: Sequence[Store]
    handlers: Sequence[Handler]
    imports: Sequence[Import]
    element_writes: Sequence[tuple[ExprId, ExprId]]
    kinds: Mapping[type, Sequence[ExprId]]
    operations: Mapping[FunctionId, Sequence[ExprId]]

    def scope_of(self, region: RegionId) -> Scope:
        """Return the function or class whose own code a region is."""
        return self.scopes[self.regions[region].scope]

    def function_of(self, region: RegionId) -> FunctionFacts:
        """Return the function that runs the code of a region: class bodies belong to the function around them."""
        scope = self.scopes[self.regions[region].scope]
        while isinstance(scope, ClassFacts):
            scope = self.scopes[scope.parent]
        return scope

    def enclosing(self, region: RegionId) -> list[RegionId]:
        """Return the regions around a region inside its scope, innermost first, itself included."""
        found = [region]
        while self.regions[region].kind != "body":
            region = self.regions[region].parent
            found.append(region)
        return found
