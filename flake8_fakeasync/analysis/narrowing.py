"""What a test tells about the values it asks: `isinstance`, `hasattr`, `iscoroutinefunction` and their kind."""

import ast
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.facts import UNKNOWN, Narrowed

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.expressions import Expressions

_ASKS = frozenset({"callable", "hasattr", "isasyncgenfunction", "isawaitable", "iscoroutine", "iscoroutinefunction"})


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
