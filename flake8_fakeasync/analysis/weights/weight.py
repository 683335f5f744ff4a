"""Why a report is pedantic, if it is: the reasons, and the rules that each of them holds for."""

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.reach.blocked import Blocked, Reached
from flake8_fakeasync.analysis.reach.kept import is_kept
from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN, Operation
from flake8_fakeasync.analysis.weights.startup import Startup, has_timeout
from flake8_fakeasync.analysis.weights.tests import is_in_tests
from flake8_fakeasync.analysis.weights.thread_work import is_needed
from flake8_fakeasync.catalog.other_linters import is_hidden

if TYPE_CHECKING:
    from collections.abc import Callable

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.diagnostics import Placed, Violation


class Reason(NamedTuple):
    """A reason, in a word or two, the prefixes of the codes that it holds for, and whether it holds for a report."""

    words: str
    codes: tuple[str, ...]
    holds: "Callable[[Violation], bool]"


class Weights:
    """Answers for the reports on one module."""

    def __init__(self, context: "Context", text: str) -> None:
        startup = Startup(context)
        self._positions = context.positions
        self._text = text
        self._reasons = (
            Reason("meant so", ("JAM1",), self._is_meant),
            Reason("tests", ("JAM1", "JAM2", "JAM3"), lambda found: is_in_tests(context, found.place)),
            Reason("once", ("JAM11", "JAM12", "JAM13"), lambda found: startup.is_before_all(found.place)),
            Reason(
                "once",
                ("JAM10",),
                lambda found: startup.is_before_all(found.place) and has_timeout(context, found),
            ),
            Reason("once", ("JAM11", "JAM13"), lambda found: _is_kept(context, found.place)),
            Reason("thread needed", ("JAM201", "JAM21"), lambda found: is_needed(context, found)),
        )

    def pedantic(self, found: "Violation") -> str:
        """Return why most authors would not repair what is reported, "" where they would."""
        code = found.rule.code
        return next((each.words for each in self._reasons if code.startswith(each.codes) and each.holds(found)), "")

    def _is_meant(self, found: "Violation") -> bool:
        """Return whether a comment hides what another linter reports there: its author has decided."""
        if found.place is None or "noqa" not in self._text:
            return False
        last = max(found.line, self._positions.span(found.place)[2])
        return any(is_hidden(found.rule.code, line) for line in self._lines[found.line - 1 : last])

    @cached_property
    def _lines(self) -> list[str]:
        return self._text.split("\n")


def _is_kept(context: "Context", place: "Placed | None") -> bool:
    """Return whether all that is done at a place is done once, as its result is kept."""
    if isinstance(place, Reached) and place.path.is_once:
        return True
    row = context.module.row(place.id if isinstance(place, Blocked | Reached) else UNKNOWN)
    return isinstance(row, Operation) and is_kept(context.program.evaluator, context.module, row)
