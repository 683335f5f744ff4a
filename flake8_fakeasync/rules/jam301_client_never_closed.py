"""An async client that nobody closes.

## What it reports

The creation of an async client that a local name holds, that is used where it is made, or that is a
default argument, when nothing closes it: no `async with`, no awaited `aclose()`, no exit stack, and
nobody else who got it. A function of the project that makes a client gives it to its caller, who has
to close it. A fixture or lifespan that yields a client has to close it afterwards, and a cached
function keeps its client for good.

## Why is this bad?

An `httpx.AsyncClient` that is not closed says nothing: it has no `__del__` and warns of nothing. Its
connections stay open until they are garbage-collected, so a service that leaks one client per request
runs out of file descriptors under load.

## Bad

```python
import httpx


async def fetch(url: str) -> str:
    client = httpx.AsyncClient()  # JAM301
    response = await client.get(url)
    return response.text
```

```text
example.py:5:14: JAM301 client never closed: httpx.AsyncClient(); use async with, or await client.aclose() in finally (https://www.python-httpx.org/async/#opening-and-closing-clients)
```

A client without a name cannot be closed at all:

```python
import httpx


async def fetch(url: str) -> str:
    return (await httpx.AsyncClient().get(url)).text  # JAM301
```

A default argument is made once, when the function is defined:

```python
import aiohttp


async def fetch(url: str, session: aiohttp.ClientSession = aiohttp.ClientSession()) -> str:  # JAM301
    async with session.get(url) as response:
        return await response.text()
```

Who calls a function that makes a client has to close it:

```python
import httpx


def make_client() -> httpx.AsyncClient:
    return httpx.AsyncClient(timeout=30)


async def fetch(url: str) -> str:
    client = make_client()  # JAM301
    return (await client.get(url)).text
```

A fixture that yields and forgets:

```python
import httpx
import pytest


@pytest.fixture
async def client():
    client = httpx.AsyncClient(base_url="http://localhost:8000")  # JAM301
    yield client
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

Who returns a client, or hands it to somebody, no longer owns it:

```python
import httpx
from openai import AsyncOpenAI


def make_client() -> httpx.AsyncClient:
    return httpx.AsyncClient(timeout=30)


def make_sdk() -> AsyncOpenAI:
    return AsyncOpenAI(http_client=make_client())
```

A client that talks to an application in memory holds no connection:

```python
import httpx


async def test_home(app) -> None:
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test")
    assert (await client.get("/")).status_code == 200
```

## How to fix

Enter the client with `async with`, or share one for the life of the service and close it where the
service ends: in the lifespan, or in the `aclose()` of the class that owns it.

## When not to use it

In a script that ends right after, the operating system closes what is left.

## Known missed alarms

A client that is given to a function of another library counts as handed over, and so does one that
sits in a tuple that a function returns, or that a nested function uses, whether or not that closes it:

```python
import httpx


async def main(urls: list[str]) -> None:
    client = httpx.AsyncClient()

    async def fetch(url: str) -> str:
        return (await client.get(url)).text

    for url in urls:
        print(await fetch(url))
```

## See also

- [httpx: opening and closing clients](https://www.python-httpx.org/async/#opening-and-closing-clients)
- JAM302 for clients kept in attributes, JAM303 for module-level ones
- JAM307 for clients that are closed unless something fails
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.lifetimes.lifetimes import Lifetime
from flake8_fakeasync.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.linked import Linked
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM301",
    name="client-never-closed",
    message="client never closed: {client}; use async with, or {close} in finally ({link})",
    since="0.1.0",
)


@rule.on(Lifetime)
def check(lifetime: Lifetime, linked: Linked) -> Iterator[Violation]:
    """Report the creation of a client that nothing closes and nobody else gets."""
    if lifetime.end == "never":
        yield rule.violation(
            lifetime.creation.call,
            client=lifetime.creation.shown,
            close=lifetime.creation.close_call,
            link=linked.lifetimes.link(lifetime),
        )
