"""What the rules of the 5xx group tell users is what the installed httpx, httpx2 and aiohttp do.

A new release that takes a keyword, has a member or changes a protocol fails here.
"""

from __future__ import annotations

import asyncio
import importlib
import inspect
import re
import ssl
import warnings
from collections.abc import Coroutine
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from catalog_truth import library
from flake8_fakeasync.catalog import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from flake8_fakeasync.catalog import Idiom

CATALOG = load()
LIBRARIES = [name for name in ("httpx", "httpx2", "httpxyz", "aiohttp") if library.installed(name)]
PROTOCOLS = {
    "await": "__await__",
    "with": "__enter__",
    "async with": "__aenter__",
    "for": "__iter__",
    "async for": "__aiter__",
}
ONCE = ("close", "aclose", "iter_raw", "aiter_raw")  # fails on a body that has been read as well
ADDRESS = "https://example.org/page"


def _idioms(*kinds: str) -> list[Any]:
    chosen = [one for one in CATALOG.idioms() if one.kind in kinds and one.owner.partition(".")[0] in LIBRARIES]
    return [pytest.param(one, id=f"{one.owner}.{one.method or ''}.{one.name}") for one in chosen]


@cache
def _objects(library: str) -> dict[str, Any]:
    """Return an instance of every class that an idiom speaks of, and the module itself."""
    return asyncio.run(_of_aiohttp()) if library == "aiohttp" else asyncio.run(_of_httpx(library))


async def _of_httpx(library: str) -> dict[str, Any]:
    module = importlib.import_module(library)
    transport = module.MockTransport(lambda _request: module.Response(200, text="text"))
    async with module.AsyncClient(transport=transport) as client:
        response = await client.get(ADDRESS)
    made = [module.Client(), module.AsyncClient(), response, response.request, response.url, response.cookies]
    made += [module.Timeout(1)]
    return {library: module, f"{library}.codes": module.codes} | {
        f"{library}.{type(one).__name__}": one for one in made
    }


async def _of_aiohttp() -> dict[str, Any]:
    aiohttp = importlib.import_module("aiohttp")
    web, test_utils = importlib.import_module("aiohttp.web"), importlib.import_module("aiohttp.test_utils")

    async def answer(_request: object) -> object:
        return web.Response(text='{"key": "value"}', content_type="application/json")

    application = web.Application()
    application.router.add_get("/", answer)
    async with test_utils.TestServer(application) as server, aiohttp.ClientSession() as session:
        response = await session.get(server.make_url("/"))
        await response.read()
    made = [session, response, response.content]
    return {"aiohttp": aiohttp} | {f"aiohttp.{type(one).__name__}": one for one in made}


def _owner(idiom: Idiom) -> Any:  # noqa: ANN401  (a client, a response, a module)
    return _objects(idiom.owner.partition(".")[0])[idiom.owner]


def _signature(owner: Any, method: str) -> inspect.Signature:  # noqa: ANN401
    if type(owner).__module__.startswith("aiohttp") and method in {
        "get",
        "post",
        "put",
        "patch",
        "delete",
        "head",
        "options",
        "request",
    }:
        own, shared = inspect.signature(getattr(owner, method)), inspect.signature(owner._request)  # noqa: SLF001
        keywords = [each for each in shared.parameters.values() if each.kind is inspect.Parameter.KEYWORD_ONLY]
        keywords = [each for each in keywords if each.name not in own.parameters]
        kept = [each for each in own.parameters.values() if each.kind is not inspect.Parameter.VAR_KEYWORD]
        return inspect.Signature([*kept, *keywords])
    return inspect.signature(type(owner) if method == "__init__" else getattr(owner, method))


def _required(signature: inspect.Signature) -> list[str]:
    empty = inspect.Parameter.empty
    kinds = (inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL)
    return [name for name, each in signature.parameters.items() if each.default is empty and each.kind not in kinds]


