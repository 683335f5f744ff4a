"""Result cache: the violations of a file together with the files and folders they depend on."""

from __future__ import annotations

import os
import time
from array import array
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.disk.answers import Answer, Step, checked
from flake8_fakeasync.disk.reader import NO_STAMP, Stamp
from flake8_fakeasync.disk.store import MARK, from_json, kept, to_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flake8_fakeasync.disk.reader import Disk
    from flake8_fakeasync.settings import Settings

# A file changed twice within this time may look the same by its stamp.
_FRESH = 2_000_000_000
_PARTS = len(NO_STAMP)
_STAMP = array("q", NO_STAMP).itemsize * _PARTS


class Dependencies(NamedTuple):
    """What an answer rests on: `folder` is relative to that of the cache, `paths` to it; stamps and marks of each."""

    folder: str
    paths: list[str]
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
        parts = self._kept.read(self._name(path), self._content(text, settings)) if path else None
        known = _unpacked(parts) if parts is not None else None
        if known is None:
            return None
        ground, found = known
        if not all(self._holds(*each) for each in self._spread(ground)):
            return None
        return [answer._replace(frames=tuple(map(self._absolute, answer.frames))) for answer in found]

    def keep(self, path: str, text: str, settings: Settings, found: Iterable[Answer], ground: Iterable[str]) -> None:
        """Keep what was found in a file, with the files and folders that it rests on."""
        paths = sorted(ground)
        try:
            folder = os.path.commonpath([path, paths[0], paths[-1]] if paths else [path])  # of sorted ones
            relative = os.path.relpath(folder, self._folder)
            answers = [each._replace(frames=tuple(map(self._relative, each.frames))) for each in found]
        except ValueError:  # another drive
            return
        start = len(os.path.join(folder, ""))
        fresh = time.time_ns() - _FRESH
        looks = [self._disk.snapshot(each) for each in paths]
        stamps = array(
            "q", [part for look in looks for part in (look.stamp if max(look.stamp[:2]) < fresh else NO_STAMP)]
        )
        here = [each[start:] for each in paths]
        marks = b"".join(look.digest.ljust(MARK, b"\0") for look in looks)
        parts = [to_json((relative, here, answers)), stamps.tobytes(), marks]
        self._kept.write(self._name(path), parts, self._content(text, settings))

    def _relative(self, frame: Step) -> Step:
        name, file, line, module = frame
        return name, os.path.relpath(file, self._folder) if file else "", line, module

    def _absolute(self, frame: Step) -> Step:
        name, file, line, module = frame
        return name, os.path.normpath(os.path.join(self._folder, file)) if file else "", line, module

    def invalidate(self) -> None:
        """Look at the disk again when next asked."""
        self._stamps.clear()

    def _spread(self, ground: Dependencies) -> Iterator[tuple[str, Stamp, bytes]]:
        """Yield each path with its stamp and mark."""
        folder = os.path.join(os.path.normpath(os.path.join(self._folder, ground.folder)), "")
        stamps = array("q", ground.stamps)
        for number, path in enumerate(ground.paths):
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
        """Return the key of a result: made from the path of a file relative to the cache folder."""
        try:
            return f"answer {os.path.relpath(path, self._folder)}"
        except ValueError:  # another drive
            return f"answer {path}"

    def _content(self, text: str, settings: Settings) -> str:
        """Return what an answer holds for; the folders of the project are part of its ground."""
        choices = (settings.enable, settings.disable, settings.client, settings.blocking, settings.nonblocking)
        catalogs = [self._disk.snapshot(path).digest for path in settings.catalog]
        src = [os.path.relpath(folder, settings.cache) for folder in settings.src]
        others = (settings.preset, settings.depth, settings.dispatch, settings.follow)
        return repr((choices, others, src, catalogs, text))


def _unpacked(parts: list[bytes]) -> tuple[Dependencies, list[Answer]] | None:
    """Return what `Results.keep` packed, None for anything else."""
    head, stamps, marks = parts if len(parts) == len(Dependencies._fields) - 1 else (b"", b"", b"")
    match from_json(head):
        case [str(folder), list(paths), list(found)]:
            ground, answers = Dependencies(folder, paths, stamps, marks), list(map(checked, found))
        case _:
            return None
    sizes_fit = len(stamps) == _STAMP * len(paths) and len(marks) == MARK * len(paths)
    is_text = all(isinstance(each, str) and "\0" not in each for each in (folder, *paths))
    known = [each for each in answers if each is not None]
    return (ground, known) if sizes_fit and is_text and len(known) == len(answers) else None
