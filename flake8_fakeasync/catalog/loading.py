"""The catalog with the files of a user, remembered for as long as these stay as they are."""

from __future__ import annotations

import functools
from pathlib import Path

from flake8_fakeasync.catalog.lookup import Catalog
from flake8_fakeasync.catalog.sources import Source, shipped


def load(extra: tuple[str, ...] = (), kept: str = "") -> Catalog:
    """Return the catalog with the user's files, as they are now; raise a CatalogError where one of them is bad.

    `kept` is a folder that keeps what our own files say between runs, none if empty.
    """
    return _load(extra, tuple(map(_stamp, extra)), kept)


@functools.lru_cache(maxsize=8)
def _load(extra: tuple[str, ...], _stamps: tuple[tuple[int, int], ...], kept: str) -> Catalog:
    return Catalog(shipped(kept), tuple(Source(Path(path)) for path in extra))


def _stamp(path: str) -> tuple[int, int]:
    """Return what changes when a file does: editors run for days."""
    try:
        status = Path(path).stat()
    except OSError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)
