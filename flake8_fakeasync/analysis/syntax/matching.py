"""`match`: what its patterns bind, and the tests that they are."""

import ast

from flake8_fakeasync.analysis.ids import ExprId, RegionId
from flake8_fakeasync.analysis.syntax.branch_tests import Comparison, Logical, Narrowed
from flake8_fakeasync.analysis.syntax.definitions import Definitions
from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN
from flake8_fakeasync.analysis.syntax.flow import Flow
from flake8_fakeasync.analysis.syntax.kinds import RegionKind
from flake8_fakeasync.analysis.syntax.nodes import NameNode


class Matching(Definitions):
    """Walks `match`, and opens the regions of branches."""

    def _branch(
        self,
        kind: RegionKind,
        flow: Flow,
        detail: tuple[ExprId, ...] = (),
        *,
        positive: bool = True,
        guarded: RegionId | None = None,
    ) -> None:
        self.flow = flow
        self.region = flow.region = self.new_region(kind, detail, positive=positive, guarded=guarded)

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
                self.region = self.flow.region = self.new_region("arm", (test,))
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
