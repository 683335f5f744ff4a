"""Remembered questions: memo, cycles, budget and invalidation, for everything that analysis works out more than once.

Each question is computed once, and its answer does not depend on what was asked before:

- *Cycles.* A question that is asked while it is being answered is answered `unknown` there. Where the answer turns out
  to be another one, all questions of the cycle are answered once more on that assumption, until none changes: the
  answers are a fixed point. A cycle that has none after `MOST_ROUNDS` rounds is unknown.
- *Budget.* A question whose answer takes more than `DEEPEST` questions one inside the other is unknown, for whoever
  asks: remembered answers count as deep as they were when they were found.
- *Invalidation.* All memos are dropped together when a module of the project has changed.
"""

from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

from flake8_fakeasync.analysis.cycles import Cycles, Member

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

# Each question takes about a dozen frames of Python.
DEEPEST = 40
MOST_ROUNDS = 16
_NO_CYCLE = DEEPEST


class TooDeepError(Exception):
    """The question asked first needs more than `DEEPEST` others, one inside the other."""


class Queries:
    """The memos of one program, and the questions that are being answered.

    `height` is how deep the question that is being answered has led so far, itself not counted.
    """

    def __init__(self) -> None:
        self._memos: list[dict[Any, Any]] = []
        self._heights: dict[tuple[int, Hashable], int] = self.memo()  # of what `uncut` remembers, by memo and key
        self.open: dict[Hashable, int] = {}
        self.height = 0
        self._lowest = _NO_CYCLE
        self._cycles = Cycles(DEEPEST)
        self._kinds: dict[str, Question[Any, Any]] = {}
        self._members = self._cycles.members

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

    @property
    def is_in_cycle(self) -> bool:
        """Whether the question that is being answered, or one that it rests on, is asked again on the way."""
        return self._lowest < len(self.open)

    def ask(self, question: Hashable, answer: Callable[[], V], keep: Callable[[V, int], None], unknown: V) -> V:
        """Return the answer to a question that is not in its memo; `keep` is called with what may be kept."""
        depth = len(self.open)
        member = self._members.get(question)
        if member is not None:
            self._lowest = min(self._lowest, member.lowest)
            self.seen(member.height)
            return member.found  # type: ignore[no-any-return]
        if question in self.open:
            self._lowest = min(self._lowest, self.open[question])
            return self._cycles.cut_short(question, unknown)
        if depth:
            if depth >= DEEPEST:
                raise TooDeepError
            return self._answer(question, answer, keep, unknown)
        try:
            return self._answer(question, answer, keep, unknown)
        except TooDeepError:
            keep(unknown, DEEPEST)
            return unknown
        finally:
            self._cycles.leave()  # where it was too deep in the middle of one
            self._lowest, self.height = _NO_CYCLE, 0

    def _answer(self, question: Hashable, answer: Callable[[], V], keep: Callable[[V, int], None], unknown: V) -> V:
        before, height, depth = self._lowest, self.height, len(self.open)
        self._lowest, self.height = _NO_CYCLE, 0
        self.open[question] = depth
        try:
            found = answer()
            if self._lowest <= depth:
                found = self._in_cycle(Member(question, answer, keep, unknown), found, depth)
        finally:
            del self.open[question]
        own = self.height + 1
        if self._lowest < depth:
            self._lowest = min(before, self._lowest)
        else:
            keep(found, own)
            self._lowest = before
        self.height = max(height, own)
        return found

    def _in_cycle(self, member: Member[V], found: V, depth: int) -> V:
        """Return the answer to a question that a cycle leads back to, or that rests on one that it leads back to.

        The first question of a cycle is answered until the answers of all its members are the same as before.
        """
        rounds = 0
        while True:
            rounds += 1
            self._cycles.note(member, found)
            if self._lowest < depth:
                self._cycles.wait(member, depth, self._lowest, self.height + 1)
                return member.found
            members = [member, *self._cycles.closed(depth)]
            is_settled = not any(each.has_moved for each in members)
            if is_settled or rounds == MOST_ROUNDS:
                self._cycles.keep(members, self.height + 1, is_settled=is_settled)
                return member.found
            self._cycles.assume(members)
            self._lowest, self.height = _NO_CYCLE, 0
            found = member.answer()

    def remembered(self, kind: str, key: Hashable, answer: Callable[[], V], unknown: V) -> V:
        """Return the answer to a question of some kind: for functions that have nowhere to keep a `Question`."""
        question = self._kinds.get(kind)
        if question is None:
            question = self._kinds[kind] = Question(self, kind, unknown)
        return question.ask(key, answer)  # type: ignore[no-any-return]

    def uncut(self, memo: dict[K, V], key: K, answer: Callable[[], V]) -> V:
        """Return an answer that is no question of its own in a cycle; remembered unless a cycle cut it short."""
        if key in memo:
            if self.open:
                self.seen(self._heights.get((id(memo), key), 0))
            return memo[key]
        before, height = self._lowest, self.height
        self._lowest, self.height = _NO_CYCLE, 0
        found = answer()
        if self._lowest == _NO_CYCLE:
            memo[key] = found
            if self.height:
                self._heights[id(memo), key] = self.height
        self._lowest, self.height = min(before, self._lowest), max(height, self.height)
        return found


class Question(Generic[K, V]):
    """One kind of question: the answers, and how deep each of them led."""

    def __init__(self, queries: Queries, kind: str, unknown: V) -> None:
        self._queries = queries
        self._kind = kind
        self._unknown = unknown
        self._answers: dict[K, tuple[V, int]] = queries.memo()

    def ask(self, key: K, answer: Callable[[], V]) -> V:
        """Return the answer for a key, which may lead back to itself."""
        kept = self._answers.get(key)
        if kept is not None:
            if self._queries.open:
                self._queries.seen(kept[1])
            return kept[0]

        def keep(found: V, height: int) -> None:
            self._answers[key] = found, height

        return self._queries.ask((self._kind, key), answer, keep, self._unknown)
