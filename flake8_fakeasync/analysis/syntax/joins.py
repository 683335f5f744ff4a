"""Joins of a finished walk: each names its alternatives themselves."""

from collections.abc import Sequence

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.syntax.exprs import Expr, Join

_MOST_ALTERNATIVES = 64


def flatten(exprs: list[Expr], joins: Sequence[ExprId]) -> None:
    """Let each join name its alternatives themselves: joins of joins, and of themselves in loops, are gone.

    A join of very many stays a join of joins.
    """
    for index in joins:
        row = exprs[index]
        if isinstance(row, Join) and Join in {type(exprs[part]) for part in row.parts}:
            exprs[index] = Join(_alternatives(exprs, index, row))


def _alternatives(exprs: list[Expr], start: ExprId, join: Join) -> tuple[ExprId, ...]:
    found, seen, pending = [], {start}, list(reversed(join.parts))
    while pending:
        part = pending.pop()
        if part in seen:
            continue
        if len(seen) > _MOST_ALTERNATIVES:
            return join.parts
        seen.add(part)
        row = exprs[part]
        if isinstance(row, Join):
            pending += reversed(row.parts)
        else:
            found.append(part)
    return tuple(found)
