"""The tests of branches: comparisons, `and`, `or` and `not`, and what `isinstance` tells of a value."""

from typing import NamedTuple

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.syntax.kinds import ComparisonKind, LogicalKind


class Comparison(NamedTuple):
    """`left how right` as the test of a branch; `how` is the name of the operator in `ast`: Eq, NotEq, Is, In."""

    left: ExprId
    how: ComparisonKind
    right: ExprId


class Logical(NamedTuple):
    """`and`, `or` or `not` of tests, as the test of a branch; `how` is that word."""

    how: LogicalKind
    parts: tuple[ExprId, ...]


class Narrowed(NamedTuple):
    """`base` where an `isinstance(base, classes)` holds (or, if not `positive`, does not)."""

    base: ExprId
    classes: ExprId
    positive: bool
