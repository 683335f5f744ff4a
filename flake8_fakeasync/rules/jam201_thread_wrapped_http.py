"""A blocking HTTP call that runs in a thread to look async.

## What it reports

A call that hands a callable to a thread (`asyncio.to_thread`, `run_in_executor`, `run_in_threadpool`,
`sync_to_async`, Home Assistant's `async_add_executor_job` and similar functions), or a decorator that does,
when the callable is a blocking HTTP call or reaches one through at most three of your own functions. The
callable may be a name, an attribute, a bound method, a `partial`, a lambda or a nested function. Your own
functions that only offload the callable they are given count as offloaders too.

## Why is this bad?

The code is async in name only: every request still occupies a thread that waits for it.

- Cancellation does not reach the thread. After a timeout the request continues, its thread stays busy until
  the server answers, later calls may have to wait for that thread, and the program cannot exit before it has
  finished.
- The size of the pool is the limit. `ThreadPoolExecutor(max_workers=3)` allows 3 requests at a time; in the
  default executor, everything that the event loop offloads shares `min(32, processors + 4)` threads.

A thread pool is not slower than an async client with the same number of connections
([measured](../fake-async-measured.md)).

## Bad

```python
import asyncio
from concurrent.futures import ThreadPoolExecutor

import requests


class Contests:  # JAM203
    def __init__(self, url: str) -> None:
        self.url = url
        self.executor = ThreadPoolExecutor(max_workers=3)

    async def rows(self) -> list[dict]:
        loop = asyncio.get_running_loop()
        answer = await loop.run_in_executor(self.executor, lambda: requests.get(self.url))  # JAM201
        return answer.json()

    async def add(self, row: dict) -> bool:
        answer = await asyncio.to_thread(requests.post, self.url, json=row)  # JAM201
        return answer.ok
```

```text
example.py:7:1: JAM203 fake async class: Contests runs all its HTTP in threads (2 of 2 async methods); use httpx.AsyncClient (https://www.python-httpx.org/async/#opening-and-closing-clients)
example.py:14:24: JAM201 HTTP call in a thread cannot be cancelled: requests.get() in rows(), at most 3 at once; use httpx.AsyncClient (https://www.python-httpx.org/async/#making-async-requests)
example.py:18:24: JAM201 HTTP call in a thread cannot be cancelled: requests.post() in add(); use httpx.AsyncClient (https://www.python-httpx.org/async/#making-async-requests)
```

Through one of your own functions:

```python
import asyncio

import requests


def price(isin: str) -> float:
    return requests.get(f"https://stocks.example/{isin}").json()["price"]


async def total(isins: list[str]) -> float:
    return sum(await asyncio.gather(*(asyncio.to_thread(price, isin) for isin in isins)))  # JAM201
```

## Good

```python
import httpx


class Contests:
    def __init__(self, url: str, client: httpx.AsyncClient) -> None:
        self.url = url
        self.client = client

    async def rows(self) -> list[dict]:
        response = await self.client.get(self.url)
        return response.json()
```

## How to fix

Share one `AsyncClient`, await its methods, and make the functions on the call path async. With httpx 0.28,
guard bursts of hundreds of requests with an `asyncio.Semaphore`, or use httpx2.

## When not to use it

Threads are good enough for a few concurrent calls without deadlines. The same goes for an integration into a
framework that offers only an executor, such as Home Assistant, as long as the library that it wraps has no
async API: the place to change is that library. Third-party libraries themselves are never reported, and
neither are files, CPU-bound work, `input` or process pools.

## Known missed alarms

The type of an unannotated parameter is unknown, and so is a callable that is chosen at run time, so nothing
is reported:

```python
import asyncio


async def fetch(session, verb, url):
    await asyncio.to_thread(session.get, url)
    await asyncio.to_thread(getattr(session, verb), url)
```

HTTP that is more than three functions away: for a callable that does many other things too, the path says
little about what to change. Jobs passed to `executor.submit` are reported only if `asyncio.wrap_future` makes
them awaitable.

## See also

- [httpx: making async requests](https://www.python-httpx.org/async/#making-async-requests)
- JAM203 reports a class whose async methods do nothing else
- JAM211 reports databases, SDKs and other network I/O in threads
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.infer.offloads import Offload
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
from flake8_fakeasync.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM201",
    name="thread-wrapped-http",
    message="HTTP call in a thread cannot be cancelled: {path} in {function}{bound}; use {instead}",
    since="0.1.0",
)


@rule.on(Offload, FunctionFacts)
def check(fact: Offload | FunctionFacts, context: Context) -> Iterator[Violation]:
    """Report what hands blocking HTTP to a thread."""
    wrapped = context.threads.wrapped(fact, "http")
    if wrapped is not None:
        instead = context.advice.instead(wrapped.path.blocking.instead, "http")
        yield rule.violation(
            wrapped.place,
            culprit=wrapped.path.blocking.name,
            frames=wrapped.path.frames,
            function=wrapped.function,
            bound=wrapped.bound,
            instead=instead,
            link=context.advice.link(instead, "making-async-requests"),
        )
