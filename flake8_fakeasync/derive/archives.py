"""The files in wheels, sdists and folders; nothing is written, and nothing outside of them is read."""

from __future__ import annotations

import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from flake8_fakeasync.derive.errors import DeriveError

Files: TypeAlias = Iterator[tuple[PurePosixPath, bytes]]

MOST_FILES = 20_000
MOST_BYTES = 300_000_000
_LARGEST = 5_000_000  # of one file; a larger one is data
_WANTED = ("METADATA", "PKG-INFO")
_SKIPPED = frozenset({".git", ".tox", ".venv", "__pycache__", "node_modules", "site-packages", "venv"})


class Budget:
    """Counts what is read, and refuses to read too much."""

    def __init__(self, wanted: str) -> None:
        self._wanted = wanted
        self._files = self._bytes = 0

    def takes(self, size: int) -> bool:
        """Return whether a file is to be read; raise a DeriveError where all of them are too much."""
        if size > _LARGEST:
            return False
        self._files += 1
        self._bytes += size
        if self._files > MOST_FILES or self._bytes > MOST_BYTES:
            raise DeriveError(
                self._wanted,
                f"is too large: it has more than {MOST_FILES:,} Python files, or {MOST_BYTES:,} bytes of them",
            )
        return True


def of_archive(path: Path) -> Files:
    """Yield the Python files and the metadata of a wheel or sdist; raise a DeriveError where it is damaged."""
    try:
        is_zip = path.name.endswith((".whl", ".zip")) or zipfile.is_zipfile(path)
        yield from _zipped(path) if is_zip else _tarred(path)
    except (OSError, EOFError, tarfile.TarError, zipfile.BadZipFile, zlib.error, RuntimeError, ValueError) as error:
        if isinstance(error, DeriveError):
            raise
        reason = str(error).partition("\n")[0].rstrip(":")
        raise DeriveError(str(path), f"cannot be read: {reason or type(error).__name__}") from None


def of_folder(path: Path) -> Files:
    """Yield the Python files and the metadata of a folder: one that holds packages, or a package itself."""
    root = path.resolve()
    above = root.parent if (root / "__init__.py").is_file() else root
    budget = Budget(str(path))
    for file in sorted(root.rglob("*")):
        inside = file.relative_to(above)
        if file.is_symlink() or not is_wanted(inside.name) or not _SKIPPED.isdisjoint(inside.parts):
            continue
        if file.is_file() and budget.takes(file.stat().st_size):
            yield PurePosixPath(*inside.parts), file.read_bytes()


def is_wanted(name: str) -> bool:
    """Return whether a file, by its last name, is of use."""
    return name.endswith(".py") or name in _WANTED


def place(wanted: str, name: str) -> PurePosixPath:
    """Return where a member of an archive lies; raise a DeriveError if that is outside."""
    found = PurePosixPath(name)
    if found.is_absolute() or ".." in found.parts or "\\" in name or ":" in name or "\0" in name:
        raise DeriveError(wanted, f"has a path that leads outside: {name!r}")
    return found


def _zipped(path: Path) -> Files:
    budget = Budget(str(path))
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            where = place(str(path), member.filename)
            is_link = stat.S_ISLNK(member.external_attr >> 16)
            if member.is_dir() or is_link or not is_wanted(where.name) or not budget.takes(member.file_size):
                continue
            with archive.open(member) as opened:  # a header may understate the size
                content = opened.read(_LARGEST + 1)
            if len(content) <= _LARGEST:
                yield where, content


def _tarred(path: Path) -> Files:
    budget = Budget(str(path))
    with tarfile.open(path) as archive:
        for member in archive:
            where = place(str(path), member.name)
            if not member.isreg() or not is_wanted(where.name) or not budget.takes(member.size):
                continue
            opened = archive.extractfile(member)
            if opened is not None:
                yield where, opened.read()
