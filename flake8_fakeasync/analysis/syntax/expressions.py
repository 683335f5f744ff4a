"""Expressions → values. Operators, like chains, are followed with loops, so their length does not matter."""

import ast
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from flake8_fakeasync.analysis.syntax.chains import LINKS, Chains
from flake8_fakeasync.analysis.syntax.conditions import condition
from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN, Display, Element, ExprId, Text, Union, made
from flake8_fakeasync.analysis.syntax.facts import Use
from flake8_fakeasync.analysis.syntax.flow import Flow
from flake8_fakeasync.analysis.syntax.narrowing import narrow, told
from flake8_fakeasync.analysis.syntax.nodes import ConstantNode, NameNode, StarredNode, UnaryOpNode

Comprehension = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
DEEPEST = 60
_AS_TEXT = (-1, ord("s"))  # conversions in f-strings that use str(); others use repr()
_KINDS: dict[type[ast.expr], str] = {
    kind: kind.__name__.lower()
    for kind in (ast.DictComp, ast.GeneratorExp, ast.List, ast.ListComp, ast.Set, ast.SetComp, ast.Tuple)
}


class Expressions(Chains):
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
        while isinstance(left, ast.BinOp):
            operands.append(left.right)
            left = left.left
        operands.append(left)
        operands.reverse()
        exprs = [self.expression(operand) for operand in operands]
        if is_union and any(exprs):
            return self.add(Union(tuple(exprs)))
        for expr in exprs:
            self.use(expr, "operand", node)
        return UNKNOWN

    def _boolean(self, node: ast.BoolOp) -> ExprId:
        flow, region, exprs = self.flow, self.region, []
        self.flow = Flow(flow, transparent=True)
        is_and, last = isinstance(node.op, ast.And), node.values[-1]
        for operand in node.values:
            expr = self.tested[operand] = self.expression(operand)
            exprs.append(expr)
            if operand is not last:
                narrow(self, told(operand, positive=is_and))
                self._arm(operand, positive=is_and)
        self.flow, self.region = flow, region
        if is_and:
            for expr in exprs[:-1]:
                self.use(expr, "tested", node)
            return exprs[-1]
        return self.join(expr for expr in exprs if expr)

    def _conditional(self, node: ast.IfExp) -> ExprId:
        flow, region, exprs = self.flow, self.region, []
        alternative: ast.expr = node
        while isinstance(alternative, ast.IfExp):
            test = alternative.test
            expr = self.tested[test] = self.expression(test)
            self.use(expr, "tested", test)
            after, around = self.flow, self.region
            self.flow = Flow(after, transparent=True)
            narrow(self, told(test, positive=True))
            asked = self._arm(test, positive=True)
            exprs.append(self.expression(alternative.body))
            self.flow, self.region = Flow(after, transparent=True), around
            narrow(self, told(test, positive=False))
            if asked:
                self.region = self.new_region("arm", (asked,), positive=False)
            alternative = alternative.orelse
        exprs.append(self.expression(alternative))
        self.flow, self.region = flow, region
        return self.join(expr for expr in exprs if expr)

    def _arm(self, test: ast.expr, *, positive: bool) -> ExprId:
        """Open a region for what is evaluated only if a test comes out this way; return the row of the test."""
        if self.lexical.parent is None:
            return UNKNOWN
        asked = condition(self, test)
        if asked:
            self.region = self.new_region("arm", (asked,), positive=positive)
        return asked

    def _named(self, node: ast.NamedExpr) -> ExprId:
        expr = self.expression(node.value)
        if isinstance(node.target, NameNode):
            self.bind(node.target.id, expr)
        return expr

    def _display(self, node: ast.List | ast.Tuple | ast.Set) -> ExprId:
        items = self.arguments(node.elts)
        return self.add(made(Display, (_KINDS[type(node)], items if any(items) else items[:1], ())))

    def _dict(self, node: ast.Dict) -> ExprId:
        keys = tuple([self.expression(key) if key else UNKNOWN for key in node.keys])
        items = tuple([self.expression(expr) for expr in node.values])
        return self.add(Display("dict", items, keys))

    def _comprehension(self, node: Comprehension) -> ExprId:
        flow, region = self.flow, self.region
        for generator in node.generators:
            base = self.expression(generator.iter)
            element = self.element(generator.iter, base, is_async=bool(generator.is_async))
            self.region = self.new_region("comprehension", (base,))
            self.flow = Flow(self.flow)
            self.assign(generator.target, element)
            for test in generator.ifs:
                self.use(self.expression(test), "tested", test)
                narrow(self, told(test, positive=True))
        item = self._collected(node)
        self.flow, self.region = flow, region
        return self.add(Display(_KINDS[type(node)], (item,), ())) if item or isinstance(node, ast.SetComp) else UNKNOWN

    def _collected(self, node: Comprehension) -> ExprId:
        """Return what a comprehension collects; from Python 3.15 it may unpack other collections."""
        if isinstance(node, ast.DictComp):
            value: ast.expr | None = node.value  # none in `{**each for each in mappings}`
            self.expression(node.key)
            return self.expression(value) if value is not None else UNKNOWN
        if isinstance(node.elt, StarredNode):
            return self.element(node.elt, self.expression(node.elt.value), is_async=False)
        return self.expression(node.elt)

    def element(self, node: ast.expr, base: ExprId, *, is_async: bool) -> ExprId:
        """Return what iterating over a value binds."""
        if not base:
            return UNKNOWN
        number = len(self.exprs)
        self.lexical.ran.append(number)
        return self.add(made(Element, (number, base, is_async, self.region, node.lineno, node.col_offset)))

    def assign(self, target: ast.expr, expr: ExprId) -> None:
        """Bind a target of any form (defined with the statements)."""
        raise NotImplementedError

    def _yield(self, node: ast.Yield | ast.YieldFrom) -> ExprId:
        expr = self.expression(node.value) if node.value is not None else UNKNOWN
        if isinstance(node, ast.YieldFrom):
            expr = self.element(node, expr, is_async=False)
        self.lexical.yields.append(expr)
        self.uses.append(Use(expr, "yielded", self.region, node.lineno, node.col_offset))
        return UNKNOWN

    def _text(self, node: ast.JoinedStr) -> ExprId:
        for part in node.values:
            self.use(self.expression(part), "operand", part)
        literals = [part.value for part in node.values if isinstance(part, ConstantNode)]
        if any("?" in str(literal) for literal in literals):
            return self.shared(Text("query"))
        return self.shared(Text("open" if node.values and not isinstance(node.values[-1], ConstantNode) else ""))

    def _formatted(self, node: ast.FormattedValue) -> ExprId:
        how = "formatted" if node.conversion in _AS_TEXT else "represented"
        self.use(self.expression(node.value), how, node)
        if node.format_spec is not None:
            self.expression(node.format_spec)
        return UNKNOWN

    def _compare(self, node: ast.Compare) -> ExprId:
        tested = self.tested
        for operand in (node.left, *node.comparators):
            expr = tested[operand] = self.expression(operand)
            if expr:
                self.use(expr, "compared", operand)
        return UNKNOWN

    def _operands(self, node: ast.expr) -> ExprId:
        while isinstance(node, UnaryOpNode):
            how, node = "tested" if isinstance(node.op, ast.Not) else "operand", node.operand
            if not isinstance(node, UnaryOpNode):
                expr = self.tested[node] = self.expression(node)
                self.use(expr, how, node)
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
