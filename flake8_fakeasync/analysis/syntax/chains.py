"""Chains: attributes, calls, subscripts and awaits, each applied to the result of the one before."""

import ast
from collections.abc import Callable
from typing import Any

from flake8_fakeasync.analysis.ids import SHARED, ExprId, next_expr
from flake8_fakeasync.analysis.syntax.building import made
from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN, Attribute, Await, Call, Item, Starred
from flake8_fakeasync.analysis.syntax.made_classes import PARTS, made_class
from flake8_fakeasync.analysis.syntax.narrowing import dotted
from flake8_fakeasync.analysis.syntax.nodes import AttributeNode, CallNode, NameNode, StarredNode
from flake8_fakeasync.analysis.syntax.operators import SUBSCRIPTS
from flake8_fakeasync.analysis.syntax.recorder import Recorder


class Chains(Recorder):
    """Turns chains into values. They are followed with loops, so their length does not matter."""

    def expression(self, node: ast.expr) -> ExprId:
        """Return the value of an expression (of any kind: defined with them)."""
        raise NotImplementedError

    def chain(self, node: ast.expr) -> ExprId:
        """Return the value of a chain, its links recorded in order of evaluation."""
        kind = type(node)
        inner: ast.expr = node.func if kind is CallNode else node.value  # type: ignore[attr-defined]
        if type(inner) is NameNode:
            name = inner.id
            found = self.flow.names.get(name)  # what `read` looks at first
            return LINKS[kind](self, node, self.read(name) if found is None else found)
        links = [node]
        kind = type(inner)
        while kind in LINKS:
            links.append(inner)
            inner = inner.func if kind is CallNode else inner.value  # type: ignore[attr-defined]
            kind = type(inner)
        expr = self.expression(inner)
        links.reverse()
        for link in links:
            expr = LINKS[type(link)](self, link, expr)
        return expr

    def arguments(self, nodes: list[ast.expr]) -> tuple[ExprId, ...]:
        """Return the values of arguments or items."""
        return tuple([self._starred(node) if type(node) is StarredNode else self.expression(node) for node in nodes])

    def _starred(self, node: ast.Starred) -> ExprId:
        return self.add(Starred(self.expression(node.value)))

    def await_(self, node: ast.Await, base: ExprId) -> ExprId:
        """Return the result of awaiting a value."""
        if not base:
            return UNKNOWN
        return self.add(made(Await, (next_expr(self.exprs), base, self.region, SHARED[node.lineno], node.col_offset)))

    def attribute(self, node: ast.Attribute, base: ExprId) -> ExprId:
        """Return the value of an attribute that is read: as a test narrowed it, or else a row."""
        if not base:
            return UNKNOWN
        name = node.attr
        path = dotted(node) if name in self.asked else None
        if path is not None:
            narrowed = self.flow.find(path, self.open_join)
            if narrowed is not None:
                return narrowed
        exprs = self.exprs
        number = next_expr(exprs)
        exprs.append(made(Attribute, (number, base, name, self.region, SHARED[node.lineno], node.col_offset)))
        self.lexical.ran.append(number)
        return number

    def call(self, node: ast.Call, function: ExprId) -> ExprId:
        """Return the value of a call."""
        annotating, self.annotating = self.annotating, False
        arguments: tuple[ExprId, ...] = ()
        keywords: tuple[tuple[str | None, ExprId], ...] = ()
        if nodes := node.args:
            arguments = self.arguments(nodes)
        if named := node.keywords:
            keywords = tuple([(keyword.arg, self.expression(keyword.value)) for keyword in named])
        self.annotating = annotating
        exprs = self.exprs
        number = next_expr(exprs)
        row = made(Call, (number, function, arguments, keywords, self.region, SHARED[node.lineno], node.col_offset))
        exprs.append(row)
        self.lexical.ran.append(number)
        self.called.add(function)
        return (made_class(self, node, row) or number) if len(arguments) == PARTS else number

    def subscript(self, node: ast.Subscript, base: ExprId) -> ExprId:
        """Return an item of a value."""
        annotating = self.annotating
        if annotating and _is_literal(node.value):
            self.annotating = False
        key = self.expression(node.slice)
        self.annotating = annotating
        if not base:
            return UNKNOWN
        self.use(base, "indexed", node)
        self.operator(base, SUBSCRIPTS[type(node.ctx)], node)
        return self.add(made(Item, (base, key)))


def _is_literal(node: ast.expr) -> bool:
    if isinstance(node, AttributeNode):
        return node.attr == "Literal"
    return isinstance(node, NameNode) and node.id == "Literal"


LINKS: dict[type[ast.expr], Callable[[Any, Any, ExprId], ExprId]] = {
    ast.Attribute: Chains.attribute,
    ast.Await: Chains.await_,
    ast.Call: Chains.call,
    ast.Subscript: Chains.subscript,
}
