"""Compound statements: where the flow forks, meets again, loops, and what guards what."""

import ast

from flake8_fakeasync.analysis.ids import SHARED, ExprId, next_expr
from flake8_fakeasync.analysis.syntax.conditions import condition as asked
from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN, Enter, Join
from flake8_fakeasync.analysis.syntax.flow import Flow
from flake8_fakeasync.analysis.syntax.guards import Guards
from flake8_fakeasync.analysis.syntax.narrowing import both_ways, dotted, narrow, present, told
from flake8_fakeasync.analysis.syntax.nodes import ConstantNode, IfNode


class Branches(Guards):
    """Walks `if`, loops and `with`."""

    def narrow(self, test: ast.expr, *, positive: bool) -> None:
        """Narrow what a test has established."""
        narrow(self, told(test, positive=positive))

    def forget(self, target: ast.Attribute, expr: ExprId) -> None:
        """Drop the narrowing of an attribute that is assigned."""
        path = dotted(target) if target.attr in self.asked else None
        if path is not None and self.flow.find(path, self.open_join) is not None:
            self.flow.names[path] = expr

    def if_(self, node: ast.If) -> None:
        """Walk an `if` with all its `elif`s."""
        start, region, ends = self.flow, self.region, []
        tests: list[tuple[ExprId, ...]] = []
        while True:
            condition, orelse, around = node.test, node.orelse, self.region
            test = self.tested[condition] = self.expression(condition)
            self.use(test, "tested", condition)
            came_true, came_false = both_ways(condition)
            rest, always = self.flow, self._constant(condition)
            test = asked(self, condition)
            tests.append((test, *present(self, came_false)))
            self._branch("branch", rest.fork(), (test, *present(self, came_true)))
            self.flow.ended, rest.ended = rest.ended or always is False, rest.ended or always is True
            narrow(self, came_true)
            self.block(node.body)
            ends.append(self.flow)
            self.flow, self.region = rest, around
            narrow(self, came_false)
            if len(orelse) == 1 and isinstance(orelse[0], IfNode):
                node = orelse[0]
                if test and self.lexical.parent is not None:
                    self.region = self.new_region("arm", (test,), positive=False)
                continue
            self._branch("branch", self.flow, tests[-1], positive=False)
            self.block(orelse)
            ends.append(self.flow)
            break
        self.region, self.flow = region, start
        start.meet(ends, self.join, self.open_join)
        if self.lexical.parent is not None:
            self._rest(tests, ends)

    def _rest(self, tests: list[tuple[ExprId, ...]], ends: list[Flow]) -> None:
        """Go on after an `if` some of whose branches leave: their tests came out the other way."""
        if ends[-1].ended and len(tests) == 1 and tests[0][0]:
            self.region = self.new_region("rest", tests[0][:1])
        for detail, end in zip(tests, ends, strict=False):
            if not end.ended:
                break
            if detail[0] or len(detail) > 1:
                self.region = self.new_region("rest", detail, positive=False)

    def _constant(self, test: ast.expr) -> bool | None:
        """Return how a test of a function always comes out; in modules it may be one of type checkers."""
        is_known = isinstance(test, ConstantNode) and self.lexical.parent is not None
        return bool(test.value) if isinstance(test, ConstantNode) and is_known else None

    def for_(self, node: ast.For | ast.AsyncFor) -> None:
        """Walk a `for` or `async for`."""
        base = self.expression(node.iter)
        element = self.element(node.iter, base, is_async=isinstance(node, ast.AsyncFor))
        self._loop(node, base, node.target, element, endless=False)

    def while_(self, node: ast.While) -> None:
        """Walk a `while`."""
        endless = isinstance(node.test, ConstantNode) and bool(node.test.value)
        self._loop(node, UNKNOWN, None, UNKNOWN, endless=endless)

    def _loop(
        self,
        node: ast.For | ast.AsyncFor | ast.While,
        base: ExprId,
        target: ast.expr | None,
        element: ExprId,
        *,
        endless: bool,
    ) -> None:
        before, region, turns = self.flow, self.region, dict[str, ExprId]()
        self.lexical.breaks.append([])
        self.lexical.continues.append([])
        self._branch("loop", Flow(before, turns), (base,))
        if isinstance(node, ast.While):
            test = self.tested[node.test] = self.expression(node.test)
            self.use(test, "tested", node.test)
            found = present(self, told(node.test, positive=True))
            self.regions[self.region] = self.regions[self.region]._replace(detail=(base, *found))
            self.narrow(node.test, positive=True)
        if target is not None:
            self.assign(target, element)
        self.block(node.body)
        ends = [self.flow, *self.lexical.continues.pop()]
        breaks = self.lexical.breaks.pop()
        self._close_loop(turns, [end for end in ends if end.live])
        self.flow, self.region = before, region
        self._leave_loop(before, breaks if endless else [*ends, *breaks], endless=endless)
        self.block(node.orelse)

    def _close_loop(self, turns: dict[str, ExprId], ends: list[Flow]) -> None:
        for name, opened in list(turns.items()):
            found = (self.narrowed.get(end.names[name], end.names[name]) for end in ends if name in end.names)
            later = [expr for expr in found if expr != opened]
            row = self.exprs[opened]
            if later and isinstance(row, Join):
                self.exprs[opened] = Join(tuple(dict.fromkeys((*row.parts, *later))))

    def _leave_loop(self, before: Flow, ends: list[Flow], *, endless: bool) -> None:
        arriving = [end for end in ends if end.live]
        for name in dict.fromkeys(name for end in arriving for name in end.names):
            found = [end.names.get(name) for end in arriving]
            old = before.find(name, self.open_join)
            if not endless or None in found:
                found.append(old)
            before.names[name] = self.join([expr for expr in found if expr is not None])
        before.live = before.live and bool(arriving or not endless)
        before.ended = endless and not ends

    def with_(self, node: ast.With | ast.AsyncWith) -> None:
        """Walk a `with` or `async with`."""
        region, entered = self.region, []
        body = self.new_region("with")
        for item in node.items:
            expr = self.expression(item.context_expr)
            bound = UNKNOWN
            if expr:
                where = item.context_expr
                is_async = isinstance(node, ast.AsyncWith)
                row = Enter(next_expr(self.exprs), expr, is_async, body, region, SHARED[where.lineno], where.col_offset)
                bound = self.add(row)
                entered.append(bound)
                self.lexical.ran.append(bound)
            if item.optional_vars is not None:
                self.assign(item.optional_vars, bound)
        self.regions[body] = self.regions[body]._replace(detail=tuple(entered))
        self.region = body
        self.block(node.body)
        self.region, self.flow.ended = region, False  # the context manager may suppress the exception
