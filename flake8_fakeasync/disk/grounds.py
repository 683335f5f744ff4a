"""What kept answers rest on. A large set of files and folders is kept once, for all answers that rest on it."""

from __future__ import annotations

import os
import time
from array import array
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.disk.reader import NO_STAMP, Stamp
from flake8_fakeasync.disk.store import MARK, from_json, to_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.disk.reader import Disk
    from flake8_fakeasync.disk.store import DiskCache

# A file changed twice within this time may look the same by its stamp.
_FRESH = 2_000_000_000
_PARTS = len(NO_STAMP)
_STAMP = array("q", NO_STAMP).itemsize * _PARTS
MOST_OWN = 48  # paths that an answer keeps itself, beside a set that it shares
_MOST_SETS = 8  # that are tried for an answer, the latest first


class Ground(NamedTuple):
    """Files and folders: `folder` is relative to that of the cache, `paths` to it; stamps and marks of each."""

    folder: str
    paths: list[str]
    stamps: bytes
    marks: bytes

    @property
    def parts(self) -> list[bytes]:
        """The ground as bytes."""
        return [to_json((self.folder, self.paths)), self.stamps, self.marks]


class Grounds:
    """The grounds kept in a folder, and whether they still hold."""

    def __init__(self, folder: str, disk: Disk, kept: DiskCache) -> None:
        self._folder = folder
        self._disk = disk
        self._kept = kept
        self._stamps: dict[str, Stamp] = {}
        self._sets: list[tuple[frozenset[str], str]] = []  # kept in this run, with their names
        self._changed: dict[str, list[str] | None] = {}

    def invalidate(self) -> None:
        """Look at the disk again when next asked."""
        self._stamps.clear()
        self._sets.clear()
        self._changed.clear()

    def keep(self, path: str, others: frozenset[str]) -> tuple[str, Ground]:
        """Keep what an answer about a file rests on besides the file itself; return what its entry has to say of that.

        That is the name of a set, if it shares one, and what the set lacks. Raises a ValueError for another drive.
        """
        if len(others) <= MOST_OWN:
            return "", self._ground(others)
        every = others | {path}
        for shared, name in reversed(self._sets[-_MOST_SETS:]):
            if len(every) - len(shared) <= MOST_OWN and shared <= every:
                return name, self._ground(others - shared)
        ground = self._ground(every)
        name = self._kept.write_once("ground", ground.parts)
        self._sets.append((every, name))
        return name, self._ground(frozenset())

    def hold(self, path: str, name: str, own: Ground) -> bool:
        """Return whether all that an answer about a file rests on is as it was when it was given."""
        if any(self._all_changed(own)):
            return False
        if name and name not in self._changed:
            parts = self._kept.read(name)
            shared = ground_of(parts) if parts is not None else None
            self._changed[name] = None if shared is None else _first_two(self._all_changed(shared))
        changed = self._changed[name] if name else []
        return changed is not None and changed in ([], [path])

    def _ground(self, paths: frozenset[str]) -> Ground:
        every = sorted(paths)
        folder = os.path.commonpath([every[0], every[-1]]) if every else self._folder  # of sorted ones
        start = len(os.path.join(folder, ""))
        fresh = time.time_ns() - _FRESH
        looks = [self._disk.snapshot(each) for each in every]
        stamps = array(
            "q", [part for look in looks for part in (look.stamp if max(look.stamp[:2]) < fresh else NO_STAMP)]
        )
        marks = b"".join(look.digest.ljust(MARK, b"\0") for look in looks)
        here = [each[start:] for each in every]
        return Ground(os.path.relpath(folder, self._folder), here, stamps.tobytes(), marks)

    def _all_changed(self, ground: Ground) -> Iterator[str]:
        """Yield the paths of a ground at which is not what was there."""
        folder = os.path.join(os.path.normpath(os.path.join(self._folder, ground.folder)), "")
        stamps = array("q", ground.stamps)
        for number, each in enumerate(ground.paths):
            mark = ground.marks[number * MARK : (number + 1) * MARK]
            time, change, size, inode = stamps[_PARTS * number : _PARTS * (number + 1)]
            path = folder + each
            if not self._holds(path, (time, change, size, inode), mark):
                yield path

    def _holds(self, path: str, stamp: Stamp, mark: bytes) -> bool:
        """Return whether at a path is what was there."""
        now = self._stamps.get(path)
        if now is None:
            now = self._stamps[path] = self._disk.stamp(path)
        return now == stamp != NO_STAMP or self._disk.snapshot(path).digest.ljust(MARK, b"\0") == mark


def ground_of(parts: list[bytes]) -> Ground | None:
    """Return the ground that these bytes are, None for anything else."""
    head, stamps, marks = parts if len(parts) == len(Ground._fields) - 1 else (b"", b"", b"")
    match from_json(head):
        case [str(folder), list(paths)]:
            sizes_fit = len(stamps) == _STAMP * len(paths) and len(marks) == MARK * len(paths)
            is_text = all(isinstance(each, str) and "\0" not in each for each in (folder, *paths))
            return Ground(folder, paths, stamps, marks) if sizes_fit and is_text else None
    return None


def _first_two(paths: Iterator[str]) -> list[str]:
    return [path for _, path in zip(range(2), paths, strict=False)]
