"""Python files on disk: found, read and judged without flake8."""

from __future__ import annotations

import ast
import io
import logging
import tokenize
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_fakeasync.report import invalidate, report

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator

    from flake8_fakeasync.diagnostics import Violation
    from flake8_fakeasync.settings import Settings

_LOG = logging.getLogger("flake8.fakeasync")


def check(paths: Iterable[str | os.PathLike[str]], settings: Settings) -> list[Violation]:
    """Return the violations in these files, and in the Python files of these folders."""
    invalidate()
    return [violation for path in _python_files(paths) for violation in _check_file(path, settings)]


def check_text(text: str, filename: str, settings: Settings) -> list[Violation]:
    """Return the violations in a text; raise SyntaxError if it is not Python."""
    invalidate()
    return report(_parsed(text), list(io.StringIO(text)), filename, settings)


def _python_files(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Path]:
    """Yield each file, folders searched in a fixed order."""
    for path in map(Path, paths):
        if path.is_dir():
            yield from sorted(path.rglob("*.py"))
        else:
            yield path


def _check_file(path: Path, settings: Settings) -> list[Violation]:
    """Return the violations of one file; what is no Python is logged and skipped."""
    try:
        with tokenize.open(path) as file:
            lines = file.readlines()
        tree = _parsed("".join(lines))
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError) as error:
        _LOG.warning("skipped %s: %s: %s", path, type(error).__name__, error)
        return []
    return report(tree, lines, str(path), settings)


def _parsed(text: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # doubtful literals are not our business
        return ast.parse(text)
