"""A blocking database, queue or SDK call in a thread although the library has an async twin.

## What it reports

What JAM201 reports, for other network I/O: an offloading call or decorator whose callable is, or reaches, a
call of a database, a queue, a cloud or language-model SDK, mail or sockets, when an async twin is known. The
message names it. A call that reaches HTTP as well is JAM201's.

## Why is this bad?

Cancelling does not reach a thread: after a timeout the query goes on and its thread is busy until the server
answers. The pool is the limit, and on the default executor everything that the loop offloads shares
`min(32, processors + 4)` threads. The client of the same library that awaits has neither limit.

## Bad

```python
import asyncio

import redis

cache = redis.Redis()


async def visits(page: str) -> int:
    return int(await asyncio.to_thread(cache.get, page) or 0)  # JAM211
```

```text
example.py:9:22: JAM211 network call wrapped in a thread, not cancellable: redis.Redis.get() in visits(); use redis.asyncio.Redis
```

Through a function of the project:

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

A library without an async twin belongs in a thread, and so do name look-ups: `loop.getaddrinfo` uses threads
itself, and a twin that is made of threads is none.

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

Use the class or the method that the message names, one client for the life of the service.

## When not to use it

Where the twin lacks what you need (sessions, transactions, an extension), where it is another project that you do
not want to depend on, or where a few calls at a time without deadlines are all there is, threads do the job.

## Known missed alarms

SDKs that the catalogue does not know, and objects in parameters without an annotation:

```python
import asyncio


async def visits(cache, page):
    return await asyncio.to_thread(cache.get, page)
```

## See also

- JAM201 for HTTP
- JAM111 reports the same calls where they stand in the coroutine itself
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
    code="JAM211",
    name="thread-wrapped-network",
    message="network call wrapped in a thread, not cancellable: {call} in {function}{bound}; use {instead}",
    since="0.1.0",
)


@rule.on(Offload)
@rule.on(FunctionFacts)
def check(fact: Offload | FunctionFacts, linked: Linked) -> Iterator[Violation]:
    """Report what hands blocking network I/O with an async twin to a thread."""
    wrapped = linked.threads.wrapped(fact, "network")
    if wrapped is None or wrapped.path.blocking.instead is None or linked.threads.wrapped(fact, "http") is not None:
        return
    if not linked.catalog.is_threaded(wrapped.path.blocking.name.removesuffix("()")):
        instead = wrapped.path.blocking.instead
        yield rule.violation(
            wrapped.place, call=wrapped.call, function=wrapped.function, bound=wrapped.bound, instead=instead
        )
