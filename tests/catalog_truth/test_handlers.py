"""What the rules about handlers believe of HTTP libraries, held against the libraries that are installed."""

from __future__ import annotations

import asyncio
import inspect
import json
from typing import TYPE_CHECKING

import aiohttp
import httpx
import httpx2
import pytest
import requests

from catalog_truth.library import resolve
from flake8_fakeasync.catalog import load

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from flake8_fakeasync.catalog import ExceptionEntry

CATALOG = load()
LIBRARIES = {"httpx": httpx, "httpx2": httpx2, "aiohttp": aiohttp, "requests": requests}
RESPONSE = "response"


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


@pytest.mark.parametrize("library", ["httpx", "httpx2"])
def test_only_raise_for_status_raises_status_errors(library: str) -> None:
    """The ground of what JAM401 says of handlers for status errors."""
    module = LIBRARIES[library]
    transport = module.MockTransport(lambda _request: module.Response(500))
    with module.Client(transport=transport) as client:
        assert client.get("https://example.org").status_code == 500
        with pytest.raises(module.HTTPStatusError):
            client.get("https://example.org").raise_for_status()