@pytest.mark.parametrize("idiom", _idioms("keyword"))
def test_rejects(idiom: Idiom) -> None:
    """The callee takes a call without the argument, and none with it; what is to replace it is taken."""
    if idiom.owner == "aiohttp":
        pytest.skip("aiohttp.request() hands its keywords to a session")
    owner, method = _owner(idiom), idiom.method or ""
    signature = _signature(owner, method)
    needed = _required(signature)
    signature.bind(*needed)
    keywords = {} if idiom.name.isdigit() else {idiom.name: None}
    positional = needed if keywords else [ADDRESS] * int(idiom.name)
    with pytest.raises(TypeError):
        signature.bind(*positional, **keywords)
    better = re.match(r"(\w+)=(?: of the client)?$", idiom.replacement or "")
    if better:
        client = owner.Client if inspect.ismodule(owner) else type(owner)
        target = inspect.signature(client) if "of the client" in (idiom.replacement or "") else signature
        assert better[1] in target.parameters


@pytest.mark.parametrize("idiom", _idioms("missing"))
def test_lacks(idiom: Idiom) -> None:
    """The object does not have the member, and has what is to replace it."""
    owner = _owner(idiom)
    assert not hasattr(owner, idiom.name)
    better = re.fullmatch(r"(?:not )?\.(\w+)(?:\(\))?", idiom.replacement or "")
    if better:
        assert hasattr(owner, better[1])


@pytest.mark.parametrize("idiom", _idioms("ignored"))
def test_ignores(idiom: Idiom) -> None:
    """Assigning fails, replaces a method, or makes an attribute that nothing of the class speaks of."""
    kind = type(_owner(idiom))
    there = inspect.getattr_static(kind, idiom.name, None)
    assert there is None or inspect.isfunction(there) or (isinstance(there, property) and there.fset is None)


def _used(idiom: Idiom) -> Any:  # noqa: ANN401
    """Return what an idiom says is not to be used like this."""
    owner = _owner(idiom)
    found = getattr(owner, idiom.name) if idiom.name else owner
    if not callable(found) or inspect.ismodule(owner):
        return found
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return found(*(1 if each == "n" else ADDRESS for each in _required(inspect.signature(found))))


@pytest.mark.parametrize("idiom", [one for one in _idioms("misuse") if one.values[0].method in PROTOCOLS])
def test_has_no_such_protocol(idiom: Idiom) -> None:
    """What is not to be awaited, entered or iterated this way cannot be."""
    if inspect.ismodule(_owner(idiom)) or idiom.owner.endswith(".Client"):
        pytest.skip("would send a request; the response it gives is looked at")
    used = asyncio.run(_made(lambda: _used(idiom)))
    way = PROTOCOLS[idiom.method or ""]
    assert not hasattr(type(used), way) or isinstance(used, Coroutine)  # aiohttp's requests can be awaited by hand


async def _made(make: Callable[[], Any]) -> Any:  # noqa: ANN401
    """Return something that has to be made in a loop, without leaving a coroutine that nobody awaits."""
    made = make()
    if inspect.iscoroutine(made):
        made.close()
    if hasattr(made, "_coro"):  # aiohttp's requests
        made._coro.close()  # noqa: SLF001
    return made


@pytest.mark.parametrize("idiom", [one for one in _idioms("misuse") if one.values[0].method == "call"])
def test_is_no_method(idiom: Idiom) -> None:
    """What is not to be called is no method."""
    owner = _owner(idiom)
    assert isinstance(inspect.getattr_static(owner, idiom.name), property) or not callable(getattr(owner, idiom.name))


@pytest.mark.parametrize("idiom", [one for one in _idioms("misuse") if one.values[0].method in {"value", "argument"}])
def test_is_a_coroutine_method(idiom: Idiom) -> None:
    """What is not to be used as a value is a coroutine method."""
    assert inspect.iscoroutinefunction(getattr(_owner(idiom), idiom.name))


@pytest.mark.parametrize("idiom", [one for one in _idioms("misuse") if "stream" in (one.values[0].method or "")])
def test_fails_on_a_stream(idiom: Idiom) -> None:
    """What is not to be read from a stream fails, and works once the body has been read."""
    library = importlib.import_module(idiom.owner.partition(".")[0])
    if idiom.method == "async stream":
        assert asyncio.run(_read_async(library, idiom))
    else:
        assert _read_sync(library, idiom)


