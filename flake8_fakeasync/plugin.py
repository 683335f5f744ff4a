"""The flake8 plugin: its arguments, and the results in the form that flake8 expects."""

from __future__ import annotations

import multiprocessing
import sys
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from flake8_fakeasync import options as our_options
from flake8_fakeasync.session import Session
from flake8_fakeasync.validation import SettingsError

if TYPE_CHECKING:
    import argparse
    import ast
    from collections.abc import Callable, Iterator, Sequence

    from flake8.options.manager import OptionManager

    from flake8_fakeasync.baseline import Baseline
    from flake8_fakeasync.diagnostics import Violation
    from flake8_fakeasync.settings import Settings


class Plugin:
    """What flake8 makes of us for each file."""

    session: ClassVar[Session] = Session(owns_process=True)
    reads_baseline: ClassVar[bool] = True  # a command that writes it does without
    _baseline: ClassVar[Baseline | None] = None
    _shows_noqa: ClassVar[bool] = False
    has_warned: ClassVar[bool] = False

    def __init__(
        self,
        tree: ast.Module,
        filename: str,
        lines: Sequence[str],
        noqa_line_for: Callable[[int], str | None] | None = None,
    ) -> None:
        self._tree = tree
        self._filename = filename
        self._lines = lines
        self._noqa_line_for = noqa_line_for

    @classmethod
    def add_options(cls, option_manager: OptionManager) -> None:
        """Tell flake8 our options."""
        our_options.register(option_manager)

    @classmethod
    def parse_options(cls, option_manager: OptionManager, options: argparse.Namespace, args: Sequence[str]) -> None:
        """Keep what the user chose; editors call this again and again in one process."""
        del option_manager, args  # flake8 passes them by position
        settings = our_options.settings_from(options)
        cls._baseline = our_options.baseline_from(options) if cls.reads_baseline else None
        cls._shows_noqa = options.disable_noqa
        cls._warn(our_options.selected_but_off(options, settings), settings)
        if settings == cls.session.settings:
            cls.session.invalidate()
            return
        cls.session.close()
        try:
            cls.session = Session(settings, owns_process=True)
        except SettingsError as error:
            raise our_options.refusal(error) from error

    @classmethod
    def _warn(cls, off: list[str], settings: Settings) -> None:
        """Say what has no effect, and what to write instead: once, and not in every process of `flake8 -j`."""
        if cls.has_warned or multiprocessing.parent_process() is not None:
            return
        codes = ",".join(off)
        lines = [f"--select does not switch {codes} on; add --fakeasync-enable={codes}"] if off else []
        if settings.blocking or settings.nonblocking or settings.catalog:
            from flake8_fakeasync.declared_names import never_matching

            lines += never_matching(settings, Path.cwd())
        for line in lines:
            cls.has_warned = True
            sys.stderr.write(f"flake8-fakeasync: {line}\n")

    def run(self) -> Iterator[tuple[int, int, str, type[Plugin]]]:
        """Yield line, column and text of each violation; nothing is ever raised."""
        violations = self.check(self._tree, self._lines, self._filename)
        if self._baseline is not None:
            violations = self._baseline.new(found for found in violations if not self._is_hidden(found))
        for found in violations:
            yield found.line, found.column, f"{found.rule.code} {found.message}", type(self)

    @classmethod
    def check(cls, tree: ast.Module, lines: Sequence[str], filename: str) -> list[Violation]:
        """Return the violations of a file under what the user chose; nothing is ever raised."""
        return cls.session.check_tree(tree, lines, filename)

    def _is_hidden(self, found: Violation) -> bool:
        """Return whether a comment hides a violation: what is hidden does not count among those that are accepted."""
        if self._noqa_line_for is None:
            return False
        from flake8.violation import Violation as Flake8Violation

        line = self._noqa_line_for(found.line)
        shown = Flake8Violation(found.rule.code, self._filename, found.line, found.column + 1, found.message, line)
        return shown.is_inline_ignored(self._shows_noqa)
