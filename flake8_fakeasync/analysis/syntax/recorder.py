"""The growing tables of one walk: values, regions, scopes and what happens to them."""

import ast
from collections import deque
from collections.abc import Callable, Iterable

from flake8_fakeasync.analysis.ids import MODULE, MODULE_BODY, SHARED, ExprId, RegionId, ScopeId, next_expr, next_region
from flake8_fakeasync.analysis.syntax.building import made
from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN, Constant, Expr, Global, Imported, Join, Operator, Unknown
from flake8_fakeasync.analysis.syntax.facts import Handler, Import, Region, Scope, Store, Use
from flake8_fakeasync.analysis.syntax.flow import Flow
from flake8_fakeasync.analysis.syntax.kinds import RegionKind, UseKind
from flake8_fakeasync.analysis.syntax.operators import METHODS, may_be_own

Bindings = dict[str, list[ExprId]]
_SHARED = frozenset({str, bytes, int, type(None)})
_APART = frozenset({bool, float})  # 1, True and 1.0 are equal


class Lexical:
    """A function or module body while it is walked: its bindings, for the functions defined inside it."""

    __slots__ = (
        "annotations", "bindings", "breaks", "continues", "declared", "joined", "parent", "ran", "results", "scope",
        "stored", "yields",
    )  # fmt: skip

    def __init__(self, scope: ScopeId, parent: "Lexical | None") -> None:
        self.scope = scope
        self.parent = parent
        self.bindings: Bindings = {}
        self.joined: dict[str, tuple[int, ExprId]] = {}  # of names bound several times: how often, and the join
        self.annotations: dict[str, ExprId] = {}
        self.declared: dict[str, Bindings] = {}
        self.results: list[ExprId] = []
        self.stored: dict[tuple[ExprId, str], tuple[ExprId, RegionId]] = {}  # attributes: the last value, and where
        self.yields: list[ExprId] = []
        self.breaks: list[list[Flow]] = []
        self.continues: list[list[Flow]] = []
        self.ran: list[ExprId] = []  # the rows that may run other code; a class adds to those of the function around it


