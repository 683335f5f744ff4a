"""A client that is closed or entered in a way that does not work.

## What it reports

On any known client: a closing method that does not exist (`close()` on an `httpx.AsyncClient`), a closing
method that is not awaited, the wrong kind of `with`, `async with` on the class instead of an instance, and
clients passed to functions that cannot await: `contextlib.closing()`, `ExitStack.callback()`,
`atexit.register()`, `weakref.finalize()`. If `__del__` is the only place where a class tries to close its
client, the creation of the client is reported.

## Why is this bad?

Some of these raise `AttributeError` or `TypeError` while the program shuts down, which few tests cover. The
others do nothing at all: a coroutine that is not awaited never runs, and the client stays open.

## Bad

```python
import httpx


class Weather:
    def __init__(self) -> None:
        self._client = httpx.AsyncClient()

    def close(self) -> None:
        self._client.aclose()  # JAM304
```

```text
example.py:9:9: JAM304 client is not closed: httpx.AsyncClient.aclose() is not awaited; use await client.aclose() (https://www.python-httpx.org/async/#opening-and-closing-clients)
```

```python
import httpx


async def fetch(url: str) -> str:
    client = httpx.AsyncClient()
    try:
        return (await client.get(url)).text
    finally:
        client.close()  # JAM304
```

```python
import httpx


async def fetch(url: str) -> str:
    with httpx.AsyncClient() as client:  # JAM304
        return (await client.get(url)).text


async def fetch_again(url: str) -> str:
    async with httpx.AsyncClient as client:  # JAM304
        return (await client.get(url)).text
```

```python
import atexit
from contextlib import AsyncExitStack

import aiohttp


async def fetch(url: str) -> None:
    async with AsyncExitStack() as stack:
        session = aiohttp.ClientSession()
        stack.callback(session.close)  # JAM304
        await session.get(url)


def shared() -> aiohttp.ClientSession:
    session = aiohttp.ClientSession()
    atexit.register(session.close)  # JAM304
    return session
```

A finalizer cannot await anything, and often runs after the event loop has gone:

```python
import asyncio

import httpx


class Weather:
    def __init__(self) -> None:
        self._client = httpx.AsyncClient()  # JAM304

    def __del__(self) -> None:
        asyncio.create_task(self._client.aclose())
```

A closing method that is awaited but not called, and a new event loop when the process exits:

```python
import asyncio
import atexit

import aiohttp
import httpx

client = httpx.AsyncClient()
other = aiohttp.ClientSession()
atexit.register(lambda: asyncio.run(client.aclose()))  # JAM304


async def close_all() -> None:
    await other.close()


@atexit.register  # JAM304
def cleanup() -> None:
    asyncio.run(close_all())


async def end(session: aiohttp.ClientSession) -> None:
    await session.close  # JAM304
```

## Good

```python
from contextlib import AsyncExitStack, aclosing

import httpx


async def fetch(url: str) -> str:
    async with httpx.AsyncClient() as client:
        return (await client.get(url)).text


async def fetch_by_stack(url: str) -> str:
    async with AsyncExitStack() as stack:
        client = httpx.AsyncClient()
        stack.push_async_callback(client.aclose)
        return (await client.get(url)).text


async def fetch_closing(url: str) -> str:
    async with aclosing(httpx.AsyncClient()) as client:
        return (await client.get(url)).text
```

## How to fix

Use `async with` for an async client and `with` for a sync one, or await the closing method (`aclose()` in
httpx, `close()` in aiohttp) in an async function.

## Fix

The `async` of a `with`, the `await` and the name of a closing method, and missing parentheses are added in async
functions: the code failed or did nothing before.

```python
import aiohttp
import httpx


async def fetch(url: str) -> str:
    with httpx.AsyncClient() as client:  # JAM304
        return (await client.get(url)).text


async def fetch_again(url: str) -> str:
    async with httpx.AsyncClient as client:  # JAM304
        return (await client.get(url)).text


async def fetch_closing(url: str) -> str:
    client = httpx.AsyncClient()
    try:
        return (await client.get(url)).text
    finally:
        client.close()  # JAM304


async def end(session: aiohttp.ClientSession) -> None:
    await session.close  # JAM304
```

```diff
-    with httpx.AsyncClient() as client:
+    async with httpx.AsyncClient() as client:
-    async with httpx.AsyncClient as client:
+    async with httpx.AsyncClient() as client:
-        client.close()
+        await client.aclose()
-    await session.close
+    await session.close()
```

## When not to use it

There is no reason to switch it off. A finalizer as a last resort, in addition to a method that closes the
client, is not reported.

## Known missed alarms

A loop that was made elsewhere may be the one that the client was used in, or not:

```python
import asyncio
import atexit

import httpx

client = httpx.AsyncClient()
loop = asyncio.new_event_loop()
atexit.register(lambda: loop.run_until_complete(client.aclose()))
```

## See also

- [httpx: opening and closing clients](https://www.python-httpx.org/async/#opening-and-closing-clients)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.syntax.exprs import Attribute, Await, Call, Enter
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
from flake8_fakeasync.rule import Rule, fix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.analysis.lifetimes.misclosing import Misclosing
    from flake8_fakeasync.diagnostics import Edit, Fix, Placed
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM304",
    name="client-misclosed",
    message="client is not {what}: {culprit} {why}; use {instead}",
    since="0.1.0",
    fix=("safe",),
)


@rule.on(Await, Call, Enter)
def check(fact: Await | Call | Enter, context: Context) -> Iterator[Violation]:
    """Report an attempt to close or enter a client that does not work."""
    misclosing = context.lifetimes.misclosing(fact)
    if misclosing is not None:
        fixes = fix(f"use {misclosing.instead}", _edits(fact, misclosing.missing, context))
        yield _violation(fact, misclosing, context, fixes)


@rule.on(FunctionFacts)
def check_exit_handler(function: FunctionFacts, context: Context) -> Iterator[Violation]:
    """Report the decorator of a function that closes a client when the process exits, in a loop of its own."""
    misclosing = context.lifetimes.misclosing_at_exit(function)
    if misclosing is not None:
        decorators = [context.module.row(each) for each in function.decorators]
        place = next((each for each in decorators if isinstance(each, Attribute)), function)
        yield _violation(place, misclosing, context, ())


def _violation(place: Placed, misclosing: Misclosing, context: Context, fixes: tuple[Fix, ...]) -> Violation:
    return rule.violation(
        place,
        culprit=misclosing.code,
        what=misclosing.what,
        why=misclosing.why,
        instead=misclosing.instead,
        link=context.catalog.link(misclosing.library, "opening-and-closing-clients"),
        fixes=fixes,
    )


def _edits(fact: Await | Call | Enter, missing: str, context: Context) -> tuple[Edit | None, ...]:
    """Return the edits that add what is missing; none outside of an async function."""
    edits = context.edits
    if context.coroutine(fact.region) is None:
        return ()
    if isinstance(fact, Enter):
        return (edits.entering(fact) if missing == "async" else edits.calling(fact) if missing else None,)
    if isinstance(fact, Await):
        return (edits.calling(fact),)
    read = context.module.row(fact.function)
    named = (edits.name(read, missing),) if isinstance(read, Attribute) and missing not in {"", "await"} else ()
    return (*named, *(edits.awaiting(fact) or (None,))) if missing else ()
