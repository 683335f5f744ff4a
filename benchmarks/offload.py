"""Ways to make a blocking call from a coroutine: fake async, in the forms people write it."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import TypeAlias

from benchmarks.blocking import Call

Fetch: TypeAlias = Callable[[str], Coroutine[object, object, bytes]]


def executor(call: Call, pool: int) -> Fetch:
    """``run_in_executor`` with a ``ThreadPoolExecutor`` of its own, which nobody shuts down."""
    threads = ThreadPoolExecutor(max_workers=pool)

    async def fetch(url: str) -> bytes:
        return await asyncio.get_running_loop().run_in_executor(threads, call, url)

    return fetch


def default(call: Call, pool: int) -> Fetch:  # noqa: ARG001  (the loop sets the size)
    """``run_in_executor(None, ...)``."""

    async def fetch(url: str) -> bytes:
        return await asyncio.get_running_loop().run_in_executor(None, call, url)

    return fetch


def to_thread(call: Call, pool: int) -> Fetch:  # noqa: ARG001  (the loop sets the size)
    """``asyncio.to_thread``."""

    async def fetch(url: str) -> bytes:
        return await asyncio.to_thread(call, url)

    return fetch


def limiter(call: Call, pool: int) -> Fetch:  # noqa: ARG001  (anyio sets the size)
    """``anyio.to_thread.run_sync`` with anyio's default limiter, as Starlette uses it."""
    from anyio.to_thread import run_sync

    async def fetch(url: str) -> bytes:
        return await run_sync(call, url)

    return fetch


def direct(call: Call, pool: int) -> Fetch:  # noqa: ARG001  (the loop does one at a time)
    """No thread at all: the call blocks the event loop."""

    async def fetch(url: str) -> bytes:
        return call(url)

    return fetch


WAYS: dict[str, Callable[[Call, int], Fetch]] = {
    "executor": executor,
    "default": default,
    "to_thread": to_thread,
    "limiter": limiter,
    "direct": direct,
}
