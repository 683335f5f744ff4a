"""The text of a file, and how it is written: encoding, byte order mark, line ends."""

from __future__ import annotations

import io
import os
import re
import tokenize
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

_ENDS = re.compile(r"\r\n|\r|\n")


class Source(NamedTuple):
    """A file as it was read: its text has a newline at the end of each line.

    ``obstacle`` says why the file is not to be edited, empty if it may be.
    """

    data: bytes
    text: str
    encoding: str
    line_end: str
    obstacle: str = ""

    def encoded(self, text: str) -> bytes:
        """Return a text as the file would have it; raise UnicodeEncodeError if its encoding cannot spell it."""
        return text.replace("\n", self.line_end).encode(self.encoding)


def read(path: Path) -> Source:
    """Return a file; one that cannot be read or decoded is an empty text with an obstacle."""
    try:
        data = path.read_bytes()
        encoding = tokenize.detect_encoding(io.BytesIO(data).readline)[0]
        written = data.decode(encoding)
    except (OSError, SyntaxError, ValueError, LookupError) as error:
        return Source(b"", "", "utf-8", "\n", f"cannot be read: {getattr(error, 'strerror', None) or error}")
    ends = set(_ENDS.findall(written)) or {"\n"}
    found = Source(data, _ENDS.sub("\n", written), encoding, min(ends))
    return found._replace(obstacle=_obstacle(path, found, len(ends)))


def _obstacle(path: Path, found: Source, kinds_of_ends: int) -> str:
    if path.is_symlink():
        return "is a symbolic link"
    if not path.stat().st_mode & 0o222 or not os.access(path, os.W_OK):
        return "is read-only"
    if kinds_of_ends > 1:
        return "has mixed line ends"
    return "" if found.encoded(found.text) == found.data else f"cannot be written in {found.encoding} as it is"
