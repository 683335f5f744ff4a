"""Remembered questions: cycles, order and budget do not change any answer."""

from __future__ import annotations

import itertools
import random
import re
from pathlib import Path

import pytest

import flake8_fakeasync
from flake8_fakeasync.analysis.query import DEEPEST, MOST_ROUNDS, Queries

NOTHING: frozenset[str] = frozenset()


class Graph:
    """Each node has a letter of its own and, as its answer, the letters of all that it leads to."""

    def __init__(self, edges: dict[str, str]) -> None:
        self.edges = edges
        self.queries = Queries()
        self.answers: dict[str, frozenset[str]] = {}
        self.heights: dict[str, int] = {}
        self.asked = 0

    def ask(self, node: str) -> frozenset[str]:
        """Return the letters that a node leads to, itself included."""
        if node in self.answers:
            if self.queries.open:
                self.queries.seen(self.heights[node])
            return self.answers[node]

        def keep(found: frozenset[str], height: int) -> None:
            self.answers[node] = found
            self.heights[node] = height

        return self.queries.ask(node, lambda: self._answer(node), keep, NOTHING)

    def _answer(self, node: str) -> frozenset[str]:
        self.asked += 1
        return NOTHING.union({node}, *map(self.ask, self.edges.get(node, "")))


def closure(edges: dict[str, str], start: str) -> frozenset[str]:
    """Return what is reachable, found without any memory."""
    found, pending = {start}, [start]
    while pending:
        new = [node for node in edges.get(pending.pop(), "") if node not in found]
        found.update(new)
        pending += new
    return frozenset(found)


def test_asked_once() -> None:
    """A question is worked out once, however many others lead to it."""
    graph = Graph({"a": "bc", "b": "d", "c": "d"})
    assert graph.ask("a") == frozenset("abcd")
    assert graph.ask("d") == frozenset("d")
    assert graph.asked == 4


@pytest.mark.parametrize("order", list(itertools.permutations("abcd")))
def test_cycles_in_any_order(order: tuple[str, ...]) -> None:
    """Whichever question of a cycle comes first, each gets its whole answer."""
    edges = {"a": "b", "b": "c", "c": "ad", "d": "b"}
    graph = Graph(edges)
    assert {node: graph.ask(node) for node in order} == {node: closure(edges, node) for node in order}


def test_any_graph_in_any_order() -> None:
    """The same holds for graphs of all kinds."""
    shuffled = random.Random(1)  # noqa: S311
    for _ in range(200):
        edges = {node: "".join(shuffled.sample("abcdefg", shuffled.randint(0, 3))) for node in "abcdefg"}
        graph = Graph(edges)
        for node in shuffled.sample("abcdefg", 7):
            assert graph.ask(node) == closure(edges, node), edges


class Turning(Graph):
    """As its answer, each node has a number of its own, and the numbers of those that it leads to, each one further."""

    def _answer(self, node: str) -> frozenset[str]:
        found = [self.ask(other) for other in self.edges.get(node, "")]
        return frozenset({"0", *(str((int(each) + 1) % 5) for each in NOTHING.union(*found))})


def test_fixed_point_in_any_order() -> None:
    """A cycle is gone through until nothing is added to any answer: what comes out is the same from wherever."""
    shuffled = random.Random(2)  # noqa: S311
    for _ in range(200):
        edges = {node: "".join(shuffled.sample("abcdef", shuffled.randint(0, 2))) for node in "abcdef"}
        expected = dict.fromkeys("abcdef", NOTHING)
        for _ in range(30):
            numbers = {node: NOTHING.union(*(expected[other] for other in edges[node])) for node in edges}
            expected = {node: frozenset({"0", *(str((int(each) + 1) % 5) for each in numbers[node])}) for node in edges}
        graph = Turning(edges)
        for node in shuffled.sample("abcdef", 6):
            assert graph.ask(node) == expected[node], edges


