"""What a value is put together from, each part once: one may be in a display, and in a part of it, many times."""

from collections.abc import Callable, Iterator, Sequence

from flake8_fakeasync.analysis.ids import ExprId, Rows
from flake8_fakeasync.analysis.syntax.exprs import Display, Expr, Join, Union


def leaves(expr: ExprId, parts: Callable[[ExprId], Sequence[ExprId] | None]) -> Iterator[ExprId]:
    """Yield the values without parts of their own that a value leads to, in source order.

    `parts` returns those of a value, None if it has none.
    """
    pending, seen = [expr], set[ExprId]()
    while pending:
        each = pending.pop()
        if each in seen:
            continue
        seen.add(each)
        inner = parts(each)
        if inner is None:
            yield each
        else:
            pending += reversed(inner)


def parts_of(row: Expr) -> Sequence[ExprId] | None:
    """Return what is in a display, or what a union or a join is one of; None for other rows."""
    return row.items if isinstance(row, Display) else row.parts if isinstance(row, Join | Union) else None


def displayed(rows: Rows[ExprId, Expr], expr: ExprId) -> Iterator[ExprId]:
    """Yield what is in a display, and in the displays in it; of anything else, the value itself."""

    def items(each: ExprId) -> Sequence[ExprId] | None:
        row = rows[each]
        return row.items if isinstance(row, Display) else None

    return leaves(expr, items)


def joined(rows: Rows[ExprId, Expr], expr: ExprId) -> Iterator[ExprId]:
    """Yield what a value may be: one for each branch or operand that it may come from."""

    def parts(each: ExprId) -> Sequence[ExprId] | None:
        row = rows[each]
        return row.parts if isinstance(row, Join) else None

    return leaves(expr, parts)
