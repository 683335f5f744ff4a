"""Runs over files on disk, each as a new process would make it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flake8_fakeasync import Settings, check
from flake8_fakeasync.catalog.sources import shipped
from flake8_fakeasync.disk.store import kept

if TYPE_CHECKING:
    from flake8_fakeasync.settings import Reports

NOTES = {".gitignore", "CACHEDIR.TAG", "key", "swept"}


def checked(
    *paths: str, cache: str = "kept", enable: tuple[str, ...] = ("JAM10",), reports: Reports = "worthwhile"
) -> list[str]:
    """Return what a new process would report, sorted."""
    shipped.cache_clear()
    kept.cache_clear()
    folder = str(Path(cache).absolute()) if cache else ""
    return sorted(map(str, check(paths, Settings(disable=("ALL",), enable=enable, cache=folder, reports=reports))))


def entries() -> list[Path]:
    """Return what is kept."""
    return sorted(path for path in Path("kept").iterdir() if path.name not in NOTES)
