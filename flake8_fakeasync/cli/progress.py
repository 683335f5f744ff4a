"""A line on a terminal that says how far a long run is."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")
_PATIENCE, _PAUSE = 2.0, 0.1  # seconds until the first line, and between two


def shown(items: Iterable[T], count: int) -> Iterator[T]:
    """Yield the items, with a line on standard error if that is a terminal and they take long."""
    if not sys.stderr.isatty():
        yield from items
        return
    last, has_line = time.monotonic() + _PATIENCE - _PAUSE, False
    try:
        for number, item in enumerate(items, 1):
            yield item
            if time.monotonic() - last > _PAUSE:
                last, has_line = time.monotonic(), True
                print(f"\r\033[K{number} of {count} files", end="", file=sys.stderr, flush=True)
    finally:
        if has_line:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
