"""What is kept on disk between runs: in a folder of the user's, one file for each thing that is known by a name.

A thing holds for one content, one version of ours and one Python. Whatever else is found in its place (an older one,
half a file, something of others) is nothing. Any number of processes may read and write; whoever fails leaves all as
it was. What is kept is written by `marshal`: no safer to read from strangers than `.pyc` files.
"""

from __future__ import annotations

import contextlib
import logging
import marshal
import os
import sys
from functools import cache
from typing import Any
from zlib import crc32

from flake8_fakeasync import __version__

LOG = logging.getLogger("flake8.fakeasync")
MARK, _CHECKSUM = 16, 4
_NOTES = {
    ".gitignore": "*\n",
    "CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n# Made by flake8-fakeasync; safe to delete.\n",
}


class DiskCache:
    """A folder of things kept; with an empty name it has none and takes none."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._is_writable = bool(folder)

    def read(self, name: str, content: str = "") -> Any | None:  # noqa: ANN401  (as it was written)
        """Return what is kept under a name for this content: plain tuples, lists, dicts and scalars."""
        if not self.folder:
            return None
        try:
            with open(self._file(name), "rb") as file:
                found, checksum, data = file.read(MARK), file.read(_CHECKSUM), file.read()
        except OSError:
            return None
        if found != _key(content) or checksum != _checksum(data):
            return None
        try:
            return marshal.loads(data)  # noqa: S302
        except (ValueError, EOFError, TypeError):
            return None

    def write(self, name: str, thing: Any, content: str = "") -> None:  # noqa: ANN401  (what `marshal` takes)
        """Keep a thing in place of what was kept under its name. What cannot be written is not kept."""
        if not self._is_writable:
            return
        data = marshal.dumps(thing)
        try:
            self._replace(self._file(name), _key(content) + _checksum(data) + data)
        except OSError as error:
            LOG.warning("flake8-fakeasync: nothing is kept in %s: %s", self.folder, error)
            self._is_writable = False

    def _file(self, name: str) -> str:
        return os.path.join(self.folder, digest(name.encode("utf-8", "surrogatepass")).hex())

    def _replace(self, file: str, data: bytes) -> None:
        if not os.path.isdir(self.folder):
            os.makedirs(self.folder, exist_ok=True)
            for name, note in _NOTES.items():
                with open(os.path.join(self.folder, name), "w", encoding="utf-8") as new:
                    new.write(note)
        temporary = f"{file}.{os.getpid()}"
        try:
            with open(temporary, "wb") as new:
                new.write(data)
            os.replace(temporary, file)
        except OSError:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise


@cache
def kept(folder: str) -> DiskCache:
    """Return the folder of this name, one object for a process: it complains once."""
    return DiskCache(folder)


def _checksum(data: bytes) -> bytes:
    return crc32(data).to_bytes(_CHECKSUM, "big")


def digest(*data: bytes) -> bytes:
    """Return what tells contents apart: 16 bytes."""
    from hashlib import blake2b  # not needed where nothing is kept

    found = blake2b(digest_size=MARK)
    for each in data:
        found.update(each)
    return found.digest()


def _key(content: str) -> bytes:
    return digest(_ours(), content.encode("utf-8", "surrogatepass"))


@cache
def _ours() -> bytes:
    """Return what tells this Python and our code and data; those by their sizes as well, for we may be worked on."""
    sizes: list[tuple[str, int]] = []
    for folder, _, files in os.walk(os.path.dirname(os.path.dirname(__file__))):
        sizes += [
            (name, os.path.getsize(os.path.join(folder, name))) for name in files if name.endswith((".py", ".toml"))
        ]
    return repr((__version__, sys.version, sorted(sizes))).encode()
