"""Whether a function does one of some operations on every way through it that does not raise.

The question is answered on the syntax tree, with the operations given by their places. A loop over something that the
function was given, or has counted out, runs at least once: that is what such a function is for.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from collections.abc import Set as AbstractSet

from flake8_fakeasync.derive.evaluated import Evaluated, Loop, Place, place

_Exits: TypeAlias = frozenset[str]
_NONE: _Exits = frozenset()
_FALL: _Exits = frozenset({"fall"})
_RETURN: _Exits = frozenset({"return"})
DEFERRING = frozenset({"async_req"})  # keywords of generated clients: a thread makes the request
_LEAVING = (ast.Break, ast.Continue, ast.Raise, ast.Return)


def _deferred(test: ast.expr) -> bool | None:
    """Return how a test has to come out for a call to return at once, None if it does not ask for that."""
    positive = True
    while isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        test, positive = test.operand, not positive
    if isinstance(test, ast.Call) and isinstance(test.func, ast.Attribute) and test.func.attr == "get" and test.args:
        test = test.args[0]  # kwargs.get("async_req")
    elif isinstance(test, ast.Subscript):
        test = test.slice
    name = test.id if isinstance(test, ast.Name) else test.value if isinstance(test, ast.Constant) else None
    return positive if name in DEFERRING else None


class Certainty:
    """Judges functions by the places of operations, some of which may be known never to be reached."""

    def __init__(self, operations: AbstractSet[Place]) -> None:
        self._operations = operations
        self._evaluated = Evaluated(operations)
        self._required = frozenset[str]()

    def function(self, node: ast.AST) -> bool:
        """Return whether every way through a function or lambda meets an operation or raises."""
        if isinstance(node, ast.Lambda):
            return self._evaluated.meets(node.body)
        body: list[ast.stmt] = getattr(node, "body", [])
        arguments = getattr(node, "args", None)
        if isinstance(arguments, ast.arguments):
            self._evaluated.given = frozenset(each.arg for each in ast.walk(arguments) if isinstance(each, ast.arg))
            self._required = _required(arguments)
        return not self._block(body)

    def _block(self, body: Iterable[ast.stmt]) -> _Exits:
        """Return in which ways statements are left without an operation."""
        found = _NONE
        for statement in body:
            exits = self._statement(statement)
            found |= exits - _FALL
            if "fall" not in exits:
                return found
        return found | _FALL

    def _statement(self, node: ast.stmt) -> _Exits:
        if isinstance(node, _LEAVING):
            return self._leaving(node)
        for kinds, judge in _COMPOUND.items():
            if isinstance(node, kinds):
                return judge(self, node)
        is_met = place(node) in self._operations or any(map(self._evaluated.any, ast.iter_child_nodes(node)))
        return _NONE if is_met else _FALL

    def _leaving(self, node: ast.stmt) -> _Exits:
        if isinstance(node, ast.Return):
            return _NONE if place(node) in self._operations or self._evaluated.any(node.value) else _RETURN
        if isinstance(node, ast.Raise):
            return _NONE
        return frozenset({"break" if isinstance(node, ast.Break) else "continue"})

    def _with(self, node: ast.With | ast.AsyncWith) -> _Exits:
        is_met = any(self._evaluated.any(item.context_expr) for item in node.items)
        return _NONE if is_met else self._block(node.body)

    def _definition(self, _node: ast.stmt) -> _Exits:
        return _FALL

    def _if(self, node: ast.If) -> _Exits:
        found = _NONE
        while True:
            if self._evaluated.any(node.test):
                return found
            wanted = _deferred(node.test)
            if wanted is False:  # the other way, nobody waits
                return found | self._block(node.body)
            if wanted is None and not self._is_empty(node.test):
                found |= self._block(node.body)
            if len(node.orelse) != 1 or not isinstance(node.orelse[0], ast.If):
                return found | self._block(node.orelse)
            node = node.orelse[0]

    def _is_empty(self, test: ast.expr) -> bool:
        """Return whether a test asks if something that has to be passed is empty: then there is nothing to do."""
        if not isinstance(test, ast.UnaryOp) or not isinstance(test.op, ast.Not):
            return False
        return isinstance(test.operand, ast.Name) and test.operand.id in self._required

    def _loop(self, node: Loop) -> _Exits:
        first = node.test if isinstance(node, ast.While) else node.iter
        if self._evaluated.any(first):
            return _NONE
        body = self._block(node.body)
        left = body & _RETURN
        endless = isinstance(node, ast.While) and isinstance(node.test, ast.Constant) and bool(node.test.value)
        is_done = not endless and (bool(body & {"fall", "continue"}) or not self._evaluated.runs(node))
        if is_done:
            left |= self._block(node.orelse)
        return left | _FALL if "break" in body else left

    def _try(self, node: ast.Try | ast.TryStar) -> _Exits:
        last = self._block(node.finalbody)
        if "fall" not in last:
            return last
        body = self._block(node.body)
        found = body
        if "fall" in body:
            found = (body - _FALL) | self._block(node.orelse)
        if body:  # else it is the operation that the handlers are for
            for handler in node.handlers:
                found |= self._block(handler.body)
        return found | (last - _FALL)

    def _match(self, node: ast.Match) -> _Exits:
        if self._evaluated.any(node.subject):
            return _NONE
        found = _NONE
        for case in node.cases:
            found |= self._block(case.body)
        last = node.cases[-1]
        is_complete = last.guard is None and isinstance(last.pattern, ast.MatchAs) and last.pattern.pattern is None
        return found if is_complete else found | _FALL


def _required(arguments: ast.arguments) -> frozenset[str]:
    """Return the parameters without a default."""
    positional = [*arguments.posonlyargs, *arguments.args]
    found = positional[: len(positional) - len(arguments.defaults)]
    found += [
        each for each, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if default is None
    ]
    return frozenset(each.arg for each in found)


_COMPOUND: dict[tuple[type[ast.stmt], ...], Callable[[Certainty, Any], _Exits]] = {
    (ast.If,): Certainty._if,
    (ast.For, ast.AsyncFor, ast.While): Certainty._loop,
    (ast.With, ast.AsyncWith): Certainty._with,
    (ast.Try, ast.TryStar): Certainty._try,
    (ast.Match,): Certainty._match,
    (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef): Certainty._definition,
}
