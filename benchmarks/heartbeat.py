"""Watches an event loop from inside: how late it wakes a task, and how many threads there are."""

import asyncio
import threading
import time
from types import TracebackType
from typing import Self

INTERVAL = 0.01


class Heartbeat:
    """Beats every 10 ms while entered; ``stall`` is the most a beat came late, in seconds."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self.stall = 0.0
        self.threads = 0
        self._task: asyncio.Task[None] | None = None
        self._due = 0.0

    async def __aenter__(self) -> Self:
        """Start beating."""
        self._task = asyncio.create_task(self._beat())
        # The first beat has to be waiting before the load starts.
        await asyncio.sleep(2 * INTERVAL)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop beating; a beat that is overdue counts too."""
        self._look()
        if self._task is not None:
            self._task.cancel()

    async def _beat(self) -> None:
        while True:
            self._due = time.perf_counter() + INTERVAL
            await asyncio.sleep(INTERVAL)
            self._look()

    def _look(self) -> None:
        self.stall = max(self.stall, time.perf_counter() - self._due)
        self.threads = max(self.threads, threading.active_count())
