"""What a test tells about the values it asks: `isinstance`, `hasattr`, `iscoroutinefunction` and their kind."""

import ast
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.syntax.rows import UNKNOWN, Narrowed, Value

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.syntax.expressions import Expressions

_ASKS = frozenset({"callable", "hasattr", "isasyncgenfunction", "isawaitable", "iscoroutine", "iscoroutinefunction"})

_SAME, _OTHER = (ast.Eq, ast.Is, ast.In), (ast.NotEq, ast.IsNot, ast.NotIn)


def dotted(node: ast.expr) -> str | None:
    """Return `a.b.c` for a name or attribute chain of at most four parts, None for anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute) and len(parts) < 3:  # noqa: PLR2004
        parts.append(node.attr)
        node = node.value
    return ".".join((node.id, *reversed(parts))) if isinstance(node, ast.Name) else None


def narrow(walk: "Expressions", test: ast.expr, *, positive: bool) -> None:
    """Rebind what `test` asks about, in the current flow, to what it can be when the test came out this way."""
    while isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        test, positive = test.operand, not positive
    if isinstance(test, ast.BoolOp):
        if positive == isinstance(test.op, ast.And):
            for operand in test.values:
                if not isinstance(operand, ast.BoolOp):
                    narrow(walk, operand, positive=positive)
        return
    if isinstance(test, ast.Call) and test.args:
        _narrow_call(walk, test, positive=positive)
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        _narrow_type(walk, test, positive=positive)


def present(walk: "Expressions", test: ast.expr, *, positive: bool) -> tuple[Value, ...]:
    """Return what a test which came out this way has found to be there, attributes and names: not None, not empty."""
    while isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        test, positive = test.operand, not positive
    if isinstance(test, ast.BoolOp) and positive == isinstance(test.op, ast.And):
        simple = (operand for operand in test.values if not isinstance(operand, ast.BoolOp))
        return tuple(value for operand in simple for value in present(walk, operand, positive=positive))
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        is_none = isinstance(test.comparators[0], ast.Constant) and test.comparators[0].value is None
        asked = test.left if is_none and isinstance(test.ops[0], ast.IsNot if positive else ast.Is) else None
    else:
        asked = test if positive else None
    value = walk.tested.get(asked, UNKNOWN) if isinstance(asked, ast.Attribute | ast.Name) else UNKNOWN
    return (value,) if value else ()


def _narrow_call(walk: "Expressions", test: ast.Call, *, positive: bool) -> None:
    asked = test.func.attr if isinstance(test.func, ast.Attribute) else getattr(test.func, "id", "")
    subject = dotted(test.args[0])
    if subject is None:
        return
    if asked != "isinstance" and asked not in _ASKS:
        return
    base = walk.expression(test.args[0])
    if asked == "isinstance" and len(test.args) > 1:
        value = walk.add(Narrowed(base, walk.expression(test.args[1]), positive))
    else:
        value = walk.add(Narrowed(base, UNKNOWN, positive))
    walk.narrowed[value] = walk.narrowed.get(base, base)
    walk.flow.names[subject] = value


def _narrow_type(walk: "Expressions", test: ast.Compare, *, positive: bool) -> None:
    """Narrow by `type(x) is C`; when the type is asked for its name, what has it is not known any more."""
    asked, by_name = test.left, False
    if isinstance(asked, ast.Attribute) and asked.attr in {"__name__", "__qualname__", "__module__"}:
        asked, by_name = asked.value, True
    of = _whose_type(asked)
    subject = dotted(of) if of is not None else None
    if of is None or subject is None or not isinstance(test.ops[0], _SAME + _OTHER):
        return
    base = walk.expression(of)
    cls = UNKNOWN if by_name or isinstance(test.ops[0], ast.In | ast.NotIn) else walk.expression(test.comparators[0])
    value = walk.add(Narrowed(base, cls, positive == isinstance(test.ops[0], _SAME)))
    walk.narrowed[value] = walk.narrowed.get(base, base)
    walk.flow.names[subject] = value


def _whose_type(node: ast.expr) -> ast.expr | None:
    """Return `x` of `type(x)` and `x.__class__`."""
    if isinstance(node, ast.Attribute):
        return node.value if node.attr == "__class__" else None
    is_type = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "type"
    return node.args[0] if isinstance(node, ast.Call) and is_type and len(node.args) == 1 else None
