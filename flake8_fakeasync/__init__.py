"""Find Python code that claims to be async and is not: the public API."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flake8_fakeasync.diagnostics import Edit, Fix, Frame, Violation
    from flake8_fakeasync.rule import Rule
    from flake8_fakeasync.settings import Settings

__all__ = ["Edit", "Fix", "Frame", "Rule", "Settings", "Violation", "all_rules", "check", "check_text"]
__version__ = "0.1.0"


def check(paths: Iterable[str | os.PathLike[str]], options: Settings | None = None) -> list[Violation]:
    """Return the violations in these files, and in the Python files of these folders.

    Columns count characters from 0. A file that cannot be read or parsed is logged and skipped.
    """
    from flake8_fakeasync import files, settings

    return files.check(paths, options or settings.Settings())


def check_text(
    text: str, filename: str | os.PathLike[str] = "stdin", options: Settings | None = None
) -> list[Violation]:
    """Return the violations in a text that stands for a file, or for none; other files are read from disk.

    Columns count characters from 0. Raises SyntaxError if the text is not Python.
    """
    from flake8_fakeasync import files, settings

    return files.check_text(text, os.fspath(filename), options or settings.Settings())


def all_rules() -> list[Rule]:
    """Return all rules, sorted by code."""
    from flake8_fakeasync import rules

    return list(rules.rules())


def __getattr__(name: str) -> object:
    """Import what the API names when it is asked for."""
    if name == "Rule":
        from flake8_fakeasync import rule

        return rule.Rule
    if name in {"Edit", "Fix", "Frame", "Violation"}:
        from flake8_fakeasync import diagnostics

        return getattr(diagnostics, name)
    if name == "Settings":
        from flake8_fakeasync import settings

        return settings.Settings
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
