"""A cache on disk: one file per key.

An entry is valid for one content, one version of this package and one Python, and only with a MAC made with the
secret of the folder. Anything else in its place (an older entry, half a file, something that somebody else wrote)
is no entry. Any number of processes may read and write; one that fails leaves everything as it was.
"""

from __future__ import annotations

import logging
import os
import struct
import time
import zlib
from functools import cache
from typing import TYPE_CHECKING, Any

from flake8_fakeasync.disk import sweep
from flake8_fakeasync.disk.fingerprint import version
from flake8_fakeasync.disk.secret import secret
from flake8_fakeasync.disk.writing import create, read_regular, replace

if TYPE_CHECKING:
    from collections.abc import Sequence

LOG = logging.getLogger("flake8.fakeasync")
MARK = 16
_MOST_BYTES = 64 * 1024 * 1024  # of an entry, unpacked
_LEVEL, _MEMORY = 1, 9  # of compression: the fastest
_DAY = 86_400
_NOTES = {
    ".gitignore": b"*\n",
    "CACHEDIR.TAG": b"Signature: 8a477f597d28d172789f06886806bc55\n# Made by flake8-fakeasync; safe to delete.\n",
}


class DiskCache:
    """A folder of entries; with an empty name it has none and takes none."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._is_usable = bool(folder)
        self._secret: bytes | None = None
        self._written = 0

    def read(self, name: str, content: str = "") -> list[bytes] | None:
        """Return the parts of the entry that was written under a name for this content, None if there is none."""
        if not self._is_usable or (self._secret is None and not self._unlock()):
            return None
        file = digest(name.encode("utf-8", "surrogatepass"))
        data = self._data(file)
        key, mac, packed = data[:MARK], data[MARK : 2 * MARK], data[2 * MARK :]
        if not data or key != _key(content) or mac != self._mac(file, key, packed):
            return None
        return _parts(packed)

    def write(self, name: str, parts: Sequence[bytes], content: str = "") -> None:
        """Replace the entry of a name. After one that cannot be written, no more is tried."""
        if not self._is_usable:
            return
        try:
            if not self._unlock(is_made=True):
                return
            file, key, packed = digest(name.encode("utf-8", "surrogatepass")), _key(content), _packed(parts)
            replace(os.path.join(self.folder, file.hex()), key + self._mac(file, key, packed) + packed)
            self._written = sweep.after(self.folder, self._written + len(packed))
        except OSError as error:
            self._give_up(error)

    def write_once(self, kind: str, parts: Sequence[bytes]) -> str:
        """Write an entry under a name made from what is in it, unless it is there; return the name."""
        name = f"{kind} {digest(*parts).hex()}"
        if self.read(name) is None:
            self.write(name, parts)
        return name

    def read_json(self, name: str, content: str = "") -> Any | None:  # noqa: ANN401  (as it was written)
        """Return what `write_json` wrote, tuples as lists; None if there is nothing."""
        parts = self.read(name, content)
        return from_json(parts[0]) if parts else None

    def write_json(self, name: str, thing: Any, content: str = "") -> None:  # noqa: ANN401  (what JSON takes)
        """Replace the entry of a name by a value that JSON can express."""
        self.write(name, [to_json(thing)], content)

    def _data(self, file: bytes) -> bytes:
        path = os.path.join(self.folder, file.hex())
        try:
            data, status = read_regular(path, _MOST_BYTES)
            if time.time() - status.st_mtime > _DAY:
                os.utime(path)  # the entries used longest ago go first
        except OSError:
            return b""
        return data

    def _mac(self, file: bytes, key: bytes, packed: bytes) -> bytes:
        return digest(file, key, packed, secret=self._secret or b"")

    def _unlock(self, *, is_made: bool = False) -> bool:
        """Return whether the secret of the folder is known; `is_made` makes folder and secret where there is none."""
        if self._secret is None:
            try:
                if is_made and not os.path.isdir(self.folder):
                    os.makedirs(self.folder, mode=0o700, exist_ok=True)
                    for note, text in _NOTES.items():
                        create(os.path.join(self.folder, note), text)
                self._secret = secret(self.folder, is_made=is_made)
            except OSError as error:
                self._give_up(error)
        return self._secret is not None

    def _give_up(self, error: OSError) -> None:
        LOG.warning("flake8-fakeasync: no cache is kept in %r: %s", self.folder, error)
        self._is_usable = False


@cache
def kept(folder: str) -> DiskCache:
    """Return the cache in a folder, one object for a process: it complains once."""
    return DiskCache(folder)


def to_json(thing: Any) -> bytes:  # noqa: ANN401  (what JSON takes)
    """Return a value as JSON; raise a ValueError for what cannot be expressed."""
    from json import dumps

    return dumps(thing, separators=(",", ":")).encode()


def from_json(data: bytes) -> Any | None:  # noqa: ANN401  (as it was written)
    """Return the value of a JSON text, None for other bytes."""
    from json import loads  # not needed in a run in which no file matters

    try:
        return loads(data.decode())
    except (ValueError, RecursionError):
        return None


def digest(*data: bytes, secret: bytes = b"") -> bytes:
    """Return a keyed digest of 16 bytes; it cannot be forged without the secret."""
    from hashlib import blake2b  # not needed where nothing is kept

    found = blake2b(digest_size=MARK, key=secret)
    for each in data:
        found.update(each)
    return found.digest()


def _packed(parts: Sequence[bytes]) -> bytes:
    sizes = struct.pack(f"<{len(parts) + 1}I", len(parts), *map(len, parts))
    packer = zlib.compressobj(_LEVEL, memLevel=_MEMORY)
    return packer.compress(b"".join((sizes, *parts))) + packer.flush()


def _parts(packed: bytes) -> list[bytes] | None:
    """Return the parts that were packed, None for other bytes."""
    unpacker = zlib.decompressobj()
    try:
        data = unpacker.decompress(packed, _MOST_BYTES)
        (number,) = struct.unpack_from("<I", data)
        sizes = struct.unpack_from(f"<{min(number, len(data))}I", data, 4)
    except (zlib.error, struct.error):
        return None
    parts, start = list[bytes](), 4 + 4 * number
    for size in sizes:
        parts.append(data[start : start + size])
        start += size
    return parts if start == len(data) and unpacker.eof else None


def _key(content: str) -> bytes:
    return digest(version(), content.encode("utf-8", "surrogatepass"))
