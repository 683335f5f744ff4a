"""Whether an entry point of the catalog counts for a decorator, a call or a class at hand."""

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.project.neighbours import told
from flake8_fakeasync.analysis.project.requirements import fulfils
from flake8_fakeasync.analysis.syntax.exprs import Call, Constant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.project.project import Project
    from flake8_fakeasync.catalog import EntryPoint


class Answer(Enum):
    """Whether a condition holds; unknown where it depends on what cannot be seen."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


def first(
    project: "Project", module: "Module", entries: "Iterable[EntryPoint]", call: Call | None
) -> "EntryPoint | None":
    """Return the first entry point whose conditions hold; none if those of one before it cannot be decided.

    `call` is the one of the decorator or the callee, None for a bare decorator or a base class.
    """
    for entry in entries:
        answer = _written(module, entry, call)
        if answer is Answer.UNKNOWN:
            return None
        if answer is Answer.YES and _in_project(project, module, entry):
            return entry
    return None


def _written(module: "Module", entry: "EntryPoint", call: Call | None) -> Answer:
    """Return whether the arguments are as the entry point wants them."""
    if entry.argument and not _has_argument(module, entry.argument, call):
        return Answer.NO
    if not entry.when:
        return Answer.YES
    keywords = dict(call.keywords) if call is not None else {}
    for keyword, wanted in entry.when.items():
        if keyword not in keywords:
            return Answer.UNKNOWN if None in keywords else Answer.NO
        row = module.row(keywords[keyword])
        if not isinstance(row, Constant) or not isinstance(row.value, bool):
            return Answer.UNKNOWN
        if row.value is not wanted:
            return Answer.NO
    return Answer.YES


def _has_argument(module: "Module", wanted: str, call: Call | None) -> bool:
    values = call.given if call is not None else ()
    rows = map(module.row, values)
    return any(isinstance(row, Constant) and row.value == wanted for row in rows)


def _in_project(project: "Project", module: "Module", entry: "EntryPoint") -> bool:
    """Return whether the project is as the entry point wants it."""
    if entry.requires and not fulfils(project, module, entry.requires):
        return False
    if entry.if_mentioned and not _is_mentioned(project, module, entry.if_mentioned):
        return False
    return not (entry.unless_mentioned and _is_mentioned(project, module, entry.unless_mentioned))


def _is_mentioned(project: "Project", module: "Module", words: tuple[str, ...]) -> bool:
    return told(project, module.path, _Mentions(words))


@dataclass(frozen=True)
class _Mentions:
    """Whether one of some words is in one of some texts."""

    words: tuple[str, ...]

    def __call__(self, texts: "Iterator[str]") -> bool:
        return any(word in text for text in texts for word in self.words)
