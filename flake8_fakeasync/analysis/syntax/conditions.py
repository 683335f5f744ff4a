"""Tests of branches as rows, so that it can be asked later how they come out."""

import ast
from typing import TYPE_CHECKING, cast

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.syntax.branch_tests import Comparison, Logical
from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN, Attribute, Constant
from flake8_fakeasync.analysis.syntax.kinds import ComparisonKind, LogicalKind
from flake8_fakeasync.analysis.syntax.nodes import BoolOpNode, CompareNode, UnaryOpNode

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.syntax.chains import Chains


def condition(walk: "Chains", test: ast.expr) -> ExprId:
    """Return the row of a test that was walked already: what is asked for truth, or a comparison of such.

    UNKNOWN in a module's own code, which nobody calls with arguments.
    """
    if walk.lexical.parent is None:
        return walk.tested.get(test, UNKNOWN)
    if isinstance(test, UnaryOpNode) and isinstance(test.op, ast.Not):
        return _logical(walk, "not", [condition(walk, test.operand)])
    if isinstance(test, BoolOpNode):
        how: LogicalKind = "and" if isinstance(test.op, ast.And) else "or"
        parts = [UNKNOWN if isinstance(each, BoolOpNode) else condition(walk, each) for each in test.values]
        return _logical(walk, how, parts)
    if isinstance(test, CompareNode):
        return _comparison(walk, test)
    return _asked(walk, test)


def _asked(walk: "Chains", node: ast.expr) -> ExprId:
    """Return the value that a test asks about; that of an attribute which the function has just stored."""
    expr = walk.tested.get(node, UNKNOWN)
    row = walk.exprs[expr]
    if not isinstance(row, Attribute) or (row.base, row.name) not in walk.lexical.stored:
        return expr
    stored, region = walk.lexical.stored[row.base, row.name]
    around = walk.region
    while around != region and walk.regions[around].kind != "body":
        around = walk.regions[around].parent
    return stored if stored and around == region else expr


def _logical(walk: "Chains", how: LogicalKind, parts: list[ExprId]) -> ExprId:
    return walk.add(Logical(how, tuple(parts))) if any(parts) else UNKNOWN


def _comparison(walk: "Chains", test: ast.Compare) -> ExprId:
    if len(test.ops) > 1:
        return UNKNOWN
    left, right = _asked(walk, test.left), _asked(walk, test.comparators[0])
    if not left or not right or (_is_constant(walk, left) and _is_constant(walk, right)):
        return UNKNOWN
    return walk.add(Comparison(left, cast("ComparisonKind", type(test.ops[0]).__name__), right))


def _is_constant(walk: "Chains", expr: ExprId) -> bool:
    return isinstance(walk.exprs[expr], Constant)
