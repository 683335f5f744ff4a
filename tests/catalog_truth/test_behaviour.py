"""What the rules claim about the behaviour of httpx, aiohttp, requests and openai, run against the libraries."""

from __future__ import annotations

import asyncio
import inspect
from typing import Any

import aiohttp
import httpx
import httpx2
import openai
import pytest
import requests
from openai.resources.responses import AsyncResponses, Responses
from urllib3.util.retry import Retry

_CLOSED = "http://127.0.0.1:1/"  # nobody listens there


@pytest.fixture(params=["httpx", "httpx2"])
def web(request: pytest.FixtureRequest) -> Any:  # noqa: ANN401  (a module)
    """Return one module of the family."""
    return pytest.importorskip(request.param)


def _echo(web: Any) -> Any:  # noqa: ANN401
    """Return a transport that answers with the URL it was asked for, and with a redirect for /moved."""

    def answer(request: Any) -> Any:  # noqa: ANN401
        if request.url.path == "/moved":
            return web.Response(302, headers={"Location": "/here"})
        return web.Response(200, text=str(request.url))

    return web.MockTransport(answer)


def test_transports_of_the_other_kind(web: Any) -> None:  # noqa: ANN401
    """JAM510: a client calls methods that the transport of the other kind, or an adapter of requests, does not have."""

    async def enter(transport: object) -> None:
        async with web.AsyncClient(transport=transport):
            """Not reached."""

    for transport in (web.HTTPTransport(), web.WSGITransport(app=print), requests.adapters.HTTPAdapter()):
        with pytest.raises((AttributeError, TypeError)):
            asyncio.run(enter(transport))
    for transport in (web.AsyncHTTPTransport(), requests.adapters.HTTPAdapter()):
        with pytest.raises((AttributeError, TypeError)), web.Client(transport=transport):
            """Not reached."""


def test_retries_of_urllib3(web: Any) -> None:  # noqa: ANN401
    """JAM510: a `Retry` is no number, which shows when a connection fails."""
    with web.Client(transport=web.HTTPTransport(retries=Retry(1))) as client, pytest.raises(TypeError):
        client.get(_CLOSED)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_pairs_as_data(web: Any) -> None:  # noqa: ANN401
    """JAM510: a list of pairs is no form."""

    async def post() -> None:
        async with web.AsyncClient(transport=_echo(web)) as client:
            await client.post("http://a.example/", data=[("a", "1")])

    with web.Client(transport=_echo(web)) as client, pytest.raises((TypeError, ValueError, AttributeError)):
        client.post("http://a.example/", data=[("a", "1")])
    with pytest.raises((RuntimeError, TypeError, ValueError, AttributeError)):
        asyncio.run(post())


def test_redirects(web: Any) -> None:  # noqa: ANN401
    """JAM512: a redirect is an error to `raise_for_status()` unless it is followed."""
    with web.Client(transport=_echo(web)) as client:
        with pytest.raises(web.HTTPStatusError):
            client.get("http://a.example/moved").raise_for_status()
        assert client.get("http://a.example/moved", follow_redirects=True).raise_for_status().text.endswith("/here")


def test_connector_of_a_session() -> None:
    """JAM301: a session closes its connector, unless it was told that it does not own it."""

    async def ends(*, owner: bool) -> bool:
        connector = aiohttp.TCPConnector()
        async with aiohttp.ClientSession(connector=connector, connector_owner=owner):
            """Nothing is asked."""
        try:
            return connector.closed
        finally:
            await connector.close()

    assert asyncio.run(ends(owner=True))
    assert not asyncio.run(ends(owner=False))


def test_transport_of_a_client(web: Any) -> None:  # noqa: ANN401
    """JAM301: a client closes its transport."""
    closed: list[bool] = []

    class Noting(web.AsyncHTTPTransport):  # type: ignore[misc]
        async def aclose(self) -> None:
            closed.append(True)
            await super().aclose()

    async def run() -> None:
        await web.AsyncClient(transport=Noting()).aclose()

    asyncio.run(run())
    assert closed == [True]


def test_http_client_of_an_sdk() -> None:
    """JAM301: closing the client of an SDK closes the client that it was given."""
    web = next(each for each in (httpx, httpx2) if issubclass(openai.DefaultAsyncHttpxClient, each.AsyncClient))

    async def ends() -> bool:
        inner = web.AsyncClient()
        await openai.AsyncOpenAI(api_key="key", http_client=inner).close()
        return bool(inner.is_closed)

    assert asyncio.run(ends())


def test_coroutines_of_openai() -> None:
    """JAM504 and JAM505: the async client has coroutine methods where the sync one has plain ones."""
    assert inspect.iscoroutinefunction(AsyncResponses.create)
    assert not inspect.iscoroutinefunction(Responses.create)


def test_codes_of_requests(web: Any) -> None:  # noqa: ANN401
    """JAM508: the codes of requests are numbers, and httpx has codes of its own."""
    assert requests.codes.not_found == web.codes.NOT_FOUND
