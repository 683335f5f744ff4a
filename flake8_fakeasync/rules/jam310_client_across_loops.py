"""An async client that is used in a new event loop for each call.

## What it reports

A call that runs a coroutine in an event loop of its own, again and again, if the coroutine uses an async client that an
attribute or a module-level name keeps from one call to the next: `asyncio.run()` and its like, `asyncio.Runner`,
`asgiref.sync.async_to_sync()`, and `run_until_complete()` of a loop that the function creates. It is reported in a
method, in a loop, in a task of a worker, and in a function that others may call. The entry of a program (`main()`, a
console script, a command of click or typer) runs once.

## Why is this bad?

The connections of an async client belong to the event loop that opened them. The second call gets a connection
whose loop is closed and fails with "Event loop is closed", but only if the server kept the connection open.

## Bad

```python
import asyncio

import httpx


class Judge:
    def __init__(self, base: str) -> None:
        self._client = httpx.AsyncClient(base_url=base)

    async def _mark(self, text: str) -> float:
        return float((await self._client.post("/mark", content=text.encode())).text)

    async def aclose(self) -> None:
        await self._client.aclose()

    def mark(self, text: str) -> float:
        return asyncio.run(self._mark(text))  # JAM310
```

```text
example.py:17:16: JAM310 async client is used in a new event loop each time: asyncio.run() in mark() uses Judge._client; create it in the coroutine (https://www.python-httpx.org/async/#opening-and-closing-clients)
```

```python
import asyncio

import httpx

client = httpx.AsyncClient()


async def fetch(url: str) -> str:
    return (await client.get(url)).text


def fetch_sync(url: str) -> str:
    return asyncio.run(fetch(url))  # JAM310
```

## Good

```python
import asyncio

import httpx


class Judge:
    def __init__(self, base: str) -> None:
        self._base = base

    async def _mark(self, text: str) -> float:
        async with httpx.AsyncClient(base_url=self._base) as client:
            return float((await client.post("/mark", content=text.encode())).text)

    def mark(self, text: str) -> float:
        return asyncio.run(self._mark(text))
```

## How to fix

Create the client inside the coroutine, use a sync client in sync methods, or keep one event loop for all calls.

## When not to use it

If the function is called once in the life of the process, there is only one event loop.

## Known missed alarms

A decorator that is not known may be that of a command:

```python
import asyncio

import httpx
from somewhere import registered

client = httpx.AsyncClient()


async def fetch(url: str) -> str:
    return (await client.get(url)).text


@registered
def fetch_sync(url: str) -> str:
    return asyncio.run(fetch(url))
```

## See also

- [httpx: opening and closing clients](https://www.python-httpx.org/async/#opening-and-closing-clients)
- JAM303 reports clients that live as long as the process
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.syntax.exprs import Call
from flake8_fakeasync.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM310",
    name="client-across-loops",
    message="async client is used in a new event loop each time: {culprit} uses {client}; create it in the coroutine",
    since="0.1.0",
)


@rule.on(Call)
def check(call: Call, context: Context) -> Iterator[Violation]:
    """Report a new event loop for a client that outlives it."""
    found = context.lifetimes.new_loop(call)
    if found is not None:
        yield rule.violation(
            call,
            culprit=found.code,
            client=found.client,
            link=context.catalog.link(found.cls.library, "opening-and-closing-clients"),
        )
