"""Instances of the classes of HTTP libraries, made without sending anything."""

from __future__ import annotations

import asyncio
import importlib
import inspect
from functools import cache
from typing import Any

ADDRESS = "https://example.org/page"


@cache
def objects(library: str) -> dict[str, Any]:
    """Return an instance of every class that an idiom speaks of, and the module itself."""
    return asyncio.run(_of_aiohttp()) if library == "aiohttp" else asyncio.run(_of_httpx(library))


async def _of_httpx(library: str) -> dict[str, Any]:
    module = importlib.import_module(library)
    transport = module.MockTransport(lambda _request: module.Response(200, text="text"))
    async with module.AsyncClient(transport=transport) as client:
        response = await client.get(ADDRESS)
    made = [module.Client(), module.AsyncClient(), response, response.request, response.url, response.cookies]
    made += [module.Timeout(1), module.HTTPStatusError("", request=response.request, response=response)]
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
    refused = aiohttp.ClientResponseError(response.request_info, ())
    made = [session, response, response.content, session.timeout, refused]
    return {"aiohttp": aiohttp} | {f"aiohttp.{type(one).__name__}": one for one in made}


def taken(owner: Any, method: str) -> inspect.Signature:  # noqa: ANN401  (any object)
    """Return what a method of an object takes, `__init__` for its constructor; aiohttp's hand keywords to another."""
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


def required(signature: inspect.Signature) -> list[str]:
    """Return the parameters that a call has to give."""
    empty = inspect.Parameter.empty
    kinds = (inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL)
    return [name for name, each in signature.parameters.items() if each.default is empty and each.kind not in kinds]
