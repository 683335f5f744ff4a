"""What the rules about handlers believe of HTTP libraries, held against the libraries that are installed."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import inspect
import json
from functools import reduce
from importlib import import_module
from typing import TYPE_CHECKING

import aiohttp
import httpx
import httpx2
import pytest
import requests

from flake8_fakeasync.catalog import load
from flake8_fakeasync.catalog.catchers import ALL, ROOTS, _table
from flake8_fakeasync.catalog.raises import conduct, gives

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from types import ModuleType

    from flake8_fakeasync.catalog import ExceptionEntry

CATALOG = load()
LIBRARIES = {"httpx": httpx, "httpx2": httpx2, "aiohttp": aiohttp, "requests": requests}
RESPONSE = "response"


def resolve(name: str) -> object:
    """Return what a qualified name is, of Python when it has no module."""
    parts = name.split(".")
    for length in range(len(parts) - 1, 0, -1):
        with contextlib.suppress(ImportError):
            return reduce(getattr, parts[length:], import_module(".".join(parts[:length])))
    return getattr(import_module("builtins"), name)


def entries(library: str) -> list[ExceptionEntry]:
    """Return what the catalog says of the exceptions of a library."""
    return [entry for entry in CATALOG.exceptions() if entry.library == library]


def exceptions(module: ModuleType) -> Iterator[str]:
    """Yield the exceptions that a library gives to its users, warnings left out."""
    for name, found in inspect.getmembers(module, inspect.isclass):
        if (
            issubclass(found, Exception)
            and not issubclass(found, Warning)
            and found.__module__.startswith(module.__name__)
        ):
            yield name


@pytest.mark.parametrize("library", LIBRARIES)
def test_every_exception_is_known(library: str) -> None:
    """A release that brings an exception tells us."""
    module = LIBRARIES[library]
    names = [
        name
        for name in exceptions(module)
        if library != "aiohttp" or issubclass(getattr(module, name), aiohttp.ClientError)
    ]
    assert [name for name in names if CATALOG.exception(f"{library}.{name}") is None] == []


@pytest.mark.parametrize("library", ["httpx", "httpx2"])
def test_every_twin_exists(library: str) -> None:
    """What a message tells to catch can be caught."""
    for entry in CATALOG.exceptions():
        twin = entry.twin(library)
        if twin is not None:
            found = resolve(twin)
            assert inspect.isclass(found), f"{twin}, for {entry.name}"
            assert issubclass(found, Exception), f"{twin}, for {entry.name}"


@pytest.mark.parametrize("library", ["httpx", "httpx2"])
def test_every_exception_of_requests_has_a_twin_or_a_reason(library: str) -> None:
    """A message never ends in nothing."""
    for entry in entries("requests"):
        assert entry.twin(library) or entry.gap(library), entry.name


@pytest.mark.parametrize("library", ["httpx", "httpx2"])
def test_no_exception_is_one_of_python(library: str) -> None:
    """The ground of JAM404: a handler of Python's network errors matches none."""
    for entry in entries(library):
        assert not issubclass(resolve(entry.name), OSError | TimeoutError), entry.name  # type: ignore[arg-type]


def test_errors_of_python_are_known_by_all_their_names() -> None:
    """What is one class to Python is one to us."""
    for entry in entries("builtins"):
        for name in entry.names:
            assert resolve(name) is resolve(entry.name), name
    assert asyncio.TimeoutError is TimeoutError


@pytest.mark.parametrize("library", LIBRARIES)
def test_who_has_a_response(library: str) -> None:
    """The ground of JAM403: which exceptions have a response, by themselves or by a base."""
    from flake8_fakeasync.analysis.handlers.responses import has_response

    for entry in entries(library):
        found = resolve(entry.name)
        if library == "requests":
            assert has_response(CATALOG, entry) == issubclass(found, requests.RequestException), entry.name  # type: ignore[arg-type]
        elif library == "aiohttp":
            assert not hasattr(found, RESPONSE), entry.name
            assert not has_response(CATALOG, entry), entry.name
        else:
            takes = RESPONSE in inspect.signature(found).parameters  # type: ignore[arg-type]
            assert has_response(CATALOG, entry) == takes, entry.name


