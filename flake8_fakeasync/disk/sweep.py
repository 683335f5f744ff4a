"""Bounds the size of a cache: the entries used longest ago are deleted first."""

from __future__ import annotations

import contextlib
import os
import re
import time
from typing import NamedTuple

from flake8_fakeasync.disk.writing import TEMPORARY, replace

MOST_BYTES = 256 * 1024 * 1024  # on disk, of one folder
_OFTEN = 16 * 1024 * 1024  # bytes that one process writes between two looks at the size
_MARK = "swept"
OWN_FILES = (".gitignore", "CACHEDIR.TAG", "key", _MARK)
_DAY = 86_400
_HOUR = 3_600
_UNUSED = 90 * _DAY  # after which the cache of a project is one that nobody comes back to
_ENTRY = re.compile(r"[0-9a-f]{32}(?![^.])")
_PROJECT = re.compile(r".+-[0-9a-f]{16}")


class Kept(NamedTuple):
    """A file of the cache: when it was last used, in seconds since 1970; its size on disk in bytes; its path."""

    used: float
    size: int
    path: str


def after(folder: str, written: int) -> int:
    """Sweep a folder if it is time to, after so many bytes were written since the last sweep; return the new count."""
    if written < _OFTEN and _is_fresh(folder):
        return written
    sweep(folder)
    return 0


def sweep(folder: str, most: int | None = None) -> None:
    """Delete what crashed writers left, and the oldest entries as long as all are larger than `most` bytes."""
    most = MOST_BYTES if most is None else most
    now, found = time.time(), sorted(entries(folder), reverse=True)
    total = 0
    for entry in found:
        total += entry.size
        is_left = entry.path.endswith(TEMPORARY) and now - entry.used > _HOUR
        if is_left or (total > most and not entry.path.endswith(TEMPORARY)):
            with contextlib.suppress(OSError):
                os.unlink(entry.path)
    replace(os.path.join(folder, _MARK), b"")
    for other in _others(folder):
        clear(other)


def _others(folder: str) -> list[str]:
    """Return the sibling caches of other projects that have not been used for long."""
    if _PROJECT.fullmatch(os.path.basename(folder)) is None:
        return []
    oldest, found = time.time() - _UNUSED, list[str]()
    with contextlib.suppress(OSError), os.scandir(os.path.dirname(folder)) as listed:
        for each in listed:
            mark = os.path.join(each.path, _MARK)
            if _PROJECT.fullmatch(each.name) and each.is_dir(follow_symlinks=False) and os.path.isfile(mark):
                used = max(os.stat(mark).st_mtime, *(entry.used for entry in entries(each.path)), 0)
                found += [each.path] if used < oldest else []
    return found


def clear(folder: str) -> None:
    """Delete a cache: its entries, its secret and its notes, and the folder if nothing else is in it."""
    for entry in entries(folder):
        os.unlink(entry.path)
    for name in OWN_FILES:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(os.path.join(folder, name))
    with contextlib.suppress(OSError):
        os.rmdir(folder)


def entries(folder: str) -> list[Kept]:
    """Return the entries in a folder, with those that are being written; what is not ours is none."""
    found: list[Kept] = []
    try:
        with os.scandir(folder) as listed:
            for each in listed:
                if _is_entry(each.name) and each.is_file(follow_symlinks=False):
                    status = each.stat(follow_symlinks=False)
                    size = getattr(status, "st_blocks", 0) * 512 or status.st_size
                    found.append(Kept(status.st_mtime, size, each.path))
    except OSError:
        return found
    return found


def _is_entry(name: str) -> bool:
    """Return whether a file is called as entries are: 32 hexadecimal digits, and more while it is written."""
    return _ENTRY.match(name) is not None


def _is_fresh(folder: str) -> bool:
    try:
        return time.time() - os.stat(os.path.join(folder, _MARK)).st_mtime < _DAY
    except OSError:
        return False
