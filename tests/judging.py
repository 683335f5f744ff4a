"""Whether a text can be judged at all: without a failure of ours, in a time that is in proportion to its parsing."""

from __future__ import annotations

import ast
import sys
import time
import warnings
from typing import TYPE_CHECKING

from flake8_fakeasync import Session, Settings

if TYPE_CHECKING:
    from flake8_fakeasync import Violation

ALL = Settings(enable=("ALL",), reports="all")
SESSION = Session(ALL)
_MOST = 50  # times the time of parsing
# Seconds that any file may take: the first one loads the catalog, and machines are busy; Pyodide counts all time, and
# what is traced, as for `make coverage`, takes several times as long.
_ANY = 5.0 if sys.platform != "emscripten" and sys.gettrace() is None else 100.0


def parsed(text: str) -> ast.Module | None:
    """Return the tree, None if this is no Python."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None


def judged(text: str, path: str = "") -> list[Violation]:
    """Return what all rules report; raise where we failed or took too long."""
    start = time.process_time()
    tree = parsed(text)
    parsing = time.process_time() - start
    if tree is None:
        return []
    start = time.process_time()
    found = SESSION.check_tree(tree, text.splitlines(keepends=True), path)
    spent = time.process_time() - start
    failures = [one for one in found if one.rule.code == "JAM000"]
    if failures:
        raise AssertionError(*map(str, failures))
    if spent > max(_ANY, _MOST * parsing):
        message = f"{path}: {spent:.1f} s, parsed in {parsing:.3f} s"
        raise AssertionError(message)
    return found