async def _read_async(library: Any, idiom: Idiom) -> bool:  # noqa: ANN401
    async def body() -> Any:  # noqa: ANN401
        yield b"{}"

    transport = library.MockTransport(lambda _request: library.Response(200, content=body()))
    async with library.AsyncClient(transport=transport) as client, client.stream("GET", ADDRESS) as response:
        failed = await _fails(response, idiom.name)
        await response.aread()
        return failed and (idiom.name in ONCE or not await _fails(response, idiom.name))


def _read_sync(library: Any, idiom: Idiom) -> bool:  # noqa: ANN401
    transport = library.MockTransport(lambda _request: library.Response(200, content=iter([b"{}"])))
    with library.Client(transport=transport) as client, client.stream("GET", ADDRESS) as response:
        failed = asyncio.run(_fails(response, idiom.name))
        response.read()
        return failed and (idiom.name in ONCE or not asyncio.run(_fails(response, idiom.name)))


async def _fails(response: Any, name: str) -> bool:  # noqa: ANN401
    try:
        found = getattr(response, name)
        found = found() if callable(found) else found
        if inspect.isasyncgen(found):
            [each async for each in found]
        elif inspect.isawaitable(found):
            await found
        elif inspect.isgenerator(found):
            list(found)
    except RuntimeError:
        return True
    return False


@pytest.mark.parametrize("library", [one for one in LIBRARIES if one != "aiohttp"])
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


@pytest.mark.parametrize("library", [one for one in LIBRARIES if one != "aiohttp"])
def test_empty_params_drop_the_query(library: str) -> None:
    """What JAM509 says of `params={}`; None leaves the query alone."""
    module = importlib.import_module(library)
    address = "https://example.org/?a=1"
    assert str(module.Request("GET", address, params={}).url) == "https://example.org/"
    assert str(module.Request("GET", address, params=None).url) == address


@pytest.mark.parametrize("library", [one for one in LIBRARIES if one != "aiohttp"])
def test_paths_for_verify_are_deprecated(library: str) -> None:
    """What JAM509 says of `verify="company.pem"` and `cert=`."""
    module = importlib.import_module(library)
    authorities = ssl.get_default_verify_paths()
    with pytest.warns(DeprecationWarning, match="verify"):
        module.Client(verify=authorities.cafile or authorities.capath or "/etc/ssl/certs").close()
    with pytest.warns(DeprecationWarning, match="cert"), pytest.raises(OSError, match="No such file"):
        module.Client(cert=("missing.pem", "missing.key"))


@pytest.mark.parametrize("library", [one for one in LIBRARIES if one != "aiohttp"])
@pytest.mark.parametrize("value", [{"x"}, frozenset({"x"}), {"x": 1}.keys(), {1: "x"}.values(), map(str, "x")])
def test_only_lists_and_tuples_are_taken_apart(library: str, value: object) -> None:
    """What JAM510 says of httpx: anything else is sent as its text."""
    module = importlib.import_module(library)
    assert module.Request("GET", ADDRESS, params={"a": value}).url.params["a"] == str(value)
    assert module.Request("GET", ADDRESS, params={"a": ["x", "y"]}).url.params.get_list("a") == ["x", "y"]
    assert module.Request("GET", ADDRESS, params={"a": True, "b": None}).url.query == b"a=true&b="


@pytest.mark.skipif("aiohttp" not in LIBRARIES, reason="aiohttp is not installed")
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


@pytest.mark.skipif("aiohttp" not in LIBRARIES, reason="aiohttp is not installed")
def test_release_of_aiohttp_may_be_awaited() -> None:
    """`await response.release()` is old and right, so the catalog does not call it plain."""
    response = _objects("aiohttp")["aiohttp.ClientResponse"]
    assert inspect.isawaitable(response.release())
    cls = CATALOG.cls("aiohttp.ClientResponse")
    assert cls is not None
    assert cls.member("release") is None
