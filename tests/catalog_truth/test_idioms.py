"""What the rules of the 5xx group tell users is what the installed httpx, httpx2 and aiohttp do.

A new release that takes a keyword, has a member or changes a protocol fails here.
"""

from __future__ import annotations

import asyncio
import importlib
import inspect
import re
import warnings
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

import pytest

from catalog_truth import library
from catalog_truth.objects import ADDRESS, objects, required, taken
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


def _idioms(*kinds: str) -> list[Any]:
    chosen = [one for one in CATALOG.idioms() if one.kind in kinds and one.owner.partition(".")[0] in LIBRARIES]
    return [pytest.param(one, id=f"{one.owner}.{one.method or ''}.{one.name}") for one in chosen]


def _owner(idiom: Idiom) -> Any:  # noqa: ANN401  (a client, a response, a module)
    return objects(idiom.owner.partition(".")[0])[idiom.owner]


@pytest.mark.parametrize("idiom", [one for one in _idioms("keyword") if one.values[0].owner != "aiohttp"])
def test_rejects(idiom: Idiom) -> None:
    """The callee takes a call without the argument, and none with it; what is to replace it is taken.

    `aiohttp.request()` hands its keywords to a session, of which this is asked.
    """
    owner, method = _owner(idiom), idiom.method or ""
    signature = taken(owner, method)
    needed = required(signature)
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
        return found(*(1 if each == "n" else ADDRESS for each in required(inspect.signature(found))))


def _is_made_offline(idiom: Idiom) -> bool:
    """Return whether looking at what is misused sends no request; functions and sync clients send one at once."""
    is_sending = "." not in idiom.owner or idiom.owner.endswith(".Client")
    return idiom.method in PROTOCOLS and not is_sending


@pytest.mark.parametrize("idiom", [one for one in _idioms("misuse") if _is_made_offline(one.values[0])])
def test_has_no_such_protocol(idiom: Idiom) -> None:
    """What is not to be awaited, entered or iterated this way cannot be."""
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


@pytest.mark.skipif("aiohttp" not in LIBRARIES, reason="aiohttp is not installed")
def test_release_of_aiohttp_may_be_awaited() -> None:
    """`await response.release()` is old and right, so the catalog does not call it plain."""
    response = objects("aiohttp")["aiohttp.ClientResponse"]
    assert inspect.isawaitable(response.release())
    cls = CATALOG.cls("aiohttp.ClientResponse")
    assert cls is not None
    assert cls.member("release") is None