@pytest.mark.parametrize("library", ["httpx", "httpx2"])
def test_status_error_is_no_request_error(library: str) -> None:
    """The ground of JAM406."""
    module = LIBRARIES[library]
    assert not issubclass(module.HTTPStatusError, module.RequestError)
    assert issubclass(module.HTTPStatusError, module.HTTPError)
    assert issubclass(module.RequestError, module.HTTPError)


@pytest.mark.parametrize("name", ["Timeout", "Limits", "Proxy"])
def test_settings_are_no_exceptions(name: str) -> None:
    """The ground of JAM405."""
    assert not issubclass(getattr(httpx, name), Exception)
    with pytest.raises(TypeError, match="catching classes that do not inherit"):
        _fail_around(getattr(httpx, name))


def _fail_around(caught: type) -> None:
    try:
        raise httpx.ReadTimeout("")  # noqa: EM101
    except caught:  # type: ignore[misc]
        pass


def test_httpx_lets_errors_of_json_through() -> None:
    """What `RequestException` covers and `HTTPError` does not."""
    assert issubclass(requests.JSONDecodeError, requests.RequestException)
    with pytest.raises(json.JSONDecodeError) as caught:
        httpx.Response(200, text="no").json()
    assert not isinstance(caught.value, httpx.HTTPError)


@pytest.mark.parametrize("name", sorted(_table()))
def test_catchers_exist(name: str) -> None:
    """What catches exceptions takes them where the table says."""
    catcher = _table()[name]
    if name.startswith("_"):
        pytest.skip("where a name is defined differs between versions")
    pytest.importorskip(name.partition(".")[0])
    found = resolve(name)
    parameters = list(inspect.signature(found).parameters)  # type: ignore[arg-type]
    if catcher.position == ALL:
        return
    for keyword in (catcher.keyword, catcher.predicate):
        assert keyword is None or keyword in parameters or "dargs" in parameters or "kwargs" in parameters
    if catcher.position is not None and catcher.keyword in parameters:
        assert parameters.index(catcher.keyword) == catcher.position


def test_conduct_goes_by_the_longest_name() -> None:
    """A function can be told from its module."""
    assert conduct("asyncio.sleep") == "quiet"
    assert conduct("asyncio.wait_for") == "system"
    assert conduct("builtins.str.strip") == "quiet"
    assert conduct("builtins.eval") == "unknown"
    assert conduct("storage.put") == "unknown"
    assert (gives("json.loads"), gives("builtins.sorted"), gives("builtins.next")) == ("data", "container", "given")


def test_roots_of_catchers() -> None:
    """A module is searched for catchers if it imports one of these, and they are no more and no fewer."""
    assert {name.partition(".")[0] for name in _table()} == ROOTS


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


@pytest.mark.parametrize("library", ["httpx", "httpx2"])
def test_timeouts_of_async_clients_have_no_text(library: str) -> None:
    """The ground of JAM511; those of sync clients have one."""
    module = LIBRARIES[library]
    assert asyncio.run(_text_of_timeout(module)) == ""
    assert asyncio.run(_text_of_timeout(module, sync=True)) == "timed out"


async def _text_of_timeout(module: ModuleType, *, sync: bool = False) -> str:
    async with _silent_server() as address, module.AsyncClient(timeout=0.05, trust_env=False) as client:
        fetch = functools.partial(module.get, timeout=0.05, trust_env=False)
        with pytest.raises(module.ReadTimeout) as caught:
            await (asyncio.to_thread(fetch, address) if sync else client.get(address))
    return str(caught.value)


@pytest.mark.parametrize("library", ["httpx", "httpx2"])
def test_only_raise_for_status_raises_status_errors(library: str) -> None:
    """The ground of what JAM401 says of handlers for status errors."""
    module = LIBRARIES[library]
    transport = module.MockTransport(lambda _request: module.Response(500))
    with module.Client(transport=transport) as client:
        assert client.get("https://example.org").status_code == 500
        with pytest.raises(module.HTTPStatusError):
            client.get("https://example.org").raise_for_status()


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
