"""Fixes under the user's configuration: which reports may be mended, and who judges the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.fixes.judge import Judge
from flake8_fakeasync.plugin import Plugin

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flake8_fakeasync.baseline import Baseline
    from flake8_fakeasync.cli.run import Run
    from flake8_fakeasync.diagnostics import Fix, Violation


class UserJudge(Judge):
    """Reports what the user sees: without what `noqa` and `per-file-ignores` hide."""

    def __init__(self, found: Run) -> None:
        super().__init__(Plugin.session.settings)
        self._run = found
        self.problems: dict[str, str] = {}  # why files were not checked, by their names

    def report(self, path: str, text: str | None) -> Sequence[Violation]:
        """Return what is reported in a file that has this text, None for that on disk."""
        run, session = self._run, self.session
        checked = run.check_file(path, session) if text is None else run.check_text(path, text, session)
        if checked.problem:
            self.problems[path] = checked.problem
        return checked.violations


class Choice:
    """Which reports may be mended: those beyond the baseline, of some rules, by fixes of some classes."""

    def __init__(self, baseline: Baseline, prefixes: tuple[str, ...], *, unsafe: bool) -> None:
        self._baseline = baseline
        self._prefixes = prefixes
        self.takes_unsafe = unsafe
        self._classes = {"safe", "unsafe"} if unsafe else {"safe"}

    def wanted(self, violations: Sequence[Violation]) -> list[Violation]:
        """Return the violations that the user sees and asks about."""
        new = self._baseline.new(violations)
        return [found for found in new if not self._prefixes or found.rule.code.startswith(self._prefixes)]

    def choose(self, violations: Sequence[Violation]) -> Iterator[tuple[Violation, Fix]]:
        """Yield the violations to mend, each with the fix to make; where there are several, none is made."""
        for found in self.wanted(violations):
            if len(found.fixes) == 1 and found.fixes[0].applicability in self._classes:
                yield found, found.fixes[0]