class Recorder:
    """Appends rows and facts; knows the current region, flow and lexical scope."""

    def __init__(self, module: str, *, is_package: bool) -> None:
        self.module = module
        self.is_package = is_package
        self.exprs: list[Expr] = [Unknown()]
        self.regions: list[Region] = []
        self.scopes: list[Scope | None] = []
        self.uses: list[Use] = []
        self.stores: list[Store] = []
        self.handlers: list[Handler] = []
        self.imports: list[Import] = []
        self.stars: list[str] = []
        self.region = MODULE_BODY
        self.scope: ScopeId = MODULE
        self.qualname = ""
        self.in_class = False
        self.annotating = False
        self.depth = 0  # of the expression, among expressions
        self.flow = Flow()
        self.globals: Bindings = {}
        self.lexical = Lexical(self.scope, None)
        self.ran = {MODULE: self.lexical.ran}
        self.called: set[ExprId] = set()
        self.deferred: deque[Callable[[], None]] = deque()
        self.narrowed: dict[ExprId, ExprId] = {}
        self.tested: dict[ast.expr, ExprId] = {}  # what comparisons and `and` ask about
        self.asked: set[str] = set()  # the last names of all dotted paths that tests asked about so far
        self._constants: dict[object, ExprId] = {}
        self._names: dict[str, ExprId] = {}
        self._imported: dict[tuple[str, str | None], ExprId] = {}

    def add(self, row: Expr) -> ExprId:
        """Append a row and return its number."""
        number = next_expr(self.exprs)
        self.exprs.append(row)
        return number

    def constant(self, expr: object) -> ExprId:
        """Return the row of a literal that can matter to a question, one for all that are equal; others are unknown."""
        kind = type(expr)
        if kind in _SHARED:
            known = self._constants.get(expr)
            if known is None:
                known = self._constants[expr] = next_expr(self.exprs)
                self.exprs.append(made(Constant, (expr,)))
            return known
        return self.add(made(Constant, (expr,))) if kind in _APART else UNKNOWN

    def shared(self, row: Expr) -> ExprId:
        """Return the row shared by all that are equal to this one."""
        known = self._constants.get(row)
        if known is None:
            known = self._constants[row] = self.add(row)
        return known

    def imported(self, module: str, name: str | None) -> ExprId:
        """Return the row of what is imported, one wherever it is."""
        key = (module, name)
        known = self._imported.get(key)
        if known is None:
            known = self._imported[key] = self.add(made(Imported, key))
        return known

    def join(self, exprs: Iterable[ExprId], regions: Iterable[RegionId] = ()) -> ExprId:
        """Return one value that may be any of these; both sides of a test put together are the value tested.

        `regions` are those in which each is chosen, which may be several.
        """
        exprs = tuple(exprs)
        distinct = tuple(dict.fromkeys(exprs))
        if len(distinct) < 2:  # noqa: PLR2004
            return distinct[0] if distinct else UNKNOWN
        whole = {self.narrowed.get(expr, expr) for expr in distinct}
        if len(whole) == 1:
            return whole.pop()
        pairs = dict.fromkeys(zip(exprs, regions, strict=False)) if self.lexical.parent is not None else {}
        if any(region for _, region in pairs):
            return self.add(Join(tuple([expr for expr, _ in pairs]), tuple([region for _, region in pairs])))
        return self.add(Join(distinct))

    def open_join(self, before: ExprId) -> ExprId:
        """Return a join to which `close_loop` may add what later turns of a loop bind."""
        return self.add(Join((before,))) if before else UNKNOWN

    def use(self, expr: ExprId, how: UseKind, node: ast.expr | ast.stmt) -> None:
        """Record that something is done with a value."""
        if expr:
            self.uses.append(made(Use, (expr, how, self.region, SHARED[node.lineno], node.col_offset)))
            if how in METHODS:
                self.operator(expr, METHODS[how], node)

    def operator(self, base: ExprId, name: str, node: ast.expr | ast.stmt) -> None:
        """Record that Python calls a method of a value, in a function, if it may be one of the project's."""
        lexical = self.lexical
        if lexical.parent is not None and not self.annotating and may_be_own(self.exprs[base], name):
            number = next_expr(self.exprs)
            self.exprs.append(made(Operator, (number, base, name, self.region, SHARED[node.lineno], node.col_offset)))
            lexical.ran.append(number)

    def new_region(
        self,
        kind: RegionKind,
        detail: tuple[ExprId, ...] = (),
        *,
        positive: bool = True,
        guarded: RegionId | None = None,
    ) -> RegionId:
        """Open a region below the current one and return it, without entering it."""
        number = next_region(self.regions)
        self.regions.append(made(Region, (kind, self.region, self.scope, detail, positive, guarded)))
        return number

    def bind(self, name: str, expr: ExprId) -> None:
        """Bind a name at this point."""
        lexical, flow = self.lexical, self.flow
        if name in lexical.declared:
            lexical.declared[name].setdefault(name, []).append(expr)
        flow.names[name] = expr
        if flow.transparent:
            flow.bind(name, expr)
        bindings = lexical.bindings
        if name in bindings:
            bindings[name].append(expr)
        else:
            bindings[name] = [expr]

    def read(self, name: str) -> ExprId:
        """Return what a name is here: bound in this flow, in a function around it, or a module-level name."""
        flow = self.flow
        expr = flow.names.get(name)
        if expr is None and flow.outer is not None:
            expr = flow.find(name, self.open_join)
        return self._outside(name) if expr is None else expr

    def _any_bound(self, lexical: Lexical, name: str) -> ExprId:
        """Return what a name of a function may be for the functions in it: one row for all of them."""
        bound = lexical.bindings[name]
        count, joined = lexical.joined.get(name, (0, UNKNOWN))
        if count != len(bound):
            joined = self.join(bound)
            lexical.joined[name] = len(bound), joined
        return joined

    def _outside(self, name: str) -> ExprId:
        outer = self.lexical.parent
        while outer is not None and outer.parent is not None:
            if name in outer.bindings:
                return self._any_bound(outer, name)
            outer = outer.parent
        known = self._names.get(name)
        if known is None:
            known = self._names[name] = self.add(made(Global, (name,)))
        return known
