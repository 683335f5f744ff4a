"""Settings of the interpreter while we work: the cyclic garbage collector and the recursion limit."""

from __future__ import annotations

import gc
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def gc_paused() -> Iterator[bool]:
    """Pause the cyclic garbage collector: facts are many, long-lived and acyclic. Yields whether it was on before."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield was_on
    finally:
        if was_on:
            gc.enable()


def freeze_facts() -> None:
    """Move all objects to the permanent generation, so that collections stop scanning facts.

    Only for a process that is ours to use up: cycles of others among these objects are never collected.
    """
    gc.freeze()


@contextmanager
def recursion_headroom(frames: int) -> Iterator[None]:
    """Allow at least so many frames while a question leads to others."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, frames))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)
