"""Entries of a cache as somebody else may have written them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.disk import store
from runs import entries

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def parts_of(kept: Path) -> Iterator[tuple[Path, list[bytes]]]:
    """Yield each entry with its parts."""
    for path in entries():
        yield path, store._parts(path.read_bytes()[2 * store.MARK :]) or []  # noqa: SLF001
    assert kept.is_dir()


def forge(path: Path, parts: list[bytes], secret: bytes) -> None:
    """Put other parts into an entry, with the MAC that this secret makes."""
    key, packed = path.read_bytes()[: store.MARK], store._packed(parts)  # noqa: SLF001
    mac = store.digest(bytes.fromhex(path.name), key, packed, secret=secret)
    path.write_bytes(key + mac + packed)
