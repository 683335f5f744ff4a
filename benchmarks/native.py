"""Async clients: true async.

Each library is imported by the function that uses it: a process holds only what it measures.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from importlib import import_module
from typing import TypeAlias

from benchmarks.blocking import TIMEOUT
from benchmarks.offload import Fetch

Opened: TypeAlias = AbstractAsyncContextManager[Fetch]


@asynccontextmanager
async def shared(library: str, pool: int) -> AsyncIterator[Fetch]:
    """One ``AsyncClient`` of httpx or httpx2 for all requests, with ``pool`` connections."""
    httpx = import_module(library)
    limits = httpx.Limits(max_connections=pool, max_keepalive_connections=pool)
    async with httpx.AsyncClient(limits=limits, timeout=TIMEOUT) as client:

        async def fetch(url: str) -> bytes:
            content: bytes = (await client.get(url)).content
            return content

        yield fetch


@asynccontextmanager
async def gated(library: str, pool: int) -> AsyncIterator[Fetch]:
    """As ``shared``, behind a semaphore: no request ever queues inside the library's own pool."""
    turn = asyncio.Semaphore(pool)
    async with shared(library, pool) as inner:

        async def fetch(url: str) -> bytes:
            async with turn:
                return await inner(url)

        yield fetch


@asynccontextmanager
async def per_request(library: str, pool: int) -> AsyncIterator[Fetch]:
    """Build an ``AsyncClient`` of httpx or httpx2 for every request, ``pool`` at a time."""
    httpx = import_module(library)
    turn = asyncio.Semaphore(pool)

    async def fetch(url: str) -> bytes:
        async with turn, httpx.AsyncClient(timeout=TIMEOUT) as client:
            content: bytes = (await client.get(url)).content
            return content

    yield fetch


@asynccontextmanager
async def aiohttp_session(pool: int) -> AsyncIterator[Fetch]:
    """One ``aiohttp.ClientSession`` for all requests, with ``pool`` connections."""
    import aiohttp

    timeout = aiohttp.ClientTimeout(total=TIMEOUT)
    connector = aiohttp.TCPConnector(limit=pool)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:

        async def fetch(url: str) -> bytes:
            async with session.get(url) as response:
                return await response.read()

        yield fetch


CLIENTS: dict[str, Callable[[int], Opened]] = {
    "httpx": partial(shared, "httpx"),
    "httpx2": partial(shared, "httpx2"),
    "httpx gated": partial(gated, "httpx"),
    "httpx per request": partial(per_request, "httpx"),
    "httpx2 per request": partial(per_request, "httpx2"),
    "aiohttp": aiohttp_session,
}
