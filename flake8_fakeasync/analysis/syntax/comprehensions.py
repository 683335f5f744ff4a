"""Comprehensions, and what iterating over a value binds."""

import ast

from flake8_fakeasync.analysis.ids import SHARED, ExprId, next_expr
from flake8_fakeasync.analysis.syntax.alternatives import Alternatives
from flake8_fakeasync.analysis.syntax.building import made
from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN, Display, Element
from flake8_fakeasync.analysis.syntax.flow import Flow
from flake8_fakeasync.analysis.syntax.kinds import DisplayKind
from flake8_fakeasync.analysis.syntax.narrowing import narrow, told
from flake8_fakeasync.analysis.syntax.nodes import StarredNode

Comprehension = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
KINDS: dict[type[ast.expr], DisplayKind] = {
    ast.DictComp: "dictcomp",
    ast.GeneratorExp: "generatorexp",
    ast.List: "list",
    ast.ListComp: "listcomp",
    ast.Set: "set",
    ast.SetComp: "setcomp",
    ast.Tuple: "tuple",
}


class Comprehensions(Alternatives):
    """Turns comprehensions into values; what they run for each element has a region of its own."""

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
        return self.add(Display(KINDS[type(node)], (item,), ())) if item or isinstance(node, ast.SetComp) else UNKNOWN

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
        number = next_expr(self.exprs)
        self.lexical.ran.append(number)
        return self.add(made(Element, (number, base, is_async, self.region, SHARED[node.lineno], node.col_offset)))

    def assign(self, target: ast.expr, expr: ExprId) -> None:
        """Bind a target of any form (defined with the statements)."""
        raise NotImplementedError
