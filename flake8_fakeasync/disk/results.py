"""Result cache: the violations of a file together with the files and folders they depend on."""

from __future__ import annotations

import os
import time
from array import array
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from flake8_fakeasync.disk.reader import NO_STAMP, Stamp
from flake8_fakeasync.disk.store import MARK, kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flake8_fakeasync.disk.reader import Disk
    from flake8_fakeasync.settings import Settings

# Of a violation: its place and end, in characters; its code; its fields; its frames; its fixes.
Answer: TypeAlias = tuple[
    tuple[int, int, int, int],
    str,
    tuple[tuple[str, str], ...],
    tuple[tuple[str, str, int, str], ...],
    tuple[Any, ...],
]
# A file changed twice within this time may look the same by its stamp.
_FRESH = 2_000_000_000
_PARTS = len(NO_STAMP)


class Dependencies(NamedTuple):
    """What an answer rests on: `folder` is relative to that of the cache, `paths` to it; stamps and marks of each."""

    folder: str
    paths: str
    stamps: bytes
    marks: bytes


class Results:
    """The results kept in a folder."""

    def __init__(self, folder: str, disk: Disk) -> None:
        self._folder = folder
        self._disk = disk
        self._kept = kept(folder)
        self._stamps: dict[str, Stamp] = {}

    def recall(self, path: str, text: str, settings: Settings) -> list[Answer] | None:
        """Return what is known to be in a file of this text; None if that is not known or may have changed."""
        known = self._kept.read(self._name(path), self._content(text, settings)) if path else None
        if known is None:
            return None
        ground, found = known
        if not all(self._holds(*each) for each in self._spread(Dependencies(*ground))):
            return None
        return [
            (*answer[:3], tuple((name, self._file(file), *more) for name, file, *more in answer[3]), answer[4])
            for answer in found
        ]

    def keep(self, path: str, text: str, settings: Settings, found: Iterable[Answer], ground: Iterable[str]) -> None:
        """Keep what was found in a file, with the files and folders that it rests on."""
        paths = sorted(ground)
        try:
            folder = os.path.commonpath([path, *paths])
            relative = os.path.relpath(folder, self._folder)
            answers = [(*each[:3], tuple(map(self._relative, each[3])), each[4]) for each in found]
        except ValueError:  # another drive
            return
        start = len(os.path.join(folder, ""))
        fresh = time.time_ns() - _FRESH
        looks = [self._disk.snapshot(each) for each in paths]
        stamps = array(
            "q", [part for look in looks for part in (look.stamp if max(look.stamp[:2]) < fresh else NO_STAMP)]
        )
        here = "\0".join(each[start:] for each in paths)
        marks = b"".join(look.digest.ljust(MARK, b"\0") for look in looks)
        known = (relative, here, stamps.tobytes(), marks), answers
        self._kept.write(self._name(path), known, self._content(text, settings))

    def _relative(self, frame: tuple[str, str, int, str]) -> tuple[str, str, int, str]:
        name, file, line, module = frame
        return name, os.path.relpath(file, self._folder) if file else "", line, module

    def _file(self, relative: str) -> str:
        return os.path.normpath(os.path.join(self._folder, relative)) if relative else ""

    def invalidate(self) -> None:
        """Look at the disk again when next asked."""
        self._stamps.clear()

    def _spread(self, ground: Dependencies) -> Iterator[tuple[str, Stamp, bytes]]:
        """Yield each path with its stamp and mark."""
        folder = os.path.join(os.path.normpath(os.path.join(self._folder, ground.folder)), "")
        stamps = array("q", ground.stamps)
        for number, path in enumerate(ground.paths.split("\0") if ground.stamps else ()):
            mark = ground.marks[number * MARK : (number + 1) * MARK]
            time, change, size, inode = stamps[_PARTS * number : _PARTS * (number + 1)]
            yield folder + path, (time, change, size, inode), mark

    def _holds(self, path: str, stamp: Stamp, mark: bytes) -> bool:
        """Return whether at a path is what was there."""
        now = self._stamps.get(path)
        if now is None:
            now = self._stamps[path] = self._disk.stamp(path)
        return now == stamp != NO_STAMP or self._disk.snapshot(path).digest.ljust(MARK, b"\0") == mark

    def _name(self, path: str) -> str:
        """Return the name of an answer: where a file stands beside the folder counts, not where both of them stand."""
        try:
            return f"answer {os.path.relpath(path, self._folder)}"
        except ValueError:  # another drive
            return f"answer {path}"

    def _content(self, text: str, settings: Settings) -> str:
        """Return what an answer holds for; the folders of the project are part of its ground."""
        choices = (settings.enable, settings.disable, settings.client, settings.blocking, settings.nonblocking)
        catalogs = [self._disk.snapshot(path).digest for path in settings.catalog]
        src = [os.path.relpath(folder, settings.cache) for folder in settings.src]
        return repr((choices, settings.preset, settings.depth, src, catalogs, text))
