"""What is on disk: the text of a file, the names in a folder, and what shows that neither has changed."""

import io
import logging
import os
import tokenize
from functools import cache, lru_cache
from typing import NamedTuple, TypeAlias

from flake8_fakeasync.disk.store import digest

LOG = logging.getLogger("flake8.fakeasync")
Stamp: TypeAlias = tuple[int, int]
# What files are called that a module name or a root of a project can be told by; others come and go.
_NAMELESS = frozenset({"", "-", "stdin"})
_TOLD_BY = (".py", ".pyi", ".toml", ".cfg", ".ini", ".txt")


def stamp(path: str) -> Stamp:
    """Return what changes when a file or folder does: time in ns and size; zeros where there is none."""
    try:
        status = os.stat(path)
    except OSError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)


def source(path: str) -> str | None:
    """Return the text of a file, None if it cannot be read."""
    try:
        return text_of(_bytes(path))
    except (OSError, SyntaxError, ValueError) as error:
        LOG.warning("flake8-fakeasync: %s is left out: %s", path, error)
        return None


def text_of(data: bytes) -> str:
    """Return the text of a Python file as the parser reads it; raise a SyntaxError or ValueError where it is none."""
    encoding = tokenize.detect_encoding(io.BytesIO(data).readline)[0] if _names_encoding(data) else "utf-8-sig"
    text = data.decode(encoding)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _bytes(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _names_encoding(data: bytes) -> bool:
    """Return whether the first two lines may say in which encoding a file is; hardly any do."""
    second = data.find(b"\n", data.find(b"\n") + 1)
    return b"coding" in (data[:second] if second >= 0 else data)


def absolute(filename: str) -> str:
    """Return the absolute path of a file as flake8 names it; text without a name has none: an empty one."""
    return "" if filename in _NAMELESS else os.path.abspath(filename)


class Listed(NamedTuple):
    """The names in a folder."""

    files: frozenset[str]
    folders: frozenset[str]


_NOTHING = Listed(frozenset(), frozenset())


@lru_cache(maxsize=4096)
def listed(folder: str) -> Listed:
    """Return what is in a folder; nothing if it cannot be read."""
    if not folder:
        return _NOTHING
    try:
        with os.scandir(folder) as entries:
            found = [(entry.name, entry.is_dir()) for entry in entries]
    except OSError:
        return _NOTHING
    files = frozenset(name for name, is_folder in found if not is_folder)
    return Listed(files, frozenset(name for name, is_folder in found if is_folder))


class Seen(NamedTuple):
    """What was at a path: `mark` tells contents apart, be it a file, a folder or nothing; `text` is hashed, if any."""

    stamp: Stamp
    mark: bytes
    text: int | None


@cache
def seen(path: str) -> Seen:
    """Return what is at a path."""
    before = stamp(path)
    try:
        data = _bytes(path)
    except OSError:
        return Seen(before, _names(path), None)
    try:
        return Seen(before, digest(data), hash(text_of(data)))
    except (SyntaxError, ValueError):
        return Seen(before, digest(data), None)


def _names(folder: str) -> bytes:
    """Return the mark of a folder, empty if it is none."""
    if not os.path.isdir(folder):
        return b""
    files, folders = listed(folder)
    told = [name for name in files if name.endswith(_TOLD_BY)]
    told += [f"{name}/" for name in folders if name == ".git" or not name.startswith((".", "__pycache__"))]
    return digest("\0".join(sorted(told)).encode("utf-8", "surrogatepass"))


def forget() -> None:
    """Look at the disk again when next asked."""
    listed.cache_clear()
    seen.cache_clear()
