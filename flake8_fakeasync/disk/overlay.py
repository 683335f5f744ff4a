"""A disk on which some files have another content than they have: what an editor, or a fix, would write."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from flake8_fakeasync.disk.reader import Disk, Stamp

if TYPE_CHECKING:
    from collections.abc import Mapping


class Overlay(Disk):
    """The disk, with other contents in place of some files."""

    def __init__(self) -> None:
        super().__init__()
        self._contents: dict[str, tuple[bytes, Stamp]] = {}
        self._numbers = count(1)

    def put(self, contents: Mapping[str, bytes]) -> None:
        """Use these bytes instead of the files at these absolute paths, and of no others, from now on."""
        before = self._contents
        self._contents = {}
        for path, data in contents.items():
            old = before.get(path)
            is_same = old is not None and old[0] == data
            self._contents[path] = old if old is not None and is_same else (data, self._new_stamp(data))
        self.invalidate()

    def stamp(self, path: str) -> Stamp:
        """Return what changes when a file or folder does."""
        found = self._contents.get(path)
        return found[1] if found is not None else super().stamp(path)

    def content(self, path: str) -> bytes:
        """Return the bytes of a file."""
        found = self._contents.get(path)
        return found[0] if found is not None else super().content(path)

    def _new_stamp(self, data: bytes) -> Stamp:
        return next(self._numbers), 0, len(data), 0  # a time in 1970
