"""The secret of a cache folder: who does not have it cannot write entries that we read."""

from __future__ import annotations

import contextlib
import os
import stat
from typing import TYPE_CHECKING

from flake8_fakeasync.disk.writing import create, read_regular, temporary_beside

if TYPE_CHECKING:
    from collections.abc import Callable

_FILE = "key"
_SIZE = 32
_USER: Callable[[], int] | None = getattr(os, "geteuid", None)  # Windows and Pyodide have no users
_OF_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def secret(folder: str, *, is_made: bool) -> bytes | None:
    """Return the secret kept in a folder, None if there is none; `is_made` makes one then.

    Raises an OSError where it cannot be made, or where somebody else may have written or read what is there.
    """
    path = os.path.join(folder, _FILE)
    found = _read(path)
    if found is None and is_made:
        _make(path)
        found = _read(path)
    return found


def _read(path: str) -> bytes | None:
    try:
        found, status = read_regular(path, _SIZE + 1)
    except FileNotFoundError:
        return None
    if _USER is not None and (status.st_uid != _USER() or status.st_mode & _OF_OTHERS):
        message = f"{path!r} belongs to somebody else, or others may read it"
        raise OSError(message)
    if len(found) != _SIZE:
        message = f"{path!r} is not a key"
        raise OSError(message)
    return found


def _make(path: str) -> None:
    """Put a new secret in its place in one step, unless another process was faster."""
    new = os.urandom(_SIZE)
    temporary = temporary_beside(path, new)
    try:
        os.link(temporary, path)
    except FileExistsError:
        pass
    except (OSError, AttributeError):  # no hard links here
        create(path, new)
    finally:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
