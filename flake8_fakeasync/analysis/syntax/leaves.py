"""What a value is put together from, each part once: one may be in a display, and in a part of it, many times."""

from collections.abc import Callable, Iterator, Sequence

from flake8_fakeasync.analysis.ids import ExprId


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
