"""What was found in files, kept between runs with all that it rests on: where nothing changed, nothing is done."""

from __future__ import annotations

import os
import time
from array import array
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from flake8_fakeasync.disk import reader
from flake8_fakeasync.disk.store import MARK, kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flake8_fakeasync.settings import Settings

# Of a violation: its place and end, in characters; its code; its fields; its frames; its fixes.
Answer: TypeAlias = tuple[
    tuple[int, int, int, int],
    str,
    tuple[tuple[str, str], ...],
    tuple[tuple[str, str, int], ...],
    tuple[Any, ...],
]
# A file changed twice within this time may look the same by its stamp.
_FRESH = 2_000_000_000


class Dependencies(NamedTuple):
    """What an answer rests on: `folder` is relative to that of the cache, `paths` to it; stamps and marks of each."""

    folder: str
    paths: str
    stamps: bytes
    marks: bytes


class Answers:
    """The answers in a folder."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._kept = kept(folder)
        self._stamps: dict[str, reader.Stamp] = {}

    def recall(self, path: str, text: str, settings: Settings) -> list[Answer] | None:
        """Return what is known to be in a file of this text; None if that is not known or may have changed."""
        known = self._kept.read(self._name(path), _content(text, settings)) if path else None
        if known is None:
            return None
        ground, found = known
        if not all(self._holds(*each) for each in self._spread(Dependencies(*ground))):
            return None
        return [
            (*answer[:3], tuple((name, self._file(file), line) for name, file, line in answer[3]), answer[4])
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
        looks = [reader.seen(each) for each in paths]
        stamps = array("q", [part for look in looks for part in (look.stamp if look.stamp[0] < fresh else (0, 0))])
        here = "\0".join(each[start:] for each in paths)
        marks = b"".join(look.mark.ljust(MARK, b"\0") for look in looks)
        known = (relative, here, stamps.tobytes(), marks), answers
        self._kept.write(self._name(path), known, _content(text, settings))

    def _relative(self, frame: tuple[str, str, int]) -> tuple[str, str, int]:
        name, file, line = frame
        return name, os.path.relpath(file, self._folder) if file else "", line

    def _file(self, relative: str) -> str:
        return os.path.normpath(os.path.join(self._folder, relative)) if relative else ""

    def forget(self) -> None:
        """Look at the disk again when next asked."""
        self._stamps.clear()

    def _spread(self, ground: Dependencies) -> Iterator[tuple[str, int, int, bytes]]:
        """Yield each path with its stamp and mark."""
        folder = os.path.join(os.path.normpath(os.path.join(self._folder, ground.folder)), "")
        stamps = array("q", ground.stamps)
        for number, path in enumerate(ground.paths.split("\0") if ground.stamps else ()):
            mark = ground.marks[number * MARK : (number + 1) * MARK]
            yield folder + path, stamps[2 * number], stamps[2 * number + 1], mark

    def _holds(self, path: str, time: int, size: int, mark: bytes) -> bool:
        """Return whether at a path is what was there."""
        now = self._stamps.get(path)
        if now is None:
            now = self._stamps[path] = reader.stamp(path)
        return now == (time, size) != (0, 0) or reader.seen(path).mark.ljust(MARK, b"\0") == mark

    def _name(self, path: str) -> str:
        """Return the name of an answer: where a file stands beside the folder counts, not where both of them stand."""
        try:
            return f"answer {os.path.relpath(path, self._folder)}"
        except ValueError:  # another drive
            return f"answer {path}"


def invalidate() -> None:
    """Look at the disk again: files may have changed since the last run."""
    reader.forget()
    for each in _answers:
        each.forget()


_answers: list[Answers] = []


@cache
def answers(folder: str) -> Answers:
    """Return the answers in a folder, one object for a process."""
    _answers.append(Answers(folder))
    return _answers[-1]


def _content(text: str, settings: Settings) -> str:
    """Return what an answer holds for; the folders of the project are part of its ground."""
    choices = (settings.enable, settings.disable, settings.client, settings.blocking, settings.nonblocking)
    catalogs = [reader.seen(path).mark for path in settings.catalog]
    src = [os.path.relpath(folder, settings.cache) for folder in settings.src]
    return repr((choices, settings.depth, src, catalogs, text))
