"""What the rules say of timeouts is what the installed httpx, httpx2 and aiohttp do."""

from __future__ import annotations

import asyncio
import contextlib
import functools
from typing import TYPE_CHECKING

import aiohttp
import httpx
import httpx2
import pytest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from types import ModuleType


def test_the_total_timeout_of_aiohttp_is_no_client_error() -> None:
    """The ground of JAM407: what is raised, and when there is no total timeout."""
    assert aiohttp.ClientTimeout().total is None
    assert aiohttp.ClientTimeout(connect=5).total is None
    assert asyncio.run(_timeout_of_aiohttp(aiohttp.ClientTimeout(total=0.05))) is TimeoutError
    assert not issubclass(TimeoutError, aiohttp.ClientError)
    assert issubclass(asyncio.run(_timeout_of_aiohttp(aiohttp.ClientTimeout(sock_read=0.05))), aiohttp.ClientError)


async def _timeout_of_aiohttp(limit: aiohttp.ClientTimeout) -> type[BaseException]:
    async with _silent_server() as address, aiohttp.ClientSession(timeout=limit) as session:
        try:
            await session.get(address)
        except Exception as error:  # noqa: BLE001  (which one is the question)
            return type(error)
    return AssertionError


@pytest.mark.parametrize("module", [httpx, httpx2])
def test_timeouts_of_async_clients_have_no_text(module: ModuleType) -> None:
    """The ground of JAM511; those of sync clients have one."""
    assert asyncio.run(_text_of_timeout(module)) == ""
    assert asyncio.run(_text_of_timeout(module, sync=True)) == "timed out"


async def _text_of_timeout(module: ModuleType, *, sync: bool = False) -> str:
    async with _silent_server() as address, module.AsyncClient(timeout=0.05, trust_env=False) as client:
        fetch = functools.partial(module.get, timeout=0.05, trust_env=False)
        with pytest.raises(module.ReadTimeout) as caught:
            await (asyncio.to_thread(fetch, address) if sync else client.get(address))
    return str(caught.value)


@contextlib.asynccontextmanager
async def _silent_server() -> AsyncIterator[str]:
    """Yield the address of a server that takes connections and answers nothing."""
    done = asyncio.Event()

    async def wait(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await done.wait()
        writer.close()

    server = await asyncio.start_server(wait, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        done.set()
        server.close()
        await server.wait_closed()
