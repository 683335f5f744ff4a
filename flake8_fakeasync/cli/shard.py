"""The files of one of several jobs: which job a file belongs to depends on its path alone."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from flake8_fakeasync.cli.errors import CommandError
from flake8_fakeasync.cli.report import relative

if TYPE_CHECKING:
    from collections.abc import Iterable


def shard(files: Iterable[str], chosen: str | None) -> list[str]:
    """Return the files of shard `K/N`, all of them if none is chosen; raise CommandError for what is no shard."""
    if chosen is None:
        return list(files)
    match = re.fullmatch(r"([1-9]\d*)/([1-9]\d*)", chosen, re.ASCII)
    if match is None or int(match[1]) > int(match[2]):
        message = f"expected a shard K/N such as 1/4, got {chosen!r}"
        raise CommandError(message)
    number, count = int(match[1]) - 1, int(match[2])
    return [file for file in files if _hash(relative(file)) % count == number]


def _hash(path: str) -> int:
    return int.from_bytes(hashlib.sha256(path.encode("utf-8", "surrogatepass")).digest()[:8], "big")
