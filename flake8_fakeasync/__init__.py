"""Find Python code that looks async but still blocks: the public API."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING

from flake8_fakeasync.version import __version__ as _version

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flake8_fakeasync.diagnostics import Edit, Fix, Frame, Violation
    from flake8_fakeasync.rule import Rule
    from flake8_fakeasync.session import Session
    from flake8_fakeasync.settings import Settings
    from flake8_fakeasync.validation import SettingsError

__all__ = [
    "Edit",
    "Fix",
    "Frame",
    "Rule",
    "Session",
    "Settings",
    "SettingsError",
    "Violation",
    "all_rules",
    "check",
    "check_text",
]
__version__ = _version


def check(paths: Iterable[str | os.PathLike[str]], options: Settings | None = None) -> list[Violation]:
    """Return the violations in these files, and in the Python files of these folders.

    Columns count characters from 0. A file that cannot be read or parsed is logged and skipped. For more than one
    call, a `Session` remembers what it read.
    """
    from flake8_fakeasync.session import Session

    with Session(options) as session:
        return session.check(paths)


def check_text(
    text: str, filename: str | os.PathLike[str] = "stdin", options: Settings | None = None
) -> list[Violation]:
    """Return the violations in a text, taken as the content of a file if it has a name; other files are read from disk.

    Columns count characters from 0. Raises SyntaxError if the text is not Python.
    """
    from flake8_fakeasync.session import Session

    with Session(options) as session:
        return session.check_text(text, os.fspath(filename))


def all_rules() -> list[Rule]:
    """Return all rules, sorted by code."""
    from flake8_fakeasync import rules

    return list(rules.rules())


# Where the names of the API are; a module is imported when one of its names is asked for.
_HOMES = {
    **dict.fromkeys(("Edit", "Fix", "Frame", "Violation"), "diagnostics"),
    "Rule": "rule",
    "Session": "session",
    **dict.fromkeys(("Settings", "SettingsError"), "settings"),
}


def __getattr__(name: str) -> object:
    """Import what the API names when it is asked for."""
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
