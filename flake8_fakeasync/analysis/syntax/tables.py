"""What is read off the rows of a module once they are complete: rows by kind and function, stores that are calls."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from flake8_fakeasync.analysis.ids import ExprId, FunctionId, Rows, numbered
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Constant, Expr, Global
from flake8_fakeasync.analysis.syntax.facts import Store

_ADDS = {"add": 0, "append": 0, "appendleft": 0, "insert": 1, "setdefault": 1}
_SETS = frozenset({"setattr", "__setattr__"})
_NAMES = _SETS.union(_ADDS)


def kinds(exprs: Rows[ExprId, Expr]) -> dict[type[Expr], list[ExprId]]:
    """Return the numbers of the rows of each kind."""
    found: dict[type[Expr], list[ExprId]] = defaultdict(list)
    for expr, kind in numbered(map(type, exprs)):
        found[kind].append(expr)
    return dict(found)


def operations(
    ran: dict[FunctionId, list[ExprId]], called: set[ExprId], rows: dict[type[Expr], list[ExprId]]
) -> dict[FunctionId, list[ExprId]]:
    """Return, by function, the rows that may run other code; what is read only to be called is left out."""
    only_called = called.intersection(rows.get(Attribute, ()))
    found = [(scope, [expr for expr in exprs if expr not in only_called]) for scope, exprs in ran.items()]
    return dict(sorted(((scope, exprs) for scope, exprs in found if exprs), key=_first))


def _first(doing: tuple[FunctionId, list[ExprId]]) -> ExprId:
    return doing[1][0]


def named(calls: Sequence[ExprId], exprs: Rows[ExprId, Expr]) -> list[tuple[Call, Attribute | Global]]:
    """Return the calls that may store or put something, each with what it calls."""
    found: list[tuple[Call, Attribute | Global]] = []
    for number in calls:
        row = exprs[number]
        function = exprs[row.function] if isinstance(row, Call) else row
        if isinstance(function, (Attribute, Global)) and function.name in _NAMES and isinstance(row, Call):
            found.append((row, function))
    return found


def stores_by_call(calls: Sequence[tuple[Call, Attribute | Global]], exprs: Rows[ExprId, Expr]) -> Iterator[Store]:
    """Yield the stores that are calls: `setattr(base, "name", value)`."""
    for row, function in calls:
        if len(row.arguments) == 3 and function.name in _SETS:  # noqa: PLR2004
            base, name, expr = row.arguments
            constant = exprs[name]
            if isinstance(constant, Constant) and isinstance(constant.value, str):
                yield Store(base, constant.value, expr, row.region, row.line, row.column)


def element_writes(
    calls: Sequence[tuple[Call, Attribute | Global]], stores: Sequence[Store]
) -> Iterator[tuple[ExprId, ExprId]]:
    """Yield each container and what is put into it."""
    for store in stores:
        if not store.name and store.value:
            yield store.base, store.value
    for row, function in calls:
        place = _ADDS.get(function.name)
        if place is None or not isinstance(function, Attribute):
            continue
        if place < len(row.arguments) and row.arguments[place]:
            yield function.base, row.arguments[place]
