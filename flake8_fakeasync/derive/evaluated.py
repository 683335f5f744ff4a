"""Which parts of an expression are evaluated for certain, and which loops run at least once."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

Place: TypeAlias = tuple[int, int]  # line from 1, column in bytes from 0, as `ast` has them
_COUNTS = frozenset({"count", "range"})
_IN_TURN = frozenset({"enumerate", "list", "reversed", "set", "sorted", "zip"})
_CHAIN = (ast.Attribute, ast.Call, ast.Subscript)
_PARTLY = (ast.BoolOp, ast.DictComp, ast.GeneratorExp, ast.IfExp, ast.Lambda, ast.ListComp, ast.SetComp)
Loop: TypeAlias = ast.For | ast.AsyncFor | ast.While


class Evaluated:
    """Looks for operations, by their places, in expressions of one function after another."""

    def __init__(self, operations: AbstractSet[Place]) -> None:
        self._operations = operations
        self.given = frozenset[str]()  # the parameters of the function

    def any(self, node: ast.AST | None) -> bool:
        """Return whether evaluating an expression, if there is one, surely meets an operation."""
        return node is not None and self.meets(node)

    def meets(self, root: ast.AST) -> bool:
        """Return whether evaluating an expression surely meets an operation."""
        pending: list[ast.AST] = [root]
        while pending:
            node = pending.pop()
            if isinstance(node, _PARTLY):
                if isinstance(node, ast.IfExp) and self.meets(node.body) and self.meets(node.orelse):
                    return True
                pending += self._evaluated(node)
            elif isinstance(node, ast.expr) and place(node) in self._operations:
                return True
            else:
                pending += ast.iter_child_nodes(node)
        return False

    def _evaluated(self, node: ast.AST) -> list[ast.AST]:
        """Return the parts that are evaluated for sure, of an expression that has others."""
        match node:
            case ast.IfExp():
                return [node.test]
            case ast.BoolOp():
                return [node.values[0]]
            case ast.GeneratorExp():
                return [node.generators[0].iter]
            case ast.ListComp() | ast.SetComp() | ast.DictComp():
                return self._comprehended(node)
            case _:
                return []

    def _comprehended(self, node: ast.ListComp | ast.SetComp | ast.DictComp) -> list[ast.AST]:
        first = node.generators[0]
        if len(node.generators) > 1 or first.ifs or not self._is_given(first.iter):
            return [first.iter]
        return [first.iter, *([node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt])]

    def runs(self, node: Loop) -> bool:
        """Return whether a loop surely runs once."""
        if not isinstance(node, ast.While):
            return self._is_given(node.iter)
        return not any(isinstance(part, _CHAIN) for part in ast.walk(node.test))

    def _is_given(self, node: ast.expr) -> bool:
        """Return whether what is gone through was passed in, or is counted out; what an object holds may be empty."""
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            return name in _COUNTS or (name in _IN_TURN and bool(node.args) and self._is_given(node.args[0]))
        if isinstance(node, ast.Name):
            return node.id in self.given
        return isinstance(node, (ast.List, ast.Tuple)) and bool(node.elts)


def place(node: ast.stmt | ast.expr) -> Place:
    """Return the place of a node."""
    return node.lineno, node.col_offset
