"""Compound statements: where the flow forks, meets again, loops, and what guards what."""

import ast

from flake8_fakeasync.analysis.syntax.conditions import condition as asked
from flake8_fakeasync.analysis.syntax.definitions import Definitions
from flake8_fakeasync.analysis.syntax.exprs import (
    UNKNOWN,
    Caught,
    Comparison,
    Enter,
    ExprId,
    Join,
    Logical,
    Narrowed,
    made,
)
from flake8_fakeasync.analysis.syntax.facts import Handler, Region
from flake8_fakeasync.analysis.syntax.flow import Flow
from flake8_fakeasync.analysis.syntax.narrowing import both_ways, dotted, narrow, present, told
from flake8_fakeasync.analysis.syntax.nodes import ConstantNode, IfNode, NameNode


class Branches(Definitions):
    """Walks `if`, loops, `with`, `try` and `match`."""

    def narrow(self, test: ast.expr, *, positive: bool) -> None:
        """Continue with what a test told."""
        narrow(self, told(test, positive=positive))

    def forget(self, target: ast.Attribute, expr: ExprId) -> None:
        """Drop what a test told about an attribute that is assigned."""
        path = dotted(target) if target.attr in self.asked else None
        if path is not None and self.flow.find(path, self.open_join) is not None:
            self.flow.names[path] = expr

    def _branch(self, kind: str, flow: Flow, detail: tuple[ExprId, ...], *, positive: bool = True) -> None:
        self.flow, regions = flow, self.regions
        regions.append(made(Region, (kind, self.region, self.scope, detail, positive)))
        self.region = len(regions) - 1

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
            before.names[name] = self.join(expr for expr in found if expr is not None)
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
                row = Enter(len(self.exprs), expr, is_async, body, region, where.lineno, where.col_offset)
                bound = self.add(row)
                entered.append(bound)
                self.lexical.ran.append(bound)
            if item.optional_vars is not None:
                self.assign(item.optional_vars, bound)
        self.regions[body] = self.regions[body]._replace(detail=tuple(entered))
        self.region = body
        self.block(node.body)
        self.region, self.flow.ended = region, False  # it may hold up what was raised inside

    def try_(self, node: ast.Try | ast.TryStar) -> None:
        """Walk a `try`: a handler or `finally` may run after any part of the body."""
        before, region = self.flow, self.region
        self._branch("try", before.fork(), ())
        guarded = self.region
        self.block(node.body)
        interrupted = before.fork()
        interrupted.meet([before.fork(), _alive(self.flow)], self.join, self.open_join)
        self.region = region
        self._branch("else", self.flow, (guarded,))
        self.block(node.orelse)
        ends = [self.flow]
        for handler in node.handlers:
            self.region = region
            self._handler(handler, interrupted.fork(), guarded, is_group=isinstance(node, ast.TryStar))
            ends.append(self.flow)
        self.flow, self.region = before, region
        before.meet(ends, self.join, self.open_join)
        if node.finalbody:
            self._finally(node, [interrupted, *ends], guarded)

    def _handler(self, node: ast.ExceptHandler, flow: Flow, guarded: int, *, is_group: bool) -> None:
        self.flow = flow
        types = self.expression(node.type) if node.type is not None else UNKNOWN
        self._branch("handler", flow, (guarded,))
        caught = self.add(Caught(types))
        if node.name is not None:
            self.bind(node.name, caught)
        self.handlers.append(
            Handler(types, node.name, caught, guarded, self.region, is_group, node.lineno, node.col_offset)
        )
        self.block(node.body)

    def _finally(self, node: ast.Try | ast.TryStar, ways: list[Flow], guarded: int) -> None:
        after, region = self.flow, self.region
        last = after.fork()
        last.meet([_alive(way) for way in ways], self.join, self.open_join)
        entering = dict(last.names)
        self._branch("finally", last, (guarded,))
        self.block(node.finalbody)
        after.names.update({name: expr for name, expr in last.names.items() if entering.get(name) != expr})
        after.live, after.ended = after.live and self.flow.live, after.ended or self.flow.ended
        self.flow, self.region = after, region

    def match_(self, node: ast.Match) -> None:
        """Walk a `match`: captured names are unknown, a class pattern narrows the subject."""
        subject = self.expression(node.subject)
        start, region, ends = self.flow, self.region, [self.flow.fork()]
        others = region
        for case in node.cases:
            self.region = others
            self._branch("case", start.fork(), (subject,))
            self._pattern(node.subject, case.pattern, subject)
            test = self._matched(case.pattern, subject)
            if test:
                self.region = self.new_region("arm", (test,))
            if test and case.guard is None:
                inside, self.region = self.region, others
                others = self.new_region("arm", (test,), positive=False)
                self.region = inside
            if case.guard is not None:
                self.use(self.expression(case.guard), "tested", case.guard)
            self.block(case.body)
            ends.append(self.flow)
        self.flow, self.region = start, region
        start.meet(ends, self.join, self.open_join)

    def _matched(self, pattern: ast.pattern, subject: ExprId) -> ExprId:
        """Return the row of the test that a pattern of constants is."""
        if isinstance(pattern, ast.MatchOr):
            parts = tuple(self._matched(each, subject) for each in pattern.patterns)
            return self.add(Logical("or", parts)) if subject and all(parts) else UNKNOWN
        if isinstance(pattern, ast.MatchValue):
            expr = self.expression(pattern.value)
            return self.add(Comparison(subject, "Eq", expr)) if subject and expr else UNKNOWN
        if isinstance(pattern, ast.MatchSingleton) and subject:
            return self.add(Comparison(subject, "Is", self.constant(pattern.value)))
        return UNKNOWN

    def _pattern(self, node: ast.expr, pattern: ast.pattern, subject: ExprId) -> None:
        if isinstance(pattern, ast.MatchClass) and isinstance(node, NameNode):
            expr = self.add(Narrowed(subject, self.expression(pattern.cls), True))  # noqa: FBT003
            self.narrowed[expr] = subject
            self.flow.names[node.id] = expr
        for part in ast.walk(pattern):
            name = getattr(part, "rest", None) if isinstance(part, ast.MatchMapping) else getattr(part, "name", None)
            if isinstance(name, str):
                self.bind(name, UNKNOWN)


def _alive(flow: Flow) -> Flow:
    copy = flow.fork()
    copy.live, copy.ended = True, False
    return copy
