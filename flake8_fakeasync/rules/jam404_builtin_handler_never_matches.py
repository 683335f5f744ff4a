"""A handler for Python's built-in network errors around httpx, which raises none of them.

## What it reports

A handler for `OSError`, `ConnectionError` or `TimeoutError` (also spelled `asyncio.TimeoutError`, `IOError`,
`socket.timeout`, ...) if the guarded code only calls httpx. It covers the same forms of handlers as JAM401.

## Why is this bad?

Every exception of requests is an `OSError`, and some exceptions of urllib3, http.client and aiohttp are
`ConnectionError` or `TimeoutError` subclasses. No exception of httpx is. A handler that was left unchanged,
or that lost its `from requests import ConnectionError`, never matches.

## Bad

```python
import asyncio

import httpx


async def fetch(client: httpx.AsyncClient, url: str) -> bytes | None:
    try:
        response = await client.get(url)
    except asyncio.TimeoutError:  # JAM404
        return None
    except ConnectionError:  # JAM404
        return None
    return response.content
```

```text
example.py:9:5: JAM404 built-in handler never matches: except TimeoutError around httpx calls in fetch(); use httpx.TimeoutException (https://www.python-httpx.org/compatibility/#exceptions-and-errors)
example.py:11:5: JAM404 built-in handler never matches: except ConnectionError around httpx calls in fetch(); use httpx.TransportError (https://www.python-httpx.org/compatibility/#exceptions-and-errors)
```

## Good

```python
import httpx


async def fetch(client: httpx.AsyncClient, url: str) -> bytes | None:
    try:
        response = await client.get(url)
    except httpx.TimeoutException:
        return None
    except httpx.NetworkError:
        return None
    return response.content
```

An asyncio timeout does raise `TimeoutError`:

```python
import asyncio

import httpx


async def fetch(client: httpx.AsyncClient, url: str) -> bytes | None:
    try:
        async with asyncio.timeout(5):
            response = await client.get(url)
    except TimeoutError:
        return None
    return response.content
```

## How to fix

Catch `httpx.TimeoutException` for timeouts, and `httpx.TransportError` for everything that goes wrong before
there is a response, timeouts included.

## Fix

In an `except` clause, the exceptions of httpx are added. This is unsafe: the handler begins to run.

```python
from httpx import AsyncClient


async def fetch(client: AsyncClient, url: str) -> str | None:
    try:
        return (await client.get(url)).text
    except TimeoutError:  # JAM404
        return None
```

```diff unsafe
-from httpx import AsyncClient
+from httpx import AsyncClient, TimeoutException
-    except TimeoutError:
+    except (TimeoutError, TimeoutException):
```

## When not to use it

If you pass the client your own transport, and that transport raises Python's built-in exceptions.

## Known missed alarms

A call to something unknown may raise anything:

```python
import httpx
import storage


async def save(client: httpx.AsyncClient, url: str) -> None:
    try:
        storage.put(await client.get(url))
    except ConnectionError:
        pass
```

## See also

- [httpx: exceptions and errors](https://www.python-httpx.org/compatibility/#exceptions-and-errors)
- [httpx: the exception hierarchy](https://www.python-httpx.org/exceptions/#the-exception-hierarchy)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.handlers.handlers import Catch
from flake8_fakeasync.analysis.handlers.mending import added
from flake8_fakeasync.analysis.handlers.stale import stale_builtin
from flake8_fakeasync.rule import Rule, fix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM404",
    name="builtin-handler-never-matches",
    message="built-in handler never matches: {says} {culprit} around {libraries} calls in {where}; {instead}",
    since="0.1.0",
    fix=("unsafe",),
)


@rule.on(Catch)
def check(catch: Catch, context: Context) -> Iterator[Violation]:
    """Report a handler of Python's errors when all that it guards are calls of httpx."""
    found = stale_builtin(context, catch)
    if found is not None:
        yield rule.violation(
            catch,
            says=catch.says,
            culprit=found.names,
            libraries=" and ".join(found.libraries),
            where=context.where(catch.region),
            instead=found.instead,
            link=context.catalog.link(found.libraries[0], "exceptions-and-errors"),
            fixes=fix(found.instead, added(context.edits, catch, found), "unsafe"),
        )
