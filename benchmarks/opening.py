"""Builds the client a variant describes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Lock

from benchmarks.blocking import CALLS, Call
from benchmarks.native import CLIENTS
from benchmarks.offload import WAYS, Fetch
from benchmarks.variants import Variant


class Busy:
    """How many threads are inside a blocking call now."""

    def __init__(self) -> None:
        """Start with none."""
        self.threads = 0
        self._lock = Lock()

    def counted(self, call: Call) -> Call:
        """Return ``call``, counted while it runs."""

        def counting(url: str) -> bytes:
            self._add(1)
            try:
                return call(url)
            finally:
                self._add(-1)

        return counting

    def _add(self, number: int) -> None:
        with self._lock:
            self.threads += number


@asynccontextmanager
async def opened(variant: Variant, busy: Busy | None = None) -> AsyncIterator[Fetch]:
    """Yield the function that makes one request the variant's way; ``busy`` counts its threads."""
    if variant.way == "native":
        async with CLIENTS[variant.call](variant.pool) as fetch:
            yield fetch
    else:
        call = CALLS[variant.call](variant.pool)
        yield WAYS[variant.way](busy.counted(call) if busy else call, variant.pool)