class Liars(Graph):
    """Each node has a letter of its own unless one that it leads to has."""

    def _answer(self, node: str) -> frozenset[str]:
        self.asked += 1
        found = [self.ask(other) for other in self.edges.get(node, "")]
        return NOTHING if any(found) else frozenset(node)


@pytest.mark.parametrize("order", list(itertools.permutations("abc")))
def test_no_fixed_point(order: tuple[str, ...]) -> None:
    """A cycle whose answers never stay the same is unknown, for all its members, after a number of rounds."""
    graph = Liars({"a": "b", "b": "c", "c": "a"})
    assert {node: graph.ask(node) for node in order} == dict.fromkeys("abc", NOTHING)
    assert graph.asked == 3 * MOST_ROUNDS
    assert Liars({"a": "b", "b": "c"}).ask("a") == {"a"}


def test_cut_short_is_not_kept() -> None:
    """What was answered in the first round, without the answer that was still being looked for, is not kept."""
    queries = Queries()
    kept: list[str] = []

    def outer() -> str:
        return f"<{queries.ask('inner', inner, lambda found, _: kept.append(found), '')}>"[:3]

    def inner() -> str:
        return queries.ask("outer", outer, lambda _found, _height: None, "")

    assert queries.ask("outer", outer, lambda found, _: kept.append(found), "") == "<<<"
    assert kept == ["<<<", "<<<"]


class Chain:
    """A row of questions, each of which asks the one before it."""

    def __init__(self) -> None:
        self.queries = Queries()
        self.answers: dict[int, str] = {}
        self.heights: dict[int, int] = {}

    def ask(self, place: int) -> str:
        """Return `known`, or nothing where the question leads too deep."""
        if place in self.answers:
            if self.queries.open:
                self.queries.seen(self.heights[place])
            return self.answers[place]

        def keep(found: str, height: int) -> None:
            self.answers[place], self.heights[place] = found, height

        return self.queries.ask(place, lambda: self.ask(place - 1) if place else "known", keep, "")


@pytest.mark.parametrize("step", [1, 7, 60, -1])
def test_budget_in_any_order(step: int) -> None:
    """What is too deep is unknown for whoever asks, whatever has been asked before."""
    cold = {place: Chain().ask(place) for place in range(60)}
    assert [place for place, found in cold.items() if found] == list(range(DEEPEST))
    chain = Chain()
    order = range(60)[::step]
    assert {place: chain.ask(place) for place in order} == {place: cold[place] for place in order}
    assert {place: chain.ask(place) for place in range(60)} == cold


def test_invalidate() -> None:
    """All memos are dropped together."""
    queries = Queries()
    one: dict[str, int] = queries.memo()
    other: dict[str, int] = queries.memo()
    one["a"], other["b"] = 1, 2
    queries.invalidate()
    assert (one, other) == ({}, {})


# What a process keeps for good besides the data that we ship (`catalog/`). All else belongs to a session.
_FOR_GOOD = {
    "analysis/entry_points/candidates.py": "words of the frameworks",
    "analysis/idioms/idioms.py": "names of members of the catalog",
    "analysis/reach/overrides.py": "patterns of fakeasync-blocking and its kin",
    "codes.py": "codes of the rules",
    "disk/fingerprint.py": "which version this is",
    "disk/store.py": "caches of folders",
    "rules/__init__.py": "the rules, and their checks by settings",
}


def test_kept_for_good() -> None:
    """Caches at the level of modules are few, and listed here."""
    package = Path(flake8_fakeasync.__file__).parent
    cached = re.compile(r"^@(?:functools\.)?(?:lru_)?cache\b", re.MULTILINE)
    found = {
        file.relative_to(package).as_posix() for file in package.rglob("*.py") if cached.search(file.read_text("utf-8"))
    }
    assert {name for name in found if not name.startswith("catalog/")} == set(_FOR_GOOD)
