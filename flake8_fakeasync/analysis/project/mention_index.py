"""What mentions each value of a module: the rows made of it, and what is done with it."""

from array import array
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN, Expr
from flake8_fakeasync.analysis.syntax.facts import Store, Use

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.ids import Rows

Mentioning: TypeAlias = Expr | Use | Store
_NUMBER = "i"


class Mention(NamedTuple):
    """One row or fact that mentions a value; `value` is the number of the row, UNKNOWN for a fact."""

    value: ExprId
    fact: Mentioning


class MentionIndex:
    """The mentions of all values of a module.

    There are more of them than values, and few are asked for. So they are numbers: each leads to the one before it that
    mentions the same value, and stands for a row, or for a fact where it is higher than all rows.
    """

    def __init__(self, rows: "Rows[ExprId, Expr]") -> None:
        """Know none yet."""
        self._rows = rows
        self._facts: list[Use | Store] = []
        self._last = array(_NUMBER, [0]) * len(rows)
        self._before = array(_NUMBER, [0])
        self._by = array(_NUMBER, [0])

    def add_row(self, value: ExprId, row: ExprId) -> None:
        """Note that a row is made of a value; once, however often it has it."""
        if self._by[self._last[value]] != row:
            self._add(value, row)

    def add_fact(self, value: ExprId, fact: Use | Store) -> None:
        """Note that a value is used or stored."""
        self._facts.append(fact)
        self._add(value, len(self._rows) + len(self._facts) - 1)

    def _add(self, value: ExprId, by: int) -> None:
        self._before.append(self._last[value])
        self._last[value] = len(self._by)
        self._by.append(by)

    def of(self, value: ExprId) -> list[Mention]:
        """Return what mentions a value: rows in their order, then facts in that in which they were noted."""
        found = []
        number = self._last[value]
        while number:
            found.append(self._by[number])
            number = self._before[number]
        return list(map(self._mention, sorted(found)))

    def _mention(self, by: int) -> Mention:
        if by < len(self._rows):
            return Mention(row := ExprId(by), self._rows[row])
        return Mention(UNKNOWN, self._facts[by - len(self._rows)])
