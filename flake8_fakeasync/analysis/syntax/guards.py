"""`try`: what its handlers guard, and where the flow goes on."""

import ast

from flake8_fakeasync.analysis.ids import SHARED, RegionId
from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN, Caught
from flake8_fakeasync.analysis.syntax.facts import Handler
from flake8_fakeasync.analysis.syntax.flow import Flow
from flake8_fakeasync.analysis.syntax.matching import Matching


class Guards(Matching):
    """Walks `try`."""

    def try_(self, node: ast.Try | ast.TryStar) -> None:
        """Walk a `try`: a handler or `finally` may run after any part of the body."""
        before, region = self.flow, self.region
        self._branch("try", before.fork())
        guarded = self.region
        self.block(node.body)
        interrupted = before.fork()
        interrupted.meet([before.fork(), _alive(self.flow)], self.join, self.open_join)
        self.region = region
        self._branch("else", self.flow, guarded=guarded)
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

    def _handler(self, node: ast.ExceptHandler, flow: Flow, guarded: RegionId, *, is_group: bool) -> None:
        self.flow = flow
        types = self.expression(node.type) if node.type is not None else UNKNOWN
        self._branch("handler", flow, guarded=guarded)
        caught = self.add(Caught(types))
        if node.name is not None:
            self.bind(node.name, caught)
        self.handlers.append(
            Handler(types, node.name, caught, guarded, self.region, is_group, SHARED[node.lineno], node.col_offset)
        )
        self.block(node.body)

    def _finally(self, node: ast.Try | ast.TryStar, ways: list[Flow], guarded: RegionId) -> None:
        after, region = self.flow, self.region
        last = after.fork()
        last.meet([_alive(way) for way in ways], self.join, self.open_join)
        entering = dict(last.names)
        self._branch("finally", last, guarded=guarded)
        self.block(node.finalbody)
        after.names.update({name: expr for name, expr in last.names.items() if entering.get(name) != expr})
        after.live, after.ended = after.live and self.flow.live, after.ended or self.flow.ended
        self.flow, self.region = after, region


def _alive(flow: Flow) -> Flow:
    copy = flow.fork()
    copy.live, copy.ended = True, False
    return copy
