"""Reading the disk: the text of a file, the names in a folder, and a snapshot that shows whether either has changed.

This is the one place that opens, stats and lists what users have. `Disk` may be replaced by anything with the same
methods: an editor's buffers, or a revision of a repository.
"""

import io
import logging
import os
import stat
import tokenize
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from flake8_fakeasync.disk.names import Listing, digest_of, folder_of, listed, stands_for_names
from flake8_fakeasync.disk.store import digest

LOG = logging.getLogger("flake8.fakeasync")
Stamp: TypeAlias = tuple[int, int, int, int]  # times of content and status in ns, size in bytes, inode
NO_STAMP: Stamp = (0, 0, 0, 0)
# A larger file is not source that somebody wrote; what is endless has no size at all.
MOST_BYTES = 16 * 1024 * 1024
_ROOM = 4 * 1024 * 1024  # bytes of files that are remembered
_NAMELESS = frozenset({"", "-", "stdin"})
_NO_BLOCKING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


class Snapshot(NamedTuple):
    """What was at a path: `digest` tells contents apart, of a file, a folder or nothing; `text` is hashed, if any."""

    stamp: Stamp
    digest: bytes
    text: int | None


class Disk:
    """What is on disk, each listing and snapshot taken once until `invalidate` is called.

    So is what files contain and when they changed, as long as there is room for it.
    """

    def __init__(self) -> None:
        self._listings: dict[str, Listing] = {}
        self._snapshots: dict[str, Snapshot] = {}
        self._read: dict[str, tuple[bytes, Stamp]] = {}  # read last
        self._room = _ROOM

    def invalidate(self) -> None:
        """Look at the disk again when next asked."""
        self._listings.clear()
        self._snapshots.clear()
        self._read.clear()
        self._room = _ROOM

    def stamp(self, path: str) -> Stamp:
        """Return what changes when a file or folder does; `NO_STAMP` where there is none."""
        if path in self._read:
            return self._read[path][1]
        try:
            return _stamp(os.stat(path))
        except (OSError, ValueError):
            return NO_STAMP

    def source(self, path: str) -> str | None:
        """Return the text of a Python file; None, with a warning in the log, if it cannot be read."""
        try:
            return text_of(self.content(path))
        except (OSError, SyntaxError, ValueError) as error:
            LOG.warning("flake8-fakeasync: %s is left out: %s", path, error)
            return None

    def text(self, path: str) -> str | None:
        """Return the text of a UTF-8 file, other bytes replaced; None if it cannot be read."""
        try:
            return self.content(path).decode("utf-8", "replace")
        except (OSError, ValueError):
            return None

    def content(self, path: str) -> bytes:
        """Return the bytes of a regular file of a sensible size; raise an OSError or ValueError for anything else."""
        known = self._read.get(path)
        if known is not None:
            return known[0]
        with open(path, "rb", opener=_open_without_waiting) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                message = "not a regular file"
                raise OSError(message)
            if status.st_size > MOST_BYTES:
                message = f"larger than {MOST_BYTES // 1024 // 1024} MB"
                raise OSError(message)
            data = file.read(MOST_BYTES)
        self._read[path] = data, _stamp(status)
        self._room -= len(data)
        while self._room < 0:
            self._room += len(self._read.pop(next(iter(self._read)))[0])
        return data

    def is_file(self, path: str) -> bool:
        """Return whether there is a regular file at a path."""
        return os.path.isfile(path)

    def is_folder(self, path: str) -> bool:
        """Return whether there is a folder at a path."""
        return os.path.isdir(path)

    def listing(self, folder: str) -> Listing:
        """Return what is in a folder; nothing if it cannot be read."""
        found = self._listings.get(folder)
        if found is None:
            found = self._listings[folder] = listed(folder)
        return found

    def below(self, folder: str) -> Iterator[tuple[str, list[str], list[str]]]:
        """Yield each folder from here on down, with the names in it, as `os.walk` does."""
        return os.walk(folder)

    def snapshot(self, path: str) -> Snapshot:
        """Return what is at a path, which may be one of `module_in` or `project_in`."""
        found = self._snapshots.get(path)
        if found is None:
            found = self._snapshots[path] = self._snapshot(path)
        return found

    def _snapshot(self, path: str) -> Snapshot:
        if stands_for_names(path):
            return Snapshot(NO_STAMP, digest_of(path, self.listing(folder_of(path))), None)
        before = self.stamp(path)
        if path not in self._read and self.is_folder(path):
            return Snapshot(before, digest_of(path, self.listing(path)), None)
        try:
            data = self.content(path)
        except (OSError, ValueError):
            return Snapshot(before, b"", None)
        try:
            return Snapshot(before, digest(data), hash(text_of(data)))
        except (SyntaxError, ValueError):
            return Snapshot(before, digest(data), None)


def _stamp(status: os.stat_result) -> Stamp:
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino


def text_of(data: bytes) -> str:
    """Return the text of a Python file as the parser reads it; raise a SyntaxError or ValueError where it is none."""
    try:
        encoding = tokenize.detect_encoding(io.BytesIO(data).readline)[0] if _names_encoding(data) else "utf-8-sig"
        text = data.decode(encoding)
    except LookupError as error:  # rot13 and its like turn bytes into bytes; Python 3.14 tries them when it looks
        raise ValueError(str(error)) from error
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _names_encoding(data: bytes) -> bool:
    """Return whether the first two lines may say in which encoding a file is; hardly any do."""
    second = data.find(b"\n", data.find(b"\n") + 1)
    return b"coding" in (data[:second] if second >= 0 else data)


def absolute(filename: str) -> str:
    """Return the absolute path of a file as flake8 names it; text without a name has none: an empty one."""
    return "" if filename in _NAMELESS else os.path.abspath(filename)


def _open_without_waiting(path: str, flags: int) -> int:
    """Open a file without blocking on a pipe that has no writer."""
    return os.open(path, flags | _NO_BLOCKING)
