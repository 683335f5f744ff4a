"""The violations of one file as its user sees them, whatever goes wrong on the way."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from flake8_fakeasync.diagnostics import Applicability, Edit, Fix, Frame, Violation, in_characters
from flake8_fakeasync.prefilter import can_matter
from flake8_fakeasync.runtime import gc_paused

if TYPE_CHECKING:
    import ast
    from collections.abc import Sequence
    from typing import Protocol

    from flake8_fakeasync.analysis.project.neighbourhood import Neighbourhood
    from flake8_fakeasync.disk.answers import Answer, Position
    from flake8_fakeasync.disk.results import Results
    from flake8_fakeasync.engine import Engine
    from flake8_fakeasync.settings import Settings

    class Asking(Protocol):
        """What a report needs of the session that asks for it."""

        settings: Settings

        @property
        def neighbourhood(self) -> Neighbourhood:
            """The files around each file."""

        @property
        def results(self) -> Results | None:
            """The results kept on disk, if any are."""

        @property
        def engine(self) -> Engine:
            """What judges files."""

        def rests_on(self, path: str) -> frozenset[str] | None:
            """Return the files that the violations of a file rest on."""

        def leave_cache(self) -> None:
            """Go on without the results and modules kept on disk."""


# Below flake8's own logger, so that `flake8 -v` shows it.
_LOG = logging.getLogger("flake8.fakeasync")


def report(tree: ast.Module, lines: Sequence[str], filename: str, session: Asking) -> list[Violation]:
    """Return the violations of a file: each once, in order, with columns in characters.

    A failure of ours is one violation of JAM000: flake8 would lose the results of all files, or
    take a SyntaxError for one of this file.
    """
    if not lines:  # an editor cannot show a report
        return []
    try:
        found = _found(tree, lines, filename, session)
    except Exception as error:  # noqa: BLE001  (whatever it is, it is ours)
        _LOG.exception("flake8-fakeasync failed on %s", filename)
        return [_failure(filename, error)]
    return found if session.settings.reports == "all" else [one for one in found if not one.pedantic]


def _found(tree: ast.Module, lines: Sequence[str], filename: str, session: Asking) -> list[Violation]:
    """Return the violations; a failure may be the fault of a spoilt cache, so it counts without one only."""
    try:
        return _answered(tree, lines, filename, session)
    except Exception:
        if not session.settings.cache:
            raise
        _LOG.warning("flake8-fakeasync goes on without the cache in %r", session.settings.cache, exc_info=True)
        session.leave_cache()
        return _answered(tree, lines, filename, session)


def _answered(tree: ast.Module, lines: Sequence[str], filename: str, session: Asking) -> list[Violation]:
    if not _can_matter("".join(lines), filename, session):
        return []
    return (_recalled if session.settings.cache else _judged)(tree, lines, filename, session)


def _can_matter(text: str, filename: str, session: Asking) -> bool:
    """Return whether a file can have violations: by what it says, or since a framework may run what it defines."""
    settings = session.settings
    if can_matter(text) or (settings.catalog and any(root in text for root in _frameworks_of_user(settings))):
        return True
    if "def " not in text or "import" not in text:
        return False
    from flake8_fakeasync.disk.reader import absolute

    return session.neighbourhood.names_framework(absolute(filename))


def _frameworks_of_user(settings: Settings) -> frozenset[str]:
    """Return the frameworks that catalog files of the user describe."""
    from flake8_fakeasync.catalog import load

    return load(settings.catalog, settings.cache).added_frameworks


def _recalled(tree: ast.Module, lines: Sequence[str], filename: str, session: Asking) -> list[Violation]:
    """Return the violations: those that were found before where nothing has changed since."""
    from flake8_fakeasync.disk.reader import absolute

    results, path, text = session.results, absolute(filename), "".join(lines)
    kept = results.recall(path, text, session.settings) if results is not None else None
    found = _restored(filename, kept) if kept is not None else None
    if found is not None:
        return found
    judged = _judged(tree, lines, filename, session)
    rests_on = session.rests_on(path) if path else None
    if rests_on is not None and results is not None:
        results.keep(path, text, session.settings, list(map(_packed, judged)), rests_on)
    return judged


def _judged(tree: ast.Module, lines: Sequence[str], filename: str, session: Asking) -> list[Violation]:
    """Return the violations without the guard."""
    with gc_paused():
        engine = session.engine  # imported late: flake8 starts faster, and a defect in there is caught as well
    found = (replace(in_characters(one, lines), path=filename) for one in engine.violations(tree, lines, filename))
    return sorted(set(found), key=_place)


def _packed(one: Violation) -> Answer:
    """Return a violation as plain tuples."""
    from flake8_fakeasync.disk.answers import Answer

    return Answer(
        (one.line, one.column, one.end_line, one.end_column),
        one.rule.code,
        tuple(one.fields.items()),
        tuple((each.function, each.file, each.line, each.module) for each in one.frames),
        tuple((tuple((*edit,) for edit in fix.edits), fix.applicability, fix.title) for fix in one.fixes),
        one.pedantic,
    )


def _restored(filename: str, answers: list[Answer]) -> list[Violation] | None:
    """Return the violations that were kept as plain tuples; None where one is not what a rule of ours says."""
    try:
        found = [_unpacked(filename, answer) for answer in answers]
        return found if all(one.message for one in found) else None
    except (KeyError, ValueError):
        return None


def _unpacked(filename: str, answer: Answer) -> Violation:
    """Return a violation; raise a KeyError or ValueError where no rule says it."""
    from flake8_fakeasync.rules import rule

    return Violation(
        filename,
        *answer.place,
        rule=rule(answer.code),
        fields=dict(answer.fields),
        frames=tuple(Frame(*each) for each in answer.frames),
        fixes=tuple(_fix(*each) for each in answer.fixes),
        pedantic=answer.pedantic,
    )


def _fix(edits: tuple[tuple[Position, Position, str], ...], applicability: str, title: str) -> Fix:
    known: tuple[Applicability, ...] = get_args(Applicability)
    return Fix(tuple(Edit(*edit) for edit in edits), known[known.index(applicability)], title)


def _place(violation: Violation) -> tuple[int, int, str, str]:
    """Return what violations are sorted by."""
    return violation.line, violation.column, violation.rule.code, violation.message


def _failure(filename: str, error: Exception) -> Violation:
    """Return the violation that reports an internal error."""
    from flake8_fakeasync.rules import rule

    name = type(error).__name__
    return Violation(filename, 1, 0, 1, 0, rule("JAM000"), {"culprit": name, "qualname": ""})
