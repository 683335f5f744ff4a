"""A new async client in every iteration of a loop.

## What it reports

The creation of an async client inside a loop or a comprehension, whether or not it is closed, if it does not
outlive the iteration and is created with the same settings every time. Also the creation of a client in a
function that is called in a `for` loop or a comprehension and closes the client before it returns.

## Why is this bad?

Each client has its own connection pool, so no connection is ever reused: every request needs a new TCP and
TLS handshake. Creating an httpx client also loads the CA certificates, which blocks the event loop for about
15 ms.

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
example.py:7:20: JAM305 new client in every iteration of a loop: httpx.AsyncClient(); create it before the loop (https://www.python-httpx.org/async/#opening-and-closing-clients)
```

```python
import httpx


async def fetch_all(urls: list[str]) -> list[str]:
    return [(await httpx.AsyncClient().get(url)).text for url in urls]  # JAM305
```

The loop may be in the caller of the function that creates the client:

```python
import asyncio

import httpx


async def fetch(url: str) -> str:
    async with httpx.AsyncClient() as client:  # JAM305
        return (await client.get(url)).text


async def fetch_all(urls: list[str]) -> list[str]:
    return await asyncio.gather(*(fetch(url) for url in urls))
```

## Good

```python
import httpx


async def fetch_all(urls: list[str]) -> list[str]:
    async with httpx.AsyncClient() as client:
        return [(await client.get(url)).text for url in urls]
```

Clients with different settings cannot be shared:

```python
import httpx


async def check(proxies: list[str], url: str) -> None:
    for proxy in proxies:
        async with httpx.AsyncClient(proxy=proxy) as client:
            print(proxy, (await client.get(url)).status_code)
```

## How to fix

Create the client before the loop. If each iteration needs different headers or another timeout, pass them to
the request.

## When not to use it

In a loop that waits for minutes between iterations, a fresh connection costs nothing.

## Known missed alarms

Retry loops that end with `return` or `break`, iterations that wait in an inner loop, settings that cannot be
followed (a formatted string, the result of a function), and a loop more than one call away:

```python
import httpx


async def fetch(url: str) -> str:
    async with httpx.AsyncClient() as client:
        return (await client.get(url)).text


async def title(url: str) -> str:
    return (await fetch(url)).partition("<title>")[2]


async def titles(urls: list[str]) -> list[str]:
    return [await title(url) for url in urls]
```

## See also

- [httpx: why use a client](https://www.python-httpx.org/advanced/clients/#why-use-a-client)
- [httpx: opening and closing clients](https://www.python-httpx.org/async/#opening-and-closing-clients)
- JAM308 reports a client that is created for each request to your service
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.lifetimes.lifetime import Lifetime
from flake8_fakeasync.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM305",
    name="client-per-request",
    message="new client in every iteration of a loop: {culprit}; create it before the loop{rest}",
    since="0.1.0",
)


@rule.on(Lifetime)
def check(lifetime: Lifetime, context: Context) -> Iterator[Violation]:
    """Report the creation of a client that lives for one turn of a loop."""
    repeat = context.repeats.by_loop(lifetime) if lifetime.is_of_call else None
    if lifetime.end != "turn" and repeat is None:
        return
    where = f" in {repeat.function}(), called by {repeat.caller}" if repeat is not None else ""
    yield rule.violation(
        lifetime.creation.call,
        culprit=f"{lifetime.creation.shown}{where}",
        rest=" and pass it on" if repeat is not None else "",
        link=context.lifetimes.link(lifetime),
    )
