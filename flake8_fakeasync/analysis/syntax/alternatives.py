"""Expressions that choose: `and`, `or`, conditional expressions, and the comparisons that they ask."""

import ast

from flake8_fakeasync.analysis.ids import MODULE_BODY, ExprId
from flake8_fakeasync.analysis.syntax.chains import Chains
from flake8_fakeasync.analysis.syntax.conditions import condition
from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN, Constant
from flake8_fakeasync.analysis.syntax.flow import Flow
from flake8_fakeasync.analysis.syntax.narrowing import narrow, told
from flake8_fakeasync.analysis.syntax.operators import COMPARISONS, CONTAINED


class Alternatives(Chains):
    """Turns expressions that choose into values; what runs only if a test comes out one way has its own region."""

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
        flow, region, exprs, regions = self.flow, self.region, [], []
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
            regions.append(self.region if asked else MODULE_BODY)
            self.flow, self.region = Flow(after, transparent=True), around
            narrow(self, told(test, positive=False))
            if asked:
                self.region = self.new_region("arm", (asked,), positive=False)
            alternative = alternative.orelse
        exprs.append(self.expression(alternative))
        regions.append(self.region if self.region != region else MODULE_BODY)
        self.flow, self.region = flow, region
        chosen = [(expr, each) for expr, each in zip(exprs, regions, strict=True) if expr]
        return self.join([expr for expr, _ in chosen], [each for _, each in chosen])

    def _arm(self, test: ast.expr, *, positive: bool) -> ExprId:
        """Open a region for what is evaluated only if a test comes out this way; return the row of the test."""
        if self.lexical.parent is None:
            return UNKNOWN
        asked = condition(self, test)
        if asked:
            self.region = self.new_region("arm", (asked,), positive=positive)
        return asked

    def _compare(self, node: ast.Compare) -> ExprId:
        tested = self.tested
        for operand in (node.left, *node.comparators):
            expr = tested[operand] = self.expression(operand)
            if expr:
                self.use(expr, "compared", operand)
        left = tested[node.left]
        for how, operand in zip(map(type, node.ops), node.comparators, strict=True):
            right = tested[operand]
            if how in CONTAINED:
                self.operator(right, "__contains__", node)
            elif how in COMPARISONS and type(self.exprs[right]) is not Constant:
                self.operator(left, COMPARISONS[how], node)
            left = right
        return UNKNOWN
