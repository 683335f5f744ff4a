"""A class whose async methods only run blocking HTTP in threads.

## What it reports

The `class` line, once, if at least one async method runs blocking HTTP in a thread and no async method does
network I/O in any other way. The message states the number of methods and, if a single pool with a fixed
`max_workers` serves them all, how many requests can run at once. JAM201 reports each of the calls.

Locks, sleeps, tasks and other offloaded calls do not change the verdict. Awaiting something unknown does.

## Why is this bad?

Users of the class see `async def` and expect an async client: they expect that a timeout drops the
connection, and that a hundred requests can wait side by side. What they get is a thread pool. With
`ThreadPoolExecutor(max_workers=3)` the fourth request has to wait, and so does every request behind one that
was cancelled but still occupies its thread.

## Bad

The class in [the article](../fake-async-measured.md) that gave fake async its name:

```python
import asyncio
from concurrent.futures import ThreadPoolExecutor

import requests


class ContestStore:  # JAM203
    def __init__(self, base: str) -> None:
        self._base = base
        self._executor = ThreadPoolExecutor(max_workers=3)

    async def select(self, table: str) -> list[dict]:
        loop = asyncio.get_event_loop()
        answer = await loop.run_in_executor(  # JAM201
            self._executor,
            lambda: requests.get(f"{self._base}/{table}"),
        )
        return answer.json()
```

```text
example.py:7:1: JAM203 fake async class: ContestStore runs all its HTTP in threads (1 of 1 async method, at most 3 requests at once); use httpx.AsyncClient (https://www.python-httpx.org/async/#opening-and-closing-clients)
example.py:14:24: JAM201 HTTP call in a thread cannot be cancelled: requests.get() in select(), at most 3 at once; use httpx.AsyncClient (https://www.python-httpx.org/async/#making-async-requests)
```

An async variant that wraps the sync method:

```python
import asyncio

import requests


class Search:  # JAM203
    def run(self, query: str) -> dict:
        return requests.get("https://search.example", params={"q": query}).json()

    async def arun(self, query: str) -> dict:
        return await asyncio.to_thread(self.run, query)  # JAM201
```

## Good

```python
import httpx


class ContestStore:
    def __init__(self, base: str) -> None:
        self._base = base
        self._client: httpx.AsyncClient | None = None

    async def _open(self) -> httpx.AsyncClient:
        if self._client is None:
            self._client = httpx.AsyncClient(limits=httpx.Limits(max_connections=10))
        return self._client

    async def select(self, table: str) -> list[dict]:
        client = await self._open()
        response = await client.get(f"{self._base}/{table}")
        response.raise_for_status()
        return response.json()

    async def close(self) -> None:
        if self._client is not None:
            await self._client.aclose()
```

## How to fix

Give the class one `AsyncClient`, created once and closed with the class, and await its methods. If the class
has to serve sync callers as well, write a separate sync class around `httpx.Client`, as httpx itself does.

## When not to use it

If a class documents that it uses threads, and its callers need nothing more than a free event loop, put
`# noqa: JAM203` on the `class` line.

## Known missed alarms

A class with an `await` that cannot be followed, and a subclass that inherits all of its wrapped methods:

```python
import asyncio

import requests


class Search:
    def __init__(self, limiter) -> None:
        self.limiter = limiter

    async def arun(self, query: str) -> dict:
        await self.limiter.acquire()
        return await asyncio.to_thread(requests.get, query)  # JAM201
```

## See also

- [httpx: opening and closing clients](https://www.python-httpx.org/async/#opening-and-closing-clients)
- JAM201 reports each wrapped call
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.syntax.facts import ClassFacts
from flake8_fakeasync.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM203",
    name="fake-async-class",
    message="fake async class: {culprit} runs all its HTTP in threads ({methods}{bound}); use {instead}",
    since="0.1.0",
)


@rule.on(ClassFacts)
def check(cls: ClassFacts, context: Context) -> Iterator[Violation]:
    """Report a class that is async in name only."""
    verdict = context.fakes.verdict(cls)
    if verdict is None:
        return
    instead = context.advice.instead(verdict.wrapped.path.blocking.instead, "http")
    requests = "request" if verdict.workers == 1 else "requests"
    yield rule.violation(
        cls,
        culprit=cls.name,
        methods=f"{verdict.methods} of {verdict.of} async method" + ("s" if verdict.of > 1 else ""),
        bound=f", at most {verdict.workers} {requests} at once" if verdict.workers else "",
        instead=instead,
        link=context.advice.link(instead, "opening-and-closing-clients"),
    )
