"""Python files on disk: found, read and parsed without flake8."""

from __future__ import annotations

import ast
import logging
import tokenize
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator

_LOG = logging.getLogger("flake8.fakeasync")


def python_files(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Path]:
    """Yield each file, and the Python files of each folder in a fixed order."""
    for path in map(Path, paths):
        if path.is_dir():
            yield from sorted(path.rglob("*.py"))
        else:
            yield path


def parsed(path: Path) -> tuple[ast.Module, list[str], str] | None:
    """Return the tree, the lines and the name of a file; None, with a warning in the log, if it is no Python."""
    try:
        with tokenize.open(path) as file:
            lines = file.readlines()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # doubtful literals are not our business
            tree = ast.parse("".join(lines))
    except (OSError, SyntaxError, ValueError, LookupError, RecursionError, MemoryError) as error:
        _LOG.warning("skipped %s: %s: %s", path, type(error).__name__, error)
        return None
    return tree, lines, str(path)
