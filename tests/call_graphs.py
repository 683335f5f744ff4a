"""Small call graphs as hypothesis makes them up: functions that call each other, in cycles or not, and do things."""

from __future__ import annotations

import ast
import itertools
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from hypothesis import strategies as st

from flake8_fakeasync import Session
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
from flake8_fakeasync.analysis.values import OwnFunction
from flake8_fakeasync.engine import FRAMES
from flake8_fakeasync.runtime import recursion_headroom

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flake8_fakeasync.analysis.syntax.exprs import Call

T = TypeVar("T")
_PATH = Path(tempfile.gettempdir(), "no-such-folder", "small.py")
_MOST_ORDERS = 6
_IMPORTS = "import asyncio, aiohttp, httpx, requests, time\n"


class Small:
    """A program of one module, with its functions by name."""

    def __init__(self, text: str, path: Path = _PATH) -> None:
        self.program = Session().engine.program
        self.module = self.program.module(str(path), text, ast.parse(text))
        scopes = (scope for scope in self.module.facts.scopes if isinstance(scope, FunctionFacts))
        self._functions = {scope.name: scope for scope in scopes}

    def function(self, name: str) -> FunctionFacts:
        """Return a function."""
        return self._functions[name]

    def value(self, name: str) -> OwnFunction:
        """Return a function as a value."""
        return OwnFunction(self.module.path, self.function(name).id, None)

    def call(self, name: str) -> Call:
        """Return the last call in a function."""
        return self.module.calls(self.function(name).id)[-1]


class Step(NamedTuple):
    """A line of a function; `{}` in `text` is the function that it calls, None where it calls none."""

    text: str
    target: int | None

    def line(self) -> str:
        """Return it as written."""
        return self.text.format(f"f{self.target}")


class Graph(NamedTuple):
    """Functions `f0`, `f1`, … by their steps; `order` is that in which they are defined."""

    functions: tuple[tuple[Step, ...], ...]
    order: tuple[int, ...]

    def text(self, head: str, last: str = "") -> str:
        """Return the program; `{}` is the number of a function in its head, and in what stands after them, for each."""
        bodies = {
            number: head.format(number) + "".join(f"\n    {step.line()}" for step in steps) + "\n"
            for number, steps in enumerate(self.functions)
        }
        after = "".join(last.format(number) for number in range(len(self.functions)))
        return _IMPORTS + "".join(bodies[number] for number in self.order) + after

    def reachable(self, start: int) -> set[int]:
        """Return the functions that one leads to, itself included."""
        found, pending = {start}, [start]
        while pending:
            targets = {step.target for step in self.functions[pending.pop()] if step.target is not None}
            pending += targets - found
            found |= targets
        return found

    def lines(self, start: int) -> set[str]:
        """Return what is done in any function that one leads to."""
        return {step.text for each in self.reachable(start) for step in self.functions[each] if step.target is None}

    def distance(self, start: int, wanted: str) -> int | None:
        """Return how many functions the shortest path to a line leads through, None if there is none."""
        level, distance, seen = {start}, 1, set[int]()
        while level:
            if any(step.text == wanted for each in level for step in self.functions[each]):
                return distance
            seen |= level
            level = {step.target for each in level for step in self.functions[each] if step.target is not None} - seen
            distance += 1
        return None

    def least(self, start: T, answer: Callable[[Graph, int, list[T]], T]) -> list[T]:
        """Return the fixed point that is reached from a start: the answers of all functions, from all answers before.

        Whoever has none by then keeps on moving, and fails.
        """
        answers = [start for _ in self.functions]
        for _ in range(50):
            before = answers
            answers = [answer(self, number, before) for number in range(len(self.functions))]
            if answers == before:
                return answers
        raise AssertionError(self)


def graphs(own: Sequence[str], calls: Sequence[str]) -> st.SearchStrategy[Graph]:
    """Return a strategy for graphs of three to six functions, with these lines and calls."""

    def of_size(size: int) -> st.SearchStrategy[Graph]:
        step = st.one_of(
            st.builds(Step, st.sampled_from(calls), st.integers(0, size - 1)),
            st.builds(Step, st.sampled_from(own), st.none()),
        )
        body = st.lists(step, min_size=1, max_size=3).map(tuple)
        functions = st.lists(body, min_size=size, max_size=size).map(tuple)
        return st.builds(Graph, functions, st.permutations(range(size)).map(tuple))

    return st.integers(3, 6).flatmap(of_size)


def _itself(answer: object) -> object:
    return answer


def answers(
    graph: Graph, write: Callable[[Graph], str], ask: Callable[[Small, int], T], shown: Callable[[T], object] = _itself
) -> list[T]:
    """Return the answers for all functions, which are the same in whatever order they are asked.

    What is `shown` of them is the same in whatever order the functions are defined as well.
    """
    numbers = range(len(graph.functions))
    every = list(itertools.permutations(numbers))
    orders = [*every[:: max(1, len(every) // _MOST_ORDERS)], numbers[::-1]]
    found = [_asked(graph, write, ask, order) for order in orders]
    assert all(each == found[0] for each in found), (write(graph), found)
    defined = [
        _asked(graph._replace(order=order), write, ask, numbers) for order in (graph.order[::-1], tuple(numbers))
    ]
    assert all(list(map(shown, each)) == list(map(shown, found[0])) for each in defined), (write(graph), found, defined)
    return found[0]


def _asked(
    graph: Graph, write: Callable[[Graph], str], ask: Callable[[Small, int], T], order: Sequence[int]
) -> list[T]:
    small = Small(write(graph))
    with recursion_headroom(FRAMES):
        by_number = {number: ask(small, number) for number in order}
    return [by_number[number] for number in range(len(graph.functions))]
