"""What JAM509 and JAM510 say of code that runs with httpx and aiohttp and means something else."""

from __future__ import annotations

import asyncio
import importlib
import ssl

import pytest

from catalog_truth.library import installed
from catalog_truth.objects import ADDRESS

LIBRARIES = [name for name in ("httpx", "httpx2", "httpxyz") if installed(name)]


@pytest.mark.parametrize("library", LIBRARIES)
def test_silent_changes_of_httpx(library: str) -> None:
    """What JAM509 says of truth, timeouts and queries."""
    module = importlib.import_module(library)
    assert module.Response(500)
    timeout = module.Timeout((3, 10))
    assert (timeout.connect, timeout.read, timeout.write, timeout.pool) == (3, 10, None, None)
    assert str(module.Request("GET", "https://example.org/?a=1", params={"b": "2"}).url).endswith("/?b=2")
    assert not isinstance(module.Request("GET", ADDRESS).url, str)
    with pytest.warns(DeprecationWarning, match="content"):
        module.Request("POST", ADDRESS, data="text")


@pytest.mark.parametrize("library", LIBRARIES)
def test_empty_params_drop_the_query(library: str) -> None:
    """What JAM509 says of `params={}`; None leaves the query alone."""
    module = importlib.import_module(library)
    address = "https://example.org/?a=1"
    assert str(module.Request("GET", address, params={}).url) == "https://example.org/"
    assert str(module.Request("GET", address, params=None).url) == address


@pytest.mark.parametrize("library", LIBRARIES)
def test_paths_for_verify_are_deprecated(library: str) -> None:
    """What JAM509 says of `verify="company.pem"` and `cert=`."""
    module = importlib.import_module(library)
    authorities = ssl.get_default_verify_paths()
    with pytest.warns(DeprecationWarning, match="verify"):
        module.Client(verify=authorities.cafile or authorities.capath or "/etc/ssl/certs").close()
    with pytest.warns(DeprecationWarning, match="cert"), pytest.raises(OSError, match="No such file"):
        module.Client(cert=("missing.pem", "missing.key"))


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("value", [{"x"}, frozenset({"x"}), {"x": 1}.keys(), {1: "x"}.values(), map(str, "x")])
def test_only_lists_and_tuples_are_taken_apart(library: str, value: object) -> None:
    """What JAM510 says of httpx: anything else is sent as its text."""
    module = importlib.import_module(library)
    assert module.Request("GET", ADDRESS, params={"a": value}).url.params["a"] == str(value)
    assert module.Request("GET", ADDRESS, params={"a": ["x", "y"]}).url.params.get_list("a") == ["x", "y"]
    assert module.Request("GET", ADDRESS, params={"a": True, "b": None}).url.query == b"a=true&b="


@pytest.mark.skipif(not installed("aiohttp"), reason="aiohttp is not installed")
@pytest.mark.parametrize("value", [True, None])
@pytest.mark.parametrize("method", ["get", "post", "request", "ws_connect"])
def test_aiohttp_takes_no_bool_and_no_none(value: object, method: str) -> None:
    """What JAM510 says of aiohttp."""
    aiohttp = importlib.import_module("aiohttp")

    async def ask() -> None:
        async with aiohttp.ClientSession() as session:
            arguments = ("GET", ADDRESS) if method == "request" else (ADDRESS,)
            await getattr(session, method)(*arguments, params={"a": value})

    with pytest.raises(TypeError, match="should be str, int or float"):
        asyncio.run(ask())
