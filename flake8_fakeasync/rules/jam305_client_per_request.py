"""A new async client in each turn of a loop.

## What it reports

The creation of an async client inside a loop or comprehension of a function, closed or not, when it
does not outlive the turn and is made with the same settings each time.

## Why is this bad?

Each client has its own connection pool, so no connection is used twice: a new TCP and TLS handshake
for each request. Creating an httpx client also loads the certificates, about 15 ms during which the
event loop stands still.

## Bad

```python
import httpx


async def fetch_all(urls: list[str]) -> list[str]:
    pages = []
    for url in urls:
        async with httpx.AsyncClient() as client:  # JAM305
            pages.append((await client.get(url)).text)
    return pages
```

```text
example.py:7:20: JAM305 new client in each turn of a loop: httpx.AsyncClient(); create it before the loop (https://www.python-httpx.org/async/#opening-and-closing-clients)
```

```python
import httpx


async def fetch_all(urls: list[str]) -> list[str]:
    return [(await httpx.AsyncClient().get(url)).text for url in urls]  # JAM305
```

## Good

```python
import httpx


async def fetch_all(urls: list[str]) -> list[str]:
    async with httpx.AsyncClient() as client:
        return [(await client.get(url)).text for url in urls]
```

Clients that differ cannot be one:

```python
import httpx


async def check(proxies: list[str], url: str) -> None:
    for proxy in proxies:
        async with httpx.AsyncClient(proxy=proxy) as client:
            print(proxy, (await client.get(url)).status_code)
```

## How to fix

Create the client before the loop. If it needs another header or timeout in each turn, give these to
the request.

## When not to use it

In a loop that waits for minutes between its turns, a fresh connection costs nothing.

## Known missed alarms

Loops that try again until a turn returns or breaks off, turns that wait in a loop of their own, settings that
cannot be followed (a text put together, the result of a function), and a client made in a function
that is called in a loop:

```python
import httpx


async def fetch(url: str) -> str:
    async with httpx.AsyncClient() as client:
        return (await client.get(url)).text


async def fetch_all(urls: list[str]) -> list[str]:
    return [await fetch(url) for url in urls]
```

## See also

- [httpx: why use a client](https://www.python-httpx.org/advanced/clients/#why-use-a-client)
- [httpx: opening and closing clients](https://www.python-httpx.org/async/#opening-and-closing-clients)
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
    code="JAM305",
    name="client-per-request",
    message="new client in each turn of a loop: {client}; create it before the loop ({link})",
    since="0.1.0",
)


@rule.on(Lifetime)
def check(lifetime: Lifetime, linked: Linked) -> Iterator[Violation]:
    """Report the creation of a client that lives for one turn of a loop."""
    if lifetime.end == "turn":
        yield rule.violation(
            lifetime.creation.call, client=lifetime.creation.shown, link=linked.lifetimes.link(lifetime)
        )
