"""Edits of a text: as offsets into it, made from the last to the first."""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from flake8_fakeasync.diagnostics import Fix


class Replacement(NamedTuple):
    """A piece of a text to replace, by offsets in characters; the end is exclusive."""

    start: int
    end: int
    text: str

    def touches(self, other: Replacement) -> bool:
        """Return whether the order of two replacements would matter; an import that both add is added once."""
        is_shared = self == other and bool(self.text.strip())
        return not is_shared and self.start <= other.end and other.start <= self.end


class Lines:
    """Where the lines of a text begin."""

    def __init__(self, text: str) -> None:
        lengths = (len(line) + 1 for line in text.split("\n"))
        self._starts = [0, *accumulate(lengths)]

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a place: lines count from 1, columns from 0, both in characters."""
        return self._starts[line - 1] + column

    def line(self, offset: int) -> int:
        """Return the number of the line, from 1, on which an offset is."""
        return bisect_left(self._starts, offset + 1)

    def replacements(self, fix: Fix) -> tuple[Replacement, ...]:
        """Return the edits of a fix."""
        return tuple(
            Replacement(self.offset(*edit.start), self.offset(*edit.end), edit.text) for edit in sorted(fix.edits)
        )


def conflict(edits: Iterable[Replacement], others: Collection[Replacement]) -> bool:
    """Return whether one of some edits touches one of others."""
    return any(edit.touches(other) for edit in edits for other in others)


def edited(text: str, edits: Iterable[Replacement]) -> str:
    """Return a text with edits that do not touch each other."""
    for edit in sorted(set(edits), reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text
