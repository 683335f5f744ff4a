"""The violations of one file as its user sees them, whatever goes wrong on the way."""

from __future__ import annotations

import logging
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from flake8_fakeasync.prefilter import can_matter
from flake8_fakeasync.rule import Violation
from flake8_fakeasync.runtime import paused

if TYPE_CHECKING:
    import ast
    from collections.abc import Sequence

    from flake8_fakeasync.settings import Settings

# Below flake8's own logger, so that `flake8 -v` shows it.
_LOG = logging.getLogger("flake8.fakeasync")


def report(tree: ast.Module, lines: Sequence[str], filename: str, settings: Settings) -> list[Violation]:
    """Return the violations of a file: each once, in order, with columns in characters.

    A failure of ours is one violation of JAM000: flake8 would lose the results of all files, or
    take a SyntaxError for one of this file.
    """
    text = "".join(lines)
    if not lines or not can_matter(text):  # in a file without lines an editor cannot show a report
        return []
    try:
        known = _recalled if settings.cache else _judged
        return known(tree, lines, filename, settings)
    except Exception as error:  # noqa: BLE001  (whatever it is, it is ours)
        _LOG.exception("flake8-fakeasync failed on %s", filename)
        return [_failure(filename, error)]


def invalidate() -> None:
    """Look at the disk again: an editor checks the options whenever it lints."""
    for name in ("disk.results", "engine"):
        if module := sys.modules.get(f"flake8_fakeasync.{name}"):  # not in the first run
            module.invalidate()


def _recalled(tree: ast.Module, lines: Sequence[str], filename: str, settings: Settings) -> list[Violation]:
    """Return the violations: those that were found before where nothing has changed since."""
    from flake8_fakeasync.disk.reader import absolute
    from flake8_fakeasync.disk.results import answers

    known, path, text = answers(settings.cache), absolute(filename), "".join(lines)
    found = known.recall(path, text, settings)
    if found is not None:
        from flake8_fakeasync.rules import rule

        return [Violation(filename, line, column, rule(code), message) for line, column, code, message in found]
    judged = _judged(tree, lines, filename, settings)
    from flake8_fakeasync import engine

    ground = engine.ground(path, settings) if path else None
    if ground is not None:
        found = [(one.line, one.column, one.rule.code, one.message) for one in judged]
        known.keep(path, text, settings, found, ground)
    return judged


def _judged(tree: ast.Module, lines: Sequence[str], filename: str, settings: Settings) -> list[Violation]:
    """Return the violations without the guard."""
    with paused():
        # Imported late: flake8 starts faster, and a defect in there is caught as well.
        from flake8_fakeasync import engine
    found = (
        replace(one, path=filename, column=_characters(lines, one.line, one.column))
        for one in engine.violations(tree, lines, filename, settings)
    )
    return sorted(set(found), key=_place)


def _place(violation: Violation) -> tuple[int, int, str, str]:
    """Return what violations are sorted by."""
    return violation.line, violation.column, violation.rule.code, violation.message


def _characters(lines: Sequence[str], line: int, column: int) -> int:
    """Return how many characters the first ``column`` bytes of a line are."""
    if not 0 < line <= len(lines) or lines[line - 1].isascii():
        return column
    before = lines[line - 1].encode("utf-8", "surrogatepass")[:column]
    return len(before.decode("utf-8", "replace"))


def _failure(filename: str, error: Exception) -> Violation:
    """Return the violation that stands for a failure of ours."""
    from flake8_fakeasync.rules import rule

    jam000 = rule("JAM000")
    message = jam000.message.format(error=type(error).__name__)
    return Violation(filename, 1, 0, jam000, message)
