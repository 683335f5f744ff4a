"""An async client that is never closed.

## What it reports

The creation of an async client in a local variable, in an expression that uses it directly, or in a default
argument, if nothing closes it: no `async with`, no awaited `aclose()`, no exit stack, and no other code that
takes it over. The client is followed into your own functions and classes: one that only uses it, or keeps it and
never closes it, does not take it over. If one of your own functions returns a new client, its caller has to close
it. A fixture or a lifespan that yields a client has to close it afterwards, and a cached function keeps its client
forever.

## Why is this bad?

An `httpx.AsyncClient` that is not closed does not warn you: it has no `__del__` method. Its connections stay
open until they are garbage-collected, so a service that leaks one client per request runs out of file
descriptors under load.

## Bad

```python
import httpx


async def fetch(url: str) -> str:
    client = httpx.AsyncClient()  # JAM301
    response = await client.get(url)
    return response.text
```

```text
example.py:5:14: JAM301 async client is never closed: httpx.AsyncClient(); use async with, or await client.aclose() in finally (https://www.python-httpx.org/async/#opening-and-closing-clients)
```

A client without a name cannot be closed at all:

```python
import httpx


async def fetch(url: str) -> str:
    return (await httpx.AsyncClient().get(url)).text  # JAM301
```

A default argument is created once, when the function is defined:

```python
import aiohttp


async def fetch(url: str, session: aiohttp.ClientSession = aiohttp.ClientSession()) -> str:  # JAM301
    async with session.get(url) as response:
        return await response.text()
```

The caller of a function that returns a new client has to close it:

```python
import httpx


def make_client() -> httpx.AsyncClient:
    return httpx.AsyncClient(timeout=30)


async def fetch(url: str) -> str:
    client = make_client()  # JAM301
    return (await client.get(url)).text
```

A nested function that uses the client does not close it. Neither does an object of your own that keeps it and
has no method that closes it:

```python
import httpx


class Weather:
    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def today(self, city: str) -> str:
        return (await self._client.get(f"https://weather.example/{city}")).text


async def today(city: str) -> str:
    client = httpx.AsyncClient()  # JAM301
    return await Weather(client).today(city)
```

## Good

```python
import httpx


async def fetch(url: str) -> str:
    async with httpx.AsyncClient() as client:
        response = await client.get(url)
        return response.text
```

```python
import httpx


async def fetch(url: str) -> str:
    client = httpx.AsyncClient()
    try:
        return (await client.get(url)).text
    finally:
        await client.aclose()
```

A function that returns a client, or passes it to code that takes it over, no longer owns it:

```python
import httpx
from openai import AsyncOpenAI


def make_client() -> httpx.AsyncClient:
    return httpx.AsyncClient(timeout=30)


def make_sdk() -> AsyncOpenAI:
    return AsyncOpenAI(http_client=make_client())
```

A client that calls an application in memory has no connections:

```python
import httpx


async def test_home(app) -> None:
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test")
    assert (await client.get("/")).status_code == 200
```

## How to fix

Enter the client with `async with`, or share one client for the lifetime of the service and close it where the
service shuts down: in the lifespan, or in the `aclose()` method of the class that owns it.

## Fix

What follows in the block moves into `async with`, where the client has a name that nothing else uses. This is unsafe:
many lines change, and the client is closed earlier than before.

```python
import httpx


async def fetch(urls: list[str]) -> list[str]:
    client = httpx.AsyncClient()  # JAM301
    found = []
    for url in urls:
        # one after the other
        found.append((await client.get(url)).text)
    return found
```

```diff unsafe
-    client = httpx.AsyncClient()
-    found = []
-    for url in urls:
-        # one after the other
-        found.append((await client.get(url)).text)
-    return found
+    async with httpx.AsyncClient() as client:
+        found = []
+        for url in urls:
+            # one after the other
+            found.append((await client.get(url)).text)
+        return found
```

## When not to use it

In a script that exits right afterwards, the operating system closes the connections.

## Known missed alarms

A client that is passed to a function of another library, or returned as part of a tuple, counts as handed over,
whether or not the receiver closes it:

```python
import httpx
from authlib.integrations.base_client import BaseApp


def make(name: str) -> tuple[str, BaseApp]:
    client = httpx.AsyncClient()
    return name, BaseApp(client)
```

## See also

- [httpx: opening and closing clients](https://www.python-httpx.org/async/#opening-and-closing-clients)
- JAM302 reports clients stored in attributes, JAM303 module-level clients
- JAM307 reports clients that are closed unless something fails
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.lifetimes.lifetime import Lifetime
from flake8_fakeasync.rule import Rule, fix
from flake8_fakeasync.rules.client_block import block

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM301",
    name="client-never-closed",
    message="async {noun} is never closed: {culprit}; use {advice}",
    since="0.1.0",
    fix=("unsafe",),
)


@rule.on(Lifetime)
def check(lifetime: Lifetime, context: Context) -> Iterator[Violation]:
    """Report the creation of a client that nothing closes and nobody else gets."""
    if lifetime.end == "never":
        yield rule.violation(
            lifetime.creation.call,
            noun=lifetime.creation.cls.noun,
            culprit=lifetime.creation.shown,
            advice=lifetime.creation.advice,
            link=context.lifetimes.link(lifetime),
            fixes=fix("use async with", block(lifetime, context), "unsafe"),
        )
