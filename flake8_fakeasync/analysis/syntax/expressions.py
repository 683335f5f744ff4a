"""Expressions → values. Operators, like chains, are followed with loops, so their length does not matter."""

import ast
import re
from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flake8_fakeasync.analysis.ids import SHARED, ExprId
from flake8_fakeasync.analysis.syntax.building import made
from flake8_fakeasync.analysis.syntax.chains import LINKS
from flake8_fakeasync.analysis.syntax.comprehensions import KINDS, Comprehensions
from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN, Display, Starred, Union
from flake8_fakeasync.analysis.syntax.facts import Use
from flake8_fakeasync.analysis.syntax.nodes import ConstantNode, NameNode, StarredNode, UnaryOpNode
from flake8_fakeasync.analysis.syntax.operators import ARITHMETIC, UNARY
from flake8_fakeasync.analysis.syntax.texts import Text

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.syntax.kinds import TextForm, UseKind

DEEPEST = 60
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+._-]*://")
_AS_TEXT = (-1, ord("s"))  # conversions in f-strings that use str(); others use repr()


class Expressions(Comprehensions):
    """Turns expressions into values and records the calls, reads and awaits in them in order of evaluation."""

    def expression(self, node: ast.expr) -> ExprId:
        """Return the value of an expression. One nested too deep is walked later, its value unknown."""
        kind = type(node)
        if kind is NameNode:
            name: str = node.id  # type: ignore[attr-defined]
            found = self.flow.names.get(name)  # what `read` looks at first
            return self.read(name) if found is None else found
        if kind is ConstantNode:
            literal: object = node.value  # type: ignore[attr-defined]
            return self._quoted(literal) if self.annotating else self.constant(literal)
        depth = self.depth
        if depth >= DEEPEST:
            self._later(node)
            return UNKNOWN
        self.depth = depth + 1
        expr = EXPRESSIONS[kind](self, node)
        self.depth = depth
        return expr

    def annotation(self, node: ast.expr | None) -> ExprId:
        """Return the value of an annotation; strings in it are read as code."""
        if node is None:
            return UNKNOWN
        before, self.annotating = self.annotating, True
        expr = self.expression(node)
        self.annotating = before
        return expr

    def lambda_(self, node: ast.Lambda) -> ExprId:
        """Return the value of a lambda (defined with the functions)."""
        raise NotImplementedError

    def _later(self, node: ast.expr) -> None:
        region, flow, scope, lexical = self.region, self.flow.fork(), self.scope, self.lexical

        def visit() -> None:
            self.region, self.flow, self.scope, self.lexical = region, flow, scope, lexical
            self.depth = 0
            self.expression(node)

        self.deferred.append(visit)

    def _quoted(self, literal: object) -> ExprId:
        if isinstance(literal, str):
            try:
                return self.expression(ast.parse(literal.strip(), mode="eval").body)
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                return UNKNOWN
        return self.constant(literal)

    def _binary(self, node: ast.BinOp) -> ExprId:
        is_union = isinstance(node.op, ast.BitOr)
        operands: list[ast.expr] = []
        left: ast.expr = node
        inner = node
        while isinstance(left, ast.BinOp):
            operands.append(left.right)
            inner, left = left, left.left
        operands.append(left)
        operands.reverse()
        exprs = [self.expression(operand) for operand in operands]
        self.operator(exprs[0], f"__{ARITHMETIC[type(inner.op)]}__", node)
        if is_union and any(exprs):
            return self.add(Union(tuple(exprs)))
        for expr in exprs:
            self.use(expr, "operand", node)
        return UNKNOWN

    def _named(self, node: ast.NamedExpr) -> ExprId:
        expr = self.expression(node.value)
        if isinstance(node.target, NameNode):
            self.bind(node.target.id, expr)
        return expr

    def _display(self, node: ast.List | ast.Tuple | ast.Set) -> ExprId:
        items = self.arguments(node.elts)
        for child, item in zip(node.elts, map(self.exprs.__getitem__, items), strict=True):
            if isinstance(item, Starred) and isinstance(child, StarredNode):
                self.operator(item.value, "__iter__", child)
        return self.add(made(Display, (KINDS[type(node)], items if any(items) else items[:1], ())))

    def _dict(self, node: ast.Dict) -> ExprId:
        keys = tuple([self.expression(key) if key else UNKNOWN for key in node.keys])
        items = tuple([self.expression(expr) for expr in node.values])
        return self.add(Display("dict", items, keys))

    def _yield(self, node: ast.Yield | ast.YieldFrom) -> ExprId:
        expr = self.expression(node.value) if node.value is not None else UNKNOWN
        if isinstance(node, ast.YieldFrom):
            expr = self.element(node, expr, is_async=False)
        self.lexical.yields.append(expr)
        self.uses.append(Use(expr, "yielded", self.region, SHARED[node.lineno], node.col_offset))
        return UNKNOWN

    def _text(self, node: ast.JoinedStr) -> ExprId:
        for part in node.values:
            self.use(self.expression(part), "operand", part)
        literals = [part.value for part in node.values if isinstance(part, ConstantNode)]
        form: TextForm
        if any("?" in str(literal) for literal in literals):
            form = "query"
        else:
            form = "open" if node.values and not isinstance(node.values[-1], ConstantNode) else ""
        first = node.values[0] if node.values else None
        start = _ADDRESS.match(str(first.value)) if isinstance(first, ConstantNode) else None
        return self.shared(Text(form, start[0] if start else ""))

    def _formatted(self, node: ast.FormattedValue) -> ExprId:
        how: UseKind = "formatted" if node.conversion in _AS_TEXT else "represented"
        self.use(self.expression(node.value), how, node)
        if node.format_spec is not None:
            self.expression(node.format_spec)
        return UNKNOWN

    def _operands(self, node: ast.expr) -> ExprId:
        while isinstance(node, UnaryOpNode):
            kind = type(node.op)
            how: UseKind = "tested" if kind is ast.Not else "operand"
            node = node.operand
            if not isinstance(node, UnaryOpNode):
                expr = self.tested[node] = self.expression(node)
                self.use(expr, how, node)
                if kind in UNARY:
                    self.operator(expr, UNARY[kind], node)
                return UNKNOWN
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self.use(self.expression(child), "operand", child)
        return UNKNOWN


