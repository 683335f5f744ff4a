"""Questions that lead back to themselves: what they are answered in each round, until the answers stay the same."""

from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

V = TypeVar("V")
_NONE = object()


class Member(Generic[V]):
    """A question of a cycle, and its answer in this round.

    `lowest` is how deep the question lies that cut it short; `has_moved` tells that somebody was given another answer.
    """

    __slots__ = ("answer", "found", "has_moved", "height", "keep", "lowest", "question", "unknown")

    def __init__(self, question: Hashable, answer: Callable[[], V], keep: Callable[[V, int], None], unknown: V) -> None:
        self.question = question
        self.answer = answer
        self.keep = keep
        self.unknown = self.found = unknown
        self.lowest = 0
        self.height = 0
        self.has_moved = False


class Cycles:
    """The cycles that are being gone through; `members` are the questions answered before their cycle is at its end.

    Questions may be open one inside the other, `deepest` of them at most.
    """

    def __init__(self, deepest: int) -> None:
        self.members: dict[Hashable, Member[Any]] = {}
        self._deepest = deepest
        self._waiting: list[list[Member[Any]]] = [[] for _ in range(deepest)]  # the same, by `lowest`
        self._assumed: dict[Hashable, Any] = {}  # answers of the round before
        self._given: dict[Hashable, Any] = {}  # answers to questions that are open

    def cut_short(self, question: Hashable, unknown: V) -> V:
        """Return what is assumed of a question that is open; `unknown` in the first round."""
        return self._given.setdefault(question, self._assumed.get(question, unknown))  # type: ignore[no-any-return]

    def note(self, member: Member[V], found: V) -> None:
        """Note the answer of this round; one that is the same as before stays the same object."""
        assumed = self._assumed.get(member.question, _NONE)
        member.found = assumed if assumed == found else found
        given = self._given.pop(member.question, _NONE)
        member.has_moved = given is not _NONE and given != found

    def wait(self, member: Member[V], depth: int, lowest: int, height: int) -> None:
        """Leave an answer, and those that rest on it, to the end of the cycle that it is part of."""
        member.height = height
        self.members[member.question] = member
        waiting, self._waiting[depth] = [member, *self._waiting[depth]], []
        for each in waiting:
            each.lowest = lowest
        self._waiting[lowest] += waiting

    def closed(self, depth: int) -> list[Member[Any]]:
        """Return the members of a cycle that has been gone through once, without the first, which is open there."""
        members, self._waiting[depth] = self._waiting[depth], []
        for each in members:
            del self.members[each.question]
        return members

    def assume(self, members: list[Member[Any]]) -> None:
        """Take these answers for those of the next round."""
        self._assumed.update((each.question, each.found) for each in members)

    def keep(self, members: list[Member[Any]], height: int, *, is_settled: bool) -> None:
        """Keep the answers to all questions of a cycle but the first; where they are not settled, all are unknown."""
        for each in members:
            self._assumed.pop(each.question, None)
            each.found = each.found if is_settled else each.unknown
        for each in members[1:]:
            each.keep(each.found, height)

    def leave(self) -> None:
        """Drop everything: nothing is open."""
        if self.members or self._given or self._assumed:
            self.members.clear()
            self._assumed.clear()
            self._given.clear()
            self._waiting = [[] for _ in range(self._deepest)]
