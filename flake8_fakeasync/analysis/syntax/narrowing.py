"""What a test tells about the values it asks: `isinstance`, `hasattr`, `iscoroutinefunction` and their kind."""

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.syntax.branch_tests import Narrowed
from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN
from flake8_fakeasync.analysis.syntax.nodes import (
    AttributeNode,
    BoolOpNode,
    CallNode,
    CompareNode,
    ConstantNode,
    NameNode,
    UnaryOpNode,
)
from flake8_fakeasync.catalog import inspections

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.syntax.chains import Chains

_ASKS = inspections.names("callable") | inspections.names("awaitable") | inspections.names("attribute")
Told = Sequence[tuple[ast.expr, bool]]
_SAME, _OTHER = (ast.Eq, ast.Is, ast.In), (ast.NotEq, ast.IsNot, ast.NotIn)


def dotted(node: ast.expr) -> str | None:
    """Return `a.b.c` for a name or attribute chain of at most four parts, None for anything else."""
    parts: list[str] = []
    while isinstance(node, AttributeNode) and len(parts) < 3:  # noqa: PLR2004
        parts.append(node.attr)
        node = node.value
    return ".".join((node.id, *reversed(parts))) if isinstance(node, NameNode) else None


def narrow(walk: "Chains", told: Told) -> None:
    """Rebind what tests ask about, in the current flow, to what it can be when they came out this way."""
    for each, came_true in told:
        if isinstance(each, CallNode):
            if each.args:
                _narrow_call(walk, each, positive=came_true)
        elif isinstance(each, CompareNode) and len(each.ops) == 1:
            _narrow_type(walk, each, positive=came_true)


def present(walk: "Chains", told: Told) -> tuple[ExprId, ...]:
    """Return the names and attributes that these outcomes prove to be neither None nor empty."""
    found: list[ExprId] = []
    for each, came_true in told:
        asked: ast.expr | None = each if came_true else None
        if isinstance(each, CompareNode) and len(each.ops) == 1:
            asked = each.left if _is_about_none(each, ast.IsNot if came_true else ast.Is) else None
        if type(asked) is AttributeNode or type(asked) is NameNode:
            expr = walk.tested.get(asked)
            if expr:
                found.append(expr)
    return tuple(found)


def _is_about_none(test: ast.Compare, how: type[ast.cmpop]) -> bool:
    other = test.comparators[0]
    return isinstance(other, ConstantNode) and other.value is None and isinstance(test.ops[0], how)


def told(test: ast.expr, *, positive: bool) -> Told:
    """Return the tests that one is made of, each with how it came out; without those of which that is not known."""
    while isinstance(test, UnaryOpNode) and isinstance(test.op, ast.Not):
        test, positive = test.operand, not positive
    if not isinstance(test, BoolOpNode):
        return ((test, positive),)
    found: list[tuple[ast.expr, bool]] = []
    if positive == isinstance(test.op, ast.And):
        for operand in test.values:
            if not isinstance(operand, BoolOpNode):
                found += told(operand, positive=positive)
    return found


def both_ways(test: ast.expr) -> tuple[Told, Told]:
    """Return what a test that came true is made of, and what one that came false is."""
    kind = type(test)
    if kind is UnaryOpNode or kind is BoolOpNode:
        return told(test, positive=True), told(test, positive=False)
    return ((test, True),), ((test, False),)


def _narrow_call(walk: "Chains", test: ast.Call, *, positive: bool) -> None:
    asked = test.func.attr if isinstance(test.func, AttributeNode) else getattr(test.func, "id", "")
    if asked == "isinstance" and len(test.args) > 1:
        _rebind(walk, test.args[0], test.args[1], positive=positive)
    elif asked == "isinstance" or (asked in _ASKS and not (asked == "callable" and positive)):
        _rebind(walk, test.args[0], None, positive=positive)


def _narrow_type(walk: "Chains", test: ast.Compare, *, positive: bool) -> None:
    """Narrow by `type(x) is C`; when the type is asked for its name, what has it is not known any more."""
    asked, by_name = test.left, False
    if isinstance(asked, AttributeNode) and asked.attr in {"__name__", "__qualname__", "__module__"}:
        asked, by_name = asked.value, True
    subject = _whose_type(asked)
    if subject is not None and isinstance(test.ops[0], _SAME + _OTHER):
        is_vague = by_name or isinstance(test.ops[0], ast.In | ast.NotIn)
        cls = None if is_vague else test.comparators[0]
        _rebind(walk, subject, cls, positive=positive == isinstance(test.ops[0], _SAME))


def _rebind(walk: "Chains", subject: ast.expr, classes: ast.expr | None, *, positive: bool) -> None:
    """Let a name or attribute be, or not be, of these classes from here on; without any it is not known any more."""
    path = dotted(subject)
    if path is None:
        return
    base = walk.expression(subject)
    expr = walk.add(Narrowed(base, walk.expression(classes) if classes is not None else UNKNOWN, positive))
    walk.narrowed[expr] = walk.narrowed.get(base, base)
    walk.flow.names[path] = expr
    if isinstance(subject, AttributeNode):
        walk.asked.add(subject.attr)


def _whose_type(node: ast.expr) -> ast.expr | None:
    """Return `x` of `type(x)` and `x.__class__`."""
    if isinstance(node, AttributeNode):
        return node.value if node.attr == "__class__" else None
    is_type = isinstance(node, CallNode) and isinstance(node.func, NameNode) and node.func.id == "type"
    return node.args[0] if isinstance(node, CallNode) and is_type and len(node.args) == 1 else None
