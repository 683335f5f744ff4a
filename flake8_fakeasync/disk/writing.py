"""Safe reading and writing of cache files: no link is followed, and no file of another user is touched."""

from __future__ import annotations

import contextlib
import os
import stat

_FLAGS = ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY", "O_CLOEXEC")  # where the platform has them
_SAFE = sum({getattr(os, name, 0) for name in _FLAGS})
_OURS_ALONE = 0o600
TEMPORARY = ".new"


def read_regular(path: str, most: int) -> tuple[bytes, os.stat_result]:
    """Return what is in a regular file, up to `most` bytes, and its status; raise an OSError for anything else."""
    handle = os.open(path, os.O_RDONLY | _SAFE)
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            message = "not a regular file"
            raise OSError(message)
        return os.read(handle, min(status.st_size, most)), status
    finally:
        os.close(handle)


def create(path: str, data: bytes) -> None:
    """Write a file that is not there yet, readable for its owner only; leave one that is there as it is."""
    with contextlib.suppress(FileExistsError):
        _write_new(path, data)


def replace(path: str, data: bytes) -> None:
    """Put a file in the place of another in one step; raise an OSError, and leave the other, if that fails."""
    temporary = temporary_beside(path, data)
    try:
        os.replace(temporary, path)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def temporary_beside(path: str, data: bytes) -> str:
    """Return an unpredictable path for a new file beside another."""
    temporary = f"{path}.{os.urandom(8).hex()}{TEMPORARY}"
    try:
        _write_new(temporary, data)
    except FileExistsError:
        raise
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
    return temporary


def _write_new(path: str, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _SAFE, _OURS_ALONE)
    try:
        while data:
            data = data[os.write(handle, data) :]
    finally:
        os.close(handle)
