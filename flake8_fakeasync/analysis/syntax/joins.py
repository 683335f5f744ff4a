"""Joins of a finished walk: each names its alternatives themselves."""

from collections.abc import Sequence

from flake8_fakeasync.analysis.ids import MODULE_BODY, ExprId, RegionId
from flake8_fakeasync.analysis.syntax.exprs import Expr, Join

_MOST_ALTERNATIVES = 64


def flatten(exprs: list[Expr], joins: Sequence[ExprId]) -> None:
    """Let each join name its alternatives themselves: joins of joins, and of themselves in loops, are gone.

    A join of very many stays a join of joins.
    """
    for index in joins:
        row = exprs[index]
        if isinstance(row, Join) and Join in {type(exprs[part]) for part in row.parts}:
            exprs[index] = _flat(exprs, index, row)


def _flat(exprs: list[Expr], start: ExprId, join: Join) -> Join:
    found, seen, pending = dict[tuple[ExprId, RegionId], None](), {(start, MODULE_BODY)}, _chosen(join, MODULE_BODY)
    while pending:
        chosen = part, region = pending.pop()
        if chosen in seen or part == start:
            continue
        if len(seen) > _MOST_ALTERNATIVES:
            return join
        seen.add(chosen)
        row = exprs[part]
        if isinstance(row, Join):
            pending += _chosen(row, region)
        else:
            found[chosen] = None
    if any(region for _, region in found):
        return Join(tuple([part for part, _ in found]), tuple([region for _, region in found]))
    return Join(tuple([part for part, _ in found]))


def _chosen(join: Join, region: RegionId) -> list[tuple[ExprId, RegionId]]:
    """Return the parts of a join, the last first, each with the region in which it is chosen."""
    regions = join.regions or (MODULE_BODY,) * len(join.parts)
    return [(part, each or region) for part, each in zip(reversed(join.parts), reversed(regions), strict=True)]
