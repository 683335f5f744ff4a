"""What the rules claim about the behaviour of httpx, aiohttp, requests and openai, run against the libraries."""

from __future__ import annotations

import asyncio
import inspect
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import aiohttp
import openai
import pytest
import requests
from openai.resources.responses import AsyncResponses, Responses
from urllib3.util.retry import Retry

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

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


@asynccontextmanager
async def _silent_server() -> AsyncIterator[str]:
    """Run a server that accepts connections and never answers."""

    async def wait(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)

    writers: list[asyncio.StreamWriter] = []

    server = await asyncio.start_server(wait, "127.0.0.1", 0)
    try:
        host, port = server.sockets[0].getsockname()
        yield f"http://{host}:{port}/"
    finally:
        server.close()
        for writer in writers:
            writer.close()
            await writer.wait_closed()


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


def test_sets_in_parameters(web: Any) -> None:  # noqa: ANN401
    """JAM510: a set and a view of a dict are sent as they look in Python."""
    with web.Client(transport=_echo(web)) as client:
        assert "%7B" in client.get("http://a.example/", params={"a": {"b"}}).text
        assert "dict_keys" in client.get("http://a.example/", params={"a": {"b": 1}.keys()}).text


def test_empty_parameters(web: Any) -> None:  # noqa: ANN401
    """JAM509: an empty dict wipes the query of the URL."""
    with web.Client(transport=_echo(web)) as client:
        assert "q=1" in client.get("http://a.example/?q=1").text
        assert "q=1" not in client.get("http://a.example/?q=1", params={}).text


def test_redirects(web: Any) -> None:  # noqa: ANN401
    """JAM512: a redirect is an error to `raise_for_status()` unless it is followed."""
    with web.Client(transport=_echo(web)) as client:
        with pytest.raises(web.HTTPStatusError):
            client.get("http://a.example/moved").raise_for_status()
        assert client.get("http://a.example/moved", follow_redirects=True).raise_for_status().text.endswith("/here")


def test_text_of_timeouts(web: Any) -> None:  # noqa: ANN401
    """JAM511: the text of a timeout of the async client is empty."""

    async def ask() -> None:
        async with _silent_server() as url, web.AsyncClient(timeout=0.05) as client:
            await client.get(url)

    with pytest.raises(web.TimeoutException) as caught:
        asyncio.run(ask())
    assert not str(caught.value)


def test_total_timeout_of_aiohttp() -> None:
    """JAM407: the total timeout is none of the client errors of aiohttp."""

    async def ask() -> None:
        timeout = aiohttp.ClientTimeout(total=0.05)
        async with _silent_server() as url, aiohttp.ClientSession(timeout=timeout) as session, session.get(url):
            """Not reached."""

    with pytest.raises(TimeoutError) as caught:
        asyncio.run(ask())
    assert not isinstance(caught.value, aiohttp.ClientError)


@pytest.mark.parametrize("value", [True, None])
def test_parameters_of_aiohttp(value: Any) -> None:  # noqa: ANN401
    """JAM510: aiohttp takes neither a bool nor None."""

    async def ask() -> None:
        async with aiohttp.ClientSession() as session, session.get(_CLOSED, params={"a": value}):
            """Not reached."""

    with pytest.raises(TypeError):
        asyncio.run(ask())


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


def test_http_client_of_an_sdk(web: Any) -> None:  # noqa: ANN401
    """JAM301: closing the client of an SDK closes the client that it was given."""
    if not issubclass(openai.DefaultAsyncHttpxClient, web.AsyncClient):
        pytest.skip("openai is built on the other one")

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
