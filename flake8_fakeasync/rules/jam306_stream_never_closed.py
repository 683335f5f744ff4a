"""A streamed response that is never opened or never closed.

## What it reports

`client.send(request, stream=True)` if the response is not closed, not read to its end, and not passed on; and
`client.stream(...)` if it is never entered.

## Why is this bad?

A response that is not closed keeps its connection, even after it is garbage-collected: with
`max_connections=2` the third request fails with `PoolTimeout`. A stream that is never entered never sends its
request, and nothing tells you so.

## Bad

```python
import httpx


async def size(client: httpx.AsyncClient, url: str) -> int:
    request = client.build_request("GET", url)
    response = await client.send(request, stream=True)  # JAM306
    return int(response.headers["Content-Length"])
```

```text
example.py:6:22: JAM306 stream is never closed: httpx.AsyncClient.send(stream=True) leaves its response open; use await response.aclose() in finally (https://www.python-httpx.org/async/#streaming-responses)
```

```python
import httpx


async def ping(client: httpx.AsyncClient, url: str) -> None:
    client.stream("GET", url)  # JAM306
```

## Good

```python
import httpx


async def size(client: httpx.AsyncClient, url: str) -> int:
    async with client.stream("GET", url) as response:
        return int(response.headers["Content-Length"])
```

Reading a response to its end closes it, and code that receives a response may close it:

```python
import httpx
from starlette.background import BackgroundTask
from starlette.responses import StreamingResponse


async def proxy(client: httpx.AsyncClient, url: str) -> StreamingResponse:
    request = client.build_request("GET", url)
    response = await client.send(request, stream=True)
    return StreamingResponse(response.aiter_raw(), background=BackgroundTask(response.aclose))


async def load(client: httpx.AsyncClient, url: str) -> bytes:
    response = await client.send(client.build_request("GET", url), stream=True)
    return await response.aread()
```

## How to fix

Use `async with client.stream(...) as response`; with `send()`, call `await response.aclose()` in a `finally`.

## When not to use it

There is no good reason to leave a stream open.

## Known missed alarms

A response that is closed on one path through the function but not on another.

## See also

- [httpx: streaming responses](https://www.python-httpx.org/async/#streaming-responses)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.lifetimes.lost_streams import lost
from flake8_fakeasync.analysis.syntax.exprs import Call
from flake8_fakeasync.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM306",
    name="stream-never-closed",
    message="stream is never closed: {culprit} {why}; use {instead}",
    since="0.1.0",
)


@rule.on(Call)
def check(call: Call, context: Context) -> Iterator[Violation]:
    """Report a stream that is never entered, read or closed."""
    stream = lost(context.program.evaluator, context.module, call)
    if stream is not None:
        yield rule.violation(
            call,
            culprit=stream.code,
            why=stream.why,
            instead=stream.instead,
            link=context.catalog.link(stream.library, "async-streaming"),
        )
