"""A blocking database, queue or SDK call in a thread although an async API exists.

## What it reports

The same as JAM201, for other network I/O: an offloading call or decorator whose callable is, or reaches, a
call to a database, a queue, a cloud or language-model SDK, mail or sockets, if its own package has an async
equivalent. The message names it. A call that reaches HTTP as well is left to JAM201, and one whose async equivalent
is another package (`aioboto3` for `boto3`) to JAM212.

## Why is this bad?

Cancellation does not reach the thread: after a timeout the query continues, and its thread stays busy until
the server answers. The size of the pool is the limit; in the default executor, everything that the event loop
offloads shares `min(32, processors + 4)` threads. The library's async client has neither limitation.

## Bad

```python
import asyncio

import redis

cache = redis.Redis()


async def visits(page: str) -> int:
    return int(await asyncio.to_thread(cache.get, page) or 0)  # JAM211
```

```text
example.py:9:22: JAM211 network call in a thread cannot be cancelled: redis.Redis.get() in visits(); use redis.asyncio.Redis (https://redis.readthedocs.io/en/stable/examples/asyncio_examples.html)
```

Through one of your own functions:

```python
from openai import OpenAI
from starlette.concurrency import run_in_threadpool

client = OpenAI()


def ask(question: str) -> str:
    response = client.responses.create(model="gpt", input=question)
    return response.output_text


async def answer(question: str) -> str:
    return await run_in_threadpool(ask, question)  # JAM211
```

## Good

```python
import redis.asyncio

cache = redis.asyncio.Redis()


async def visits(page: str) -> int:
    return int(await cache.get(page) or 0)
```

A library without an async API belongs in a thread. So do DNS look-ups, because `loop.getaddrinfo` uses
threads itself: an async API that is itself built on threads does not count.

```python
import asyncio
import socket

import gspread
import hvac


async def secret(vault: hvac.Client, path: str) -> dict:
    return await asyncio.to_thread(vault.read, path)


async def create(sheets: gspread.Client, title: str) -> None:
    await asyncio.to_thread(sheets.create, title)


async def address(host: str) -> str:
    return await asyncio.to_thread(socket.gethostbyname, host)
```

## How to fix

Use the class or method named in the message, with one client for the lifetime of the service.

## When not to use it

Threads are good enough if the async equivalent lacks something that you need (sessions, transactions, an
extension), or if you make only a few concurrent calls without deadlines.

## Known missed alarms

SDKs that are not in the catalog, and objects in unannotated parameters:

```python
import asyncio


async def visits(cache, page):
    return await asyncio.to_thread(cache.get, page)
```

## See also

- JAM201 reports HTTP in threads
- JAM212 reports calls whose async equivalent is another package
- JAM111 reports the same calls in the async function itself
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
    code="JAM211",
    name="thread-wrapped-network",
    message="network call in a thread cannot be cancelled: {path} in {function}{bound}; use {instead}",
    since="0.1.0",
)


@rule.on(Offload, FunctionFacts)
def check(fact: Offload | FunctionFacts, context: Context) -> Iterator[Violation]:
    """Report what hands blocking network I/O with an async equivalent to a thread."""
    wrapped = context.threads.with_twin(fact)
    if wrapped is not None and wrapped.elsewhere is None:
        instead = context.advice.instead(wrapped.path.blocking.instead, "network")
        yield rule.violation(
            wrapped.place,
            culprit=wrapped.path.blocking.name,
            frames=wrapped.path.frames,
            function=wrapped.function,
            bound=wrapped.bound,
            instead=instead,
            link=context.advice.link(instead),
        )
