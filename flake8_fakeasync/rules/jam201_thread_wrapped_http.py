"""A blocking HTTP call that is pushed to a thread to look async.

## What it reports

A call that hands a callable to a thread (`run_in_executor`, `asyncio.to_thread`, `run_in_threadpool`,
`sync_to_async`, Home Assistant's `async_add_executor_job` and their kin), or a decorator that does,
when the callable is a blocking HTTP call or reaches one through at most three functions of the project. The callable
may be a name, an attribute, a bound method, a `partial`, a lambda or a local function. Functions of
the project that do nothing but offload what they are given count as well.

## Why is this bad?

The code is async by name; one thread for each request waits all the same.

- Cancelling does not reach a thread. After a timeout the request goes on, its thread is busy until the
  server answers, later calls may wait for that thread, and the program cannot end before it.
- The pool is the limit. `ThreadPoolExecutor(max_workers=3)` lets 3 requests through; on the default
  executor everything that the loop offloads shares `min(32, processors + 4)` threads.

A pool of threads is not slower than an async client with as many connections
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
example.py:7:1: JAM203 fake async class: Contests hands all its HTTP to threads in 2 async methods; use httpx.AsyncClient (https://www.python-httpx.org/async/#opening-and-closing-clients)
example.py:14:24: JAM201 HTTP call wrapped in a thread, not cancellable: requests.get() in rows(), at most 3 at once; use httpx.AsyncClient (https://www.python-httpx.org/async/#making-async-requests)
example.py:18:24: JAM201 HTTP call wrapped in a thread, not cancellable: requests.post() in add(); use httpx.AsyncClient (https://www.python-httpx.org/async/#making-async-requests)
```

Through a function of the project:

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

Share one `AsyncClient`, await its methods, and make the functions on the way coroutines. A burst of
hundreds of requests on httpx 0.28 wants an `asyncio.Semaphore` in front of the client, or httpx2.

## When not to use it

For a few calls at a time without deadlines, threads do the job. The same goes for an integration whose
framework offers only an executor, as in Home Assistant, as long as the library it wraps has no async
API: there the place to change is the library. Libraries that are not part of the project are never
reported, nor are files, CPU work, `input` or process pools.

## Known missed alarms

A session in a parameter without an annotation is nobody's; neither is a callable that is chosen at run
time:

```python
import asyncio


async def fetch(session, verb, url):
    await asyncio.to_thread(session.get, url)
    await asyncio.to_thread(getattr(session, verb), url)
```

HTTP that is more than three functions away: it is one of many things that the callable does, and the path says little
about how to do it otherwise. Jobs given to `executor.submit` are only reported where `asyncio.wrap_future` makes them awaitable.

## See also

- [httpx: making async requests](https://www.python-httpx.org/async/#making-async-requests)
- JAM203 gives the verdict on a class that does nothing else
- JAM211 for databases, SDKs and other network I/O
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.names.offloads import Offload
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
from flake8_fakeasync.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.linked import Linked
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM201",
    name="thread-wrapped-http",
    message="HTTP call wrapped in a thread, not cancellable: {call} in {function}{bound}; use {instead} ({link})",
    since="0.1.0",
)


@rule.on(Offload)
@rule.on(FunctionFacts)
def check(fact: Offload | FunctionFacts, linked: Linked) -> Iterator[Violation]:
    """Report what hands blocking HTTP to a thread."""
    wrapped = linked.threads.wrapped(fact, "http")
    if wrapped is not None:
        yield rule.violation(
            wrapped.place,
            call=wrapped.call,
            function=wrapped.function,
            bound=wrapped.bound,
            instead=linked.advice.instead(wrapped.path.blocking.instead),
            link=linked.advice.link("making-async-requests"),
        )
