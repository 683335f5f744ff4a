"""The tests of branches: comparisons, `and`, `or` and `not`, and what `isinstance` tells of a value."""

from typing import NamedTuple

from flake8_fakeasync.analysis.ids import ExprId


class Comparison(NamedTuple):
    """`left how right` as the test of a branch; `how` is the name of the operator in `ast`: Eq, NotEq, Is, In."""

    left: ExprId
    how: str
    right: ExprId


class Logical(NamedTuple):
    """`and`, `or` or `not` of tests, as the test of a branch; `how` is that word."""

    how: str
    parts: tuple[ExprId, ...]


class Narrowed(NamedTuple):
    """`base` where an `isinstance(base, classes)` holds (or, if not `positive`, does not)."""

    base: ExprId
    classes: ExprId
    positive: bool
