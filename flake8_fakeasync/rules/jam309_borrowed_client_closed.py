"""A client that is closed although it may belong to somebody else.

## What it reports

Code that closes or enters (`async with`) a client that it may not own:

- a parameter that is replaced by a new client if it is `None`, and closed without a test of which one it is
- an attribute that may hold a client that was passed in, entered in a method other than `__aenter__`
- the client that a shared accessor returns
- a parameter that a caller goes on using afterwards

## Why is this bad?

Entering a client closes it at the end of the block. The next request of its owner fails with "Cannot send a
request, as the client has been closed", often far away from the code that closed it. A client that is shared is
closed for everybody.

## Bad

```python
import httpx


async def fetch(url: str, client: httpx.AsyncClient | None = None) -> str:
    client = client or httpx.AsyncClient()
    async with client:  # JAM309
        return (await client.get(url)).text
```

```text
example.py:6:16: JAM309 borrowed client closed: async with client closes the client of the caller if one is given; close it only if it was created here (https://www.python-httpx.org/async/#opening-and-closing-clients)
```

```python
import httpx


class Adapter:
    def __init__(self, client: httpx.AsyncClient | None = None) -> None:
        self._client = client or httpx.AsyncClient()

    async def send(self, url: str) -> httpx.Response:
        async with self._client as client:  # JAM309
            return await client.get(url)
```

A client that everybody shares:

```python
import aiohttp
from homeassistant.helpers.aiohttp_client import async_get_clientsession


async def state(hass, url: str) -> str | None:
    try:
        async with async_get_clientsession(hass) as session:  # JAM309
            return await (await session.get(url)).text()
    except aiohttp.ClientError:
        return None
```

A function that closes what its caller still needs:

```python
import httpx


async def first(client: httpx.AsyncClient, url: str) -> str:
    async with client:  # JAM309
        return (await client.get(url)).text


async def both(url: str) -> list[str]:
    async with httpx.AsyncClient() as client:
        one = await first(client, url)
        return [one, (await client.get(url)).text]
```

## Good

```python
import httpx


async def fetch(url: str, client: httpx.AsyncClient | None = None) -> str:
    if client is not None:
        return (await client.get(url)).text
    async with httpx.AsyncClient() as own:
        return (await own.get(url)).text
```

A class that is given a client may take it over and close it in its own closing method:

```python
import httpx


class Adapter:
    def __init__(self, client: httpx.AsyncClient | None = None) -> None:
        self._client = client or httpx.AsyncClient()

    async def send(self, url: str) -> httpx.Response:
        return await self._client.get(url)

    async def aclose(self) -> None:
        await self._client.aclose()
```

## How to fix

Close a client only where it was created. Remember whether it was created or passed in, and test that before you
close it.

## When not to use it

If your function takes over the client by contract, say so with `# noqa: JAM309`.

## Known missed alarms

A parameter that is closed while the caller is outside of the project.

## See also

- [httpx: opening and closing clients](https://www.python-httpx.org/async/#opening-and-closing-clients)
- JAM301 reports clients that nobody closes
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.syntax.exprs import Call, Enter
from flake8_fakeasync.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM309",
    name="borrowed-client-closed",
    message="borrowed client closed: {culprit} {why}; {instead}",
    since="0.1.0",
)


@rule.on(Call, Enter)
def check(fact: Call | Enter, context: Context) -> Iterator[Violation]:
    """Report the closing of a client that may be somebody else's."""
    borrowed = context.lifetimes.borrowed(fact)
    if borrowed is not None:
        yield rule.violation(
            fact,
            culprit=borrowed.code,
            why=borrowed.why,
            instead=borrowed.instead,
            link=context.catalog.link(borrowed.library, "opening-and-closing-clients"),
        )
