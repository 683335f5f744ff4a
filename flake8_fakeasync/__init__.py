"""Find Python code that claims to be async and is not: the public API."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from flake8_fakeasync.rule import Rule, Violation
    from flake8_fakeasync.settings import Settings

__all__ = ["Rule", "Settings", "Violation", "all_rules", "check"]
__version__ = "0.1.0"


def check(paths: Iterable[str | os.PathLike[str]], options: Settings | None = None) -> list[Violation]:
    """Return the violations in these files, and in the Python files of these folders.

    Columns count characters from 0. A file that cannot be read or parsed is logged and skipped.
    """
    from flake8_fakeasync import files, settings

    return files.check(paths, options or settings.Settings())


def all_rules() -> list[Rule]:
    """Return all rules, sorted by code."""
    from flake8_fakeasync import rules

    return list(rules.rules())


def __getattr__(name: str) -> object:
    """Import what the API names when it is asked for."""
    if name in {"Rule", "Violation"}:
        from flake8_fakeasync import rule

        return getattr(rule, name)
    if name == "Settings":
        from flake8_fakeasync import settings

        return settings.Settings
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