# What a newer Python has is walked for its operands; a test tells which kinds have no entry.
EXPRESSIONS: defaultdict[type[ast.expr], Callable[[Any, Any], ExprId]] = defaultdict(lambda: Expressions._operands)
EXPRESSIONS |= {
    **dict.fromkeys(LINKS, Expressions.chain),
    ast.BinOp: Expressions._binary,
    ast.BoolOp: Expressions._boolean,
    ast.Compare: Expressions._compare,
    ast.Dict: Expressions._dict,
    ast.DictComp: Expressions._comprehension,
    ast.FormattedValue: Expressions._formatted,
    ast.GeneratorExp: Expressions._comprehension,
    ast.IfExp: Expressions._conditional,
    ast.JoinedStr: Expressions._text,
    ast.Lambda: lambda walk, node: walk.lambda_(node),
    ast.List: Expressions._display,
    ast.ListComp: Expressions._comprehension,
    ast.NamedExpr: Expressions._named,
    ast.Set: Expressions._display,
    ast.SetComp: Expressions._comprehension,
    ast.Slice: Expressions._operands,
    ast.Starred: Expressions._operands,
    ast.Tuple: Expressions._display,
    ast.UnaryOp: Expressions._operands,
    ast.Yield: Expressions._yield,
    ast.YieldFrom: Expressions._yield,
}
for name in ("TemplateStr", "Interpolation"):  # Python 3.14
    if hasattr(ast, name):
        EXPRESSIONS[getattr(ast, name)] = Expressions._operands
