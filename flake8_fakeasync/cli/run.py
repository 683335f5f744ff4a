"""A run over files: our rules alone, under flake8's options, with its discovery, `noqa` and `per-file-ignores`."""

from __future__ import annotations

import ast
import io
import warnings
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from flake8.discover_files import expand_paths
from flake8.exceptions import EarlyQuit, ExecutionError, Flake8Exception
from flake8.formatting.base import BaseFormatter
from flake8.main.options import stage1_arg_parser
from flake8.options.parse_args import parse_args
from flake8.processor import FileProcessor
from flake8.style_guide import StyleGuideManager

from flake8_fakeasync.cli.errors import CommandError
from flake8_fakeasync.plugin import Plugin
from flake8_fakeasync.session import Session

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from flake8.violation import Violation as Flake8Violation

    from flake8_fakeasync.diagnostics import Violation

_FAMILY = "JAM"
_ALL: Literal["all"] = "all"


class Checked(NamedTuple):
    """A file and what is reported in it; `problem` says why it could not be checked, empty if it could.

    `quiet` is what is not reported as most authors would not repair it; only a run that asks for it has it.
    """

    filename: str
    violations: tuple[Violation, ...]
    problem: str = ""
    quiet: tuple[Violation, ...] = ()


class Run:
    """What the user chose, and the files that it is about.

    Takes the arguments that flake8 takes; raises CommandError where they, or a configuration file, are wrong.
    """

    def __init__(self, arguments: Sequence[str]) -> None:
        self.options = _options(arguments)
        self._guide = StyleGuideManager(self.options, _Silent(self.options))
        self._shows_all = True

    def ask_for_quiet(self, *, shows_all: bool) -> None:
        """From now on, also find what is not reported as most authors would not repair it; report it, if wanted."""
        chosen = Plugin.session.settings
        self._shows_all = shows_all or chosen.reports == _ALL
        Plugin.session = Session(replace(chosen, reports=_ALL), owns_process=True)

    def files(self) -> list[str]:
        """Return the files to check, sorted."""
        found = expand_paths(
            paths=self.options.filenames,
            stdin_display_name=self.options.stdin_display_name,
            filename_patterns=self.options.filename,
            exclude=(*self.options.exclude, *self.options.extend_exclude),
        )
        return sorted(set(found))

    def check(self, files: Sequence[str]) -> Iterator[Checked]:
        """Yield what is reported in each file."""
        for filename in files:
            yield self.check_file(filename)

    def check_file(self, filename: str, session: Session | None = None, path: Path | None = None) -> Checked:
        """Return what is reported in a file; `session` and `path` judge a copy of it that is elsewhere."""
        return self._checked(filename, session, lambda: FileProcessor(str(path or filename), self.options))

    def check_text(self, filename: str, text: str, session: Session) -> Checked:
        """Return the violations in the text of a file."""
        lines = io.StringIO(text).readlines()
        return self._checked(filename, session, lambda: FileProcessor(filename, self.options, lines))

    def _checked(self, filename: str, session: Session | None, opened: Callable[[], FileProcessor]) -> Checked:
        try:
            processor = opened()
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # doubtful literals are not our business
                tree = processor.build_ast()
        except SyntaxError as error:
            return Checked(filename, (), f"{filename}:{error.lineno or 1}: syntax error: {error.msg}")
        except (OSError, ValueError, RecursionError, MemoryError) as error:
            return Checked(filename, (), f"{filename}: {getattr(error, 'strerror', None) or error}")
        if processor.should_ignore_file() or not isinstance(tree, ast.Module):
            return Checked(filename, ())
        found = (session or Plugin.session).check_tree(tree, processor.lines, processor.filename)
        reported = tuple(one for one in found if self._is_reported(one, filename, processor))
        if self._shows_all:
            return Checked(filename, reported)
        quiet = tuple(one for one in reported if one.pedantic)
        return Checked(filename, tuple(one for one in reported if not one.pedantic), quiet=quiet)

    def _is_reported(self, found: Violation, filename: str, processor: FileProcessor) -> bool:
        line = processor.noqa_line_for(found.line)
        name = processor.filename if filename == "-" else filename
        return bool(self._guide.handle_error(found.rule.code, name, found.line, found.column + 1, found.message, line))


class _Silent(BaseFormatter):
    """Prints nothing: what is reported is collected."""

    def handle(self, error: Flake8Violation) -> None:
        """Leave an error to the collector."""

    def format(self, error: Flake8Violation) -> None:
        """Return nothing to print."""


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    """Return flake8's options, and ours among them; of codes only those count that are ours."""
    Plugin.reads_baseline = False  # that is for the subcommands
    try:
        _, options = parse_args(list(arguments))
    except EarlyQuit:
        raise SystemExit(0) from None
    except (ExecutionError, Flake8Exception, ValueError, OSError) as error:
        raise CommandError(" ".join(str(error).split())) from error
    for name in ("select", "ignore", "extend_select", "extend_ignore"):
        codes = [code for code in getattr(options, name) or () if _is_ours(code)]
        setattr(options, name, codes or None)
    first, _ = stage1_arg_parser().parse_known_args(list(arguments))
    for name in ("append_config", "config", "isolated"):  # which flake8 takes first and does not pass on
        setattr(options, name, getattr(first, name))
    return options


def _is_ours(code: str) -> bool:
    return code.startswith(_FAMILY) or _FAMILY.startswith(code)
