"""Remembered questions: memo, cycles, budget and invalidation, for everything that analysis works out more than once.

Each question is computed once, and its answer does not depend on what was asked before:

- *Cycles.* A question that is asked while it is being answered is answered `unknown` there. What rests on such an
  answer is kept only until the question that was cut short is answered itself.
- *Budget.* A question whose answer takes more than `DEEPEST` questions one inside the other is unknown, for whoever
  asks: remembered answers count as deep as they were when they were found.
- *Invalidation.* All memos are dropped together when a module of the project has changed.
"""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

# Each question takes about a dozen frames of Python.
DEEPEST = 40
_NO_CYCLE = DEEPEST


class TooDeepError(Exception):
    """The question asked first needs more than `DEEPEST` others, one inside the other."""


class Queries:
    """The memos of one program, and the questions that are being answered.

    `height` is how deep the question that is being answered has led so far, itself not counted.
    """

    def __init__(self) -> None:
        self._memos: list[dict[Any, Any]] = []
        self.open: dict[Hashable, int] = {}
        self.height = 0
        self._partial: dict[Hashable, tuple[Any, int, int]] = {}  # answer, the question that cut it short, height
        self._lowest = _NO_CYCLE

    def memo(self) -> dict[K, V]:
        """Return an empty dict that `invalidate` clears. For what takes no other question, or none in a cycle."""
        memo: dict[K, V] = {}
        self._memos.append(memo)
        return memo

    def invalidate(self) -> None:
        """Drop all answers: what they rest on has changed."""
        for memo in self._memos:
            memo.clear()

    def seen(self, height: int) -> None:
        """Count an answer that was remembered as deep as it was when it was found; raise a TooDeepError beyond."""
        if height > self.height:
            self.height = height
            if len(self.open) + height > DEEPEST:
                raise TooDeepError

    def ask(self, question: Hashable, answer: Callable[[], V], keep: Callable[[V, int], None], unknown: V) -> V:
        """Return the answer to a question that is not in its memo; `keep` is called with what may be kept."""
        depth = len(self.open)
        partial = self._partial.get(question)
        if partial is not None:
            self._lowest = min(self._lowest, partial[1])
            self.seen(partial[2])
            return partial[0]  # type: ignore[no-any-return]
        if question in self.open:
            self._lowest = min(self._lowest, self.open[question])
            return unknown
        if depth:
            if depth >= DEEPEST:
                raise TooDeepError
            return self._answer(question, answer, keep, depth)
        try:
            return self._answer(question, answer, keep, 0)
        except TooDeepError:
            keep(unknown, DEEPEST)
            return unknown
        finally:
            self._partial.clear()
            self._lowest, self.height = _NO_CYCLE, 0

    def _answer(self, question: Hashable, answer: Callable[[], V], keep: Callable[[V, int], None], depth: int) -> V:
        before, height = self._lowest, self.height
        self._lowest, self.height = _NO_CYCLE, 0
        self.open[question] = depth
        try:
            found = answer()
        finally:
            del self.open[question]
        own = self.height + 1
        if self._lowest < depth:
            self._partial[question] = found, self._lowest, own
            self._lowest = min(before, self._lowest)
        else:
            keep(found, own)
            if self._lowest == depth:  # what was cut short by this question can now be answered in full
                self._partial = {key: each for key, each in self._partial.items() if each[1] < depth}
            self._lowest = before
        self.height = max(height, own)
        return found

    def uncut(self, memo: dict[K, V], key: K, answer: Callable[[], V]) -> V:
        """Return an answer that is no question of its own in a cycle; remembered unless a cycle cut it short."""
        if key in memo:
            return memo[key]
        before, self._lowest = self._lowest, _NO_CYCLE
        found = answer()
        if self._lowest == _NO_CYCLE:
            memo[key] = found
        self._lowest = min(before, self._lowest)
        return found
