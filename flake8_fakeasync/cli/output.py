"""Where output goes: standard output, or a file that is replaced as a whole."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_fakeasync.cli.errors import CommandError

if TYPE_CHECKING:
    from collections.abc import Iterable


def write(pieces: Iterable[str], path: str | None) -> None:
    """Write text to a file, or to standard output; raise CommandError if the file cannot be written."""
    if path is None:
        for piece in pieces:
            sys.stdout.write(piece)
        return
    replace(Path(path), "".join(pieces))


def replace(path: Path, text: str) -> None:
    """Put a text in the place of a file, all of it or nothing; raise CommandError if that cannot be done."""
    replace_content(path, text.encode("utf-8"))


def replace_content(path: Path, data: bytes) -> None:
    """Put bytes in the place of what a file has, all of them or nothing; raise CommandError if that cannot be done."""
    try:
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise _refusal(path, error) from error
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123  (a descriptor)
            file.write(data)
        Path(temporary).chmod(path.stat().st_mode if path.exists() else 0o666 & ~_mask())
        Path(temporary).replace(path)
    except OSError as error:
        raise _refusal(path, error) from error
    finally:
        with suppress(OSError):
            Path(temporary).unlink(missing_ok=True)


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _refusal(path: Path, error: OSError) -> CommandError:
    return CommandError(f"cannot write '{path}': {error.strerror}")
