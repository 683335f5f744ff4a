"""Which value a name is bound to: branches fork and meet, loops close on themselves, layers lie over one another."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest

from flake8_fakeasync.analysis.ids import ExprId, RegionId
from flake8_fakeasync.analysis.syntax.flow import Flow

if TYPE_CHECKING:
    from collections.abc import Iterable

_FIRST = 100  # the first number of a join


class Joins:
    """The joins that were made: closed ones with their parts and regions, open ones with what was before."""

    def __init__(self) -> None:
        self._numbers = count(_FIRST)
        self.closed: dict[int, tuple[list[int], list[int]]] = {}
        self.open: dict[int, int] = {}

    def join(self, parts: Iterable[ExprId], regions: Iterable[RegionId]) -> ExprId:
        """Return a new join of several values."""
        number = next(self._numbers)
        self.closed[number] = list(parts), list(regions)
        return ExprId(number)

    def turn(self, before: ExprId) -> ExprId:
        """Return a new join of a value from before a loop and those of its turns."""
        number = next(self._numbers)
        self.open[number] = before
        return ExprId(number)


@pytest.fixture
def joins() -> Joins:
    """Return joins, of which none was made yet."""
    return Joins()


def _forked(flow: Flow, region: int, **names: int) -> Flow:
    branch = flow.fork()
    branch.region = RegionId(region)
    for name, expr in names.items():
        branch.bind(name, ExprId(expr))
    return branch


def test_branches_meet(joins: Joins) -> None:
    """What branches bind differently is one of several values, in the order of the branches; the rest is as it was."""
    flow = Flow()
    flow.bind("same", ExprId(1))
    branches = [_forked(flow, 1, x=2), _forked(flow, 2, x=3), _forked(flow, 3)]
    flow.meet(branches, joins.join, joins.turn)
    assert flow.find("same", joins.turn) == 1
    assert joins.closed == {flow.find("x", joins.turn): ([2, 3], [1, 2])}


def test_a_branch_that_left(joins: Joins) -> None:
    """A branch that returns adds nothing: the other alone decides."""
    flow = Flow()
    left, right = _forked(flow, 1, x=2), _forked(flow, 2, x=3)
    left.end()
    flow.meet([left, right], joins.join, joins.turn)
    assert (flow.live, flow.ended, flow.find("x", joins.turn), joins.closed) == (True, False, 3, {})


def test_all_branches_left(joins: Joins) -> None:
    """Where no branch gets through, nothing runs any more, and what would is still known."""
    flow = Flow()
    branches = [_forked(flow, 1, x=2), _forked(flow, 2, x=3)]
    for branch in branches:
        branch.end()
    flow.meet(branches, joins.join, joins.turn)
    assert (flow.live, flow.ended) == (False, True)
    assert joins.closed == {flow.find("x", joins.turn): ([2, 3], [1, 2])}


def test_loop(joins: Joins) -> None:
    """In a loop, a name from outside may be what an earlier turn made of it: all reads are of one join."""
    outer = Flow()
    outer.bind("x", ExprId(1))
    body = Flow(outer, {})
    seen = body.find("x", joins.turn)
    assert (joins.open, body.find("x", joins.turn)) == ({seen: 1}, seen)
    body.bind("x", ExprId(2))
    assert body.find("x", joins.turn) == 2
    assert body.find("y", joins.turn) is None


def test_layers(joins: Joins) -> None:
    """A comprehension keeps its names to itself; what `:=` binds under a test is bound around it as well."""
    outer = Flow()
    inner, told = Flow(outer), Flow(outer, transparent=True)
    inner.bind("item", ExprId(1))
    told.bind("found", ExprId(2))
    assert (outer.find("item", joins.turn), outer.find("found", joins.turn)) == (None, 2)
