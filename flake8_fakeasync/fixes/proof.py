"""What has to hold for an edit to stay: the text compiles, the report is gone, and none is new."""

from __future__ import annotations

import warnings
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flake8_fakeasync.diagnostics import Violation

# A call that is handed to a thread correctly is worth a report of its own, and no worse than before.
_FOLLOWS = {"JAM202": ("JAM201", "JAM211", "JAM212")}


class Known(NamedTuple):
    """What a report is known by while lines move: its code, the function around it and what is wrong."""

    code: str
    function: str
    culprit: str


def known(found: Violation) -> Known:
    """Return what a violation is known by."""
    return Known(found.rule.code, found.fields.get("qualname", ""), found.fields["culprit"])


def broken(text: str) -> str:
    """Return why a text does not compile, empty if it does."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # doubtful literals are not our business
            compile(text, "<edited>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return f"the result is not valid Python: {getattr(error, 'msg', None) or error}"
    return ""


def regret(before: Iterable[Violation], after: Sequence[Violation], fixed: Sequence[Violation]) -> str:
    """Return what is wrong with the reports of a file after some were mended, empty if nothing is."""
    were, are = Counter(map(known, before)), Counter(map(known, after))
    gone = Counter(map(known, fixed))
    for key, count in gone.items():
        if are[key] > were[key] - count:
            return f"{key.code} is still reported"
    for found in after:
        key = known(found)
        if are[key] > were[key] and not _follows(key, gone):
            return f"{key.code} would be reported: {found.message}"
    return ""


def _follows(new: Known, gone: Counter[Known]) -> bool:
    """Return whether a new report is that of a call whose other report is gone."""
    return any(new.code in _FOLLOWS.get(key.code, ()) and new.function == key.function for key in gone)
