"""The growing tables of one walk: values, regions, scopes and what happens to them."""

import ast
from collections import deque
from collections.abc import Callable, Iterable

from flake8_fakeasync.analysis.syntax.facts import Handler, Import, Region, Scope, Store, Use
from flake8_fakeasync.analysis.syntax.flow import Flow
from flake8_fakeasync.analysis.syntax.rows import UNKNOWN, Constant, Global, Join, Row, Unknown, Value

Bindings = dict[str, list[Value]]


class Lexical:
    """A function or module body while it is walked: its bindings, for the functions defined inside it."""

    __slots__ = ("annotations", "bindings", "breaks", "continues", "declared", "parent", "results", "scope", "yields")

    def __init__(self, scope: int, parent: "Lexical | None") -> None:
        self.scope = scope
        self.parent = parent
        self.bindings: Bindings = {}
        self.annotations: dict[str, Value] = {}
        self.declared: dict[str, Bindings] = {}
        self.results: list[Value] = []
        self.yields: list[Value] = []
        self.breaks: list[list[Flow]] = []
        self.continues: list[list[Flow]] = []


class Recorder:
    """Appends rows and facts; knows where the walk stands (region, flow, lexical scope)."""

    def __init__(self, module: str, *, is_package: bool) -> None:
        self.module = module
        self.is_package = is_package
        self.values: list[Row] = [Unknown()]
        self.regions: list[Region] = []
        self.scopes: list[Scope | None] = []
        self.uses: list[Use] = []
        self.stores: list[Store] = []
        self.handlers: list[Handler] = []
        self.imports: list[Import] = []
        self.stars: list[str] = []
        self.region = 0
        self.scope = 0
        self.qualname = ""
        self.flow = Flow()
        self.globals: Bindings = {}
        self.lexical = Lexical(0, None)
        self.deferred: deque[Callable[[], None]] = deque()
        self.narrowed: dict[Value, Value] = {}
        self.tested: dict[ast.expr, Value] = {}  # what comparisons and `and` ask about
        self._known: dict[tuple[type, Row], Value] = {}

    def add(self, row: Row) -> Value:
        """Append a row and return its number."""
        self.values.append(row)
        return len(self.values) - 1

    def shared(self, row: Row) -> Value:
        """Return the number of a row that says the same wherever it stands."""
        key = (type(row), row)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self.add(row)
        return known

    def constant(self, value: object) -> Value:
        """Return the row of a literal that can matter to a question; other literals are unknown."""
        if value is None or isinstance(value, str | bool | int | float):
            key = Constant(value)
            return self.add(key) if isinstance(value, bool) else self.shared(key)
        return UNKNOWN

    def join(self, values: Iterable[Value]) -> Value:
        """Return one value that may be any of these; both sides of a test put together are the value tested."""
        distinct = tuple(dict.fromkeys(values))
        if len(distinct) > 1:
            whole = {self.narrowed.get(value, value) for value in distinct}
            return self.add(Join(distinct)) if len(whole) > 1 else whole.pop()
        return distinct[0] if distinct else UNKNOWN

    def open_join(self, before: Value) -> Value:
        """Return a join to which `close_loop` may add what later turns of a loop bind."""
        return self.add(Join((before,))) if before else UNKNOWN

    def use(self, value: Value, how: str, node: ast.expr | ast.stmt) -> None:
        """Record that something is done with a value."""
        if value:
            self.uses.append(Use(value, how, self.region, node.lineno, node.col_offset))

    def new_region(self, kind: str, detail: tuple[Value, ...] = (), *, positive: bool = True) -> int:
        """Open a region below the current one and return it, without entering it."""
        self.regions.append(Region(kind, self.region, self.scope, detail, positive))
        return len(self.regions) - 1

    def bind(self, name: str, value: Value) -> None:
        """Bind a name at this point."""
        target = self.lexical.declared.get(name)
        if target is not None:
            target.setdefault(name, []).append(value)
        self.flow.bind(name, value)
        self.lexical.bindings.setdefault(name, []).append(value)

    def read(self, name: str) -> Value:
        """Return what a name is here: bound in this flow, in a function around it, or a module-level name."""
        value = self.flow.find(name, self.open_join)
        if value is not None:
            return value
        outer = self.lexical.parent
        while outer is not None and outer.parent is not None:
            if name in outer.bindings:
                return self.join(outer.bindings[name])
            outer = outer.parent
        return self.shared(Global(name))


def flatten(values: list[Row]) -> None:
    """Let each join name its alternatives themselves: joins of joins, and of themselves in loops, are gone."""
    for index, row in enumerate(values):
        if isinstance(row, Join) and any(isinstance(values[part], Join) for part in row.parts):
            values[index] = Join(_alternatives(values, index, row))


def _alternatives(values: list[Row], start: Value, join: Join) -> tuple[Value, ...]:
    found, seen, pending = [], {start}, list(reversed(join.parts))
    while pending:
        part = pending.pop()
        if part in seen:
            continue
        seen.add(part)
        row = values[part]
        if isinstance(row, Join):
            pending += reversed(row.parts)
        else:
            found.append(part)
    return tuple(found)
