"""A response or stream that is entered, iterated over or read the wrong way.

## What it reports

`await client.stream(...)`, `async with client.get(...)`, `with` where `async with` is needed, `for` over an
async iterator, `async for` over a sync iterator, sync reads of an async stream, and `text`, `content` or
`json()` of a streamed response that has not been read, also by your own functions that it is passed to.

## Why is this bad?

All of these fail when the line runs: with a `TypeError` about a protocol, a `RuntimeError` about sync
iteration, or `ResponseNotRead`. The last one hides on error paths: the line that should log what went wrong
raises.

## Bad

```python
import httpx


async def download(client: httpx.AsyncClient, url: str) -> None:
    async with client.get(url) as response:  # JAM507
        print(response.status_code)
    async with client.stream("GET", url) as response:
        if response.is_error:
            print(response.text)  # JAM507
        for chunk in response.iter_bytes():  # JAM507
            print(len(chunk))
```

```text
example.py:5:16: JAM507 wrong protocol: async with on httpx.AsyncClient.get(); use await, or async with client.stream() (https://www.python-httpx.org/async/#streaming-responses)
example.py:9:19: JAM507 wrong protocol: httpx.Response.text of an async stream; use await response.aread() first (https://www.python-httpx.org/async/#streaming-responses)
example.py:10:22: JAM507 wrong protocol: httpx.Response.iter_bytes of an async stream; use async for over the aiter_ method of the same name (https://www.python-httpx.org/async/#streaming-responses)
```

```python
import aiohttp


async def download(session: aiohttp.ClientSession, url: str) -> None:
    with session.get(url) as response:  # JAM507
        for chunk in response.content.iter_chunked(1024):  # JAM507
            print(len(chunk))
```

What a function reads that is given the response counts:

```python
import httpx


def check(response: httpx.Response) -> None:
    if response.is_error:
        raise RuntimeError(response.text)


async def download(client: httpx.AsyncClient, url: str) -> list[bytes]:
    async with client.stream("GET", url) as response:
        check(response)  # JAM507
        return [chunk async for chunk in response.aiter_bytes()]
```

```text
example.py:11:9: JAM507 wrong protocol: check() -> httpx.Response.text at example.py:6 of an async stream; use await response.aread() first (https://www.python-httpx.org/async/#streaming-responses)
```

## Good

```python
import httpx


async def download(client: httpx.AsyncClient, url: str) -> None:
    response = await client.get(url)
    for line in response.iter_lines():
        print(line)
    async with client.stream("GET", url) as response:
        if response.is_error:
            await response.aread()
            print(response.text)
        async for chunk in response.aiter_bytes():
            print(len(chunk))
```

```python
import aiohttp


async def download(session: aiohttp.ClientSession, url: str) -> None:
    async with session.get(url) as response:
        async for chunk in response.content.iter_chunked(1024):
            print(len(chunk))
```

## How to fix

Await a request; do not enter or iterate over its response. Enter a stream with `async with`, and read it with
the `aiter_` methods, or all at once with `await response.aread()`.

## Fix

In async functions, streams are entered and iterated over asynchronously, and a body is awaited before it is read. This
is unsafe: loops and the time at which the body is read change.

```python
import httpx


async def save(client: httpx.AsyncClient, url: str) -> list[str]:
    with client.stream("GET", url) as response:  # JAM507
        response.raise_for_status()
    async with client.stream("GET", url) as response:
        if response.is_error:
            return [response.text]  # JAM507
    async with client.stream("GET", url) as response:
        found = []
        for line in response.iter_lines():  # JAM507
            found.append(line)
        return found
```

```diff unsafe
-    with client.stream("GET", url) as response:
+    async with client.stream("GET", url) as response:
+            await response.aread()
-        for line in response.iter_lines():
+        async for line in response.aiter_lines():
```

## When not to use it

If an event hook of the client (`event_hooks`) reads every response, `text` is available in streams too.

## Known missed alarms

A streamed response that is kept on an object, or passed to a function that is not yours, is not followed.

## See also

- [httpx: streaming responses, async](https://www.python-httpx.org/async/#streaming-responses)
- [httpx: streaming responses](https://www.python-httpx.org/compatibility/#streaming-responses)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.idioms.candidates import CandidateRead
from flake8_fakeasync.analysis.idioms.handed_streams import handed
from flake8_fakeasync.analysis.idioms.idioms import link
from flake8_fakeasync.analysis.idioms.protocol_edits import read_edits, use_edits
from flake8_fakeasync.analysis.idioms.protocols import wrongly_entered
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Await, Call, Element, Enter
from flake8_fakeasync.rule import Rule, fix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.analysis.idioms.protocols import Used
    from flake8_fakeasync.diagnostics import Edit, Frame
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM507",
    name="wrong-stream-protocol",
    message="wrong protocol: {before}{path}{after}; use {replacement}",
    since="0.1.0",
    fix=("unsafe",),
)


@rule.on(Await, Enter, Element)
def check_use(fact: Await | Enter | Element, context: Context) -> Iterator[Violation]:
    """Report a value that is awaited, entered or iterated the wrong way."""
    used = wrongly_entered(context, fact)
    if used is not None:
        edits = () if isinstance(fact, Await) else use_edits(context, context.edits, fact, used.idiom)
        after = "()" if used.place.name else ""
        yield _violation(fact, context, used, before=f"{used.way} on ", after=after, edits=edits)


@rule.on(CandidateRead)
def check_read(attribute: Attribute, context: Context) -> Iterator[Violation]:
    """Report what is read from a stream the wrong way or too early."""
    used = context.responses.read_too_early(attribute)
    if used is not None:
        edits = read_edits(context, context.edits, attribute, used.idiom)
        yield _violation(attribute, context, used, after=_of(used.way), edits=edits)


@rule.on(Call)
def check_call(call: Call, context: Context) -> Iterator[Violation]:
    """Report a streamed response that is handed to a function which reads it too early."""
    found = handed(context, context.responses, call)
    if found is not None:
        yield _violation(call, context, found.used, after=_of(found.used.way), frames=found.frames)


def _of(way: str) -> str:
    """Return how a message says that a response is streamed."""
    return f" of {'an' if way.startswith('a') else 'a'} {way}"


def _violation(  # noqa: PLR0913  (each is named)
    fact: Attribute | Await | Call | Element | Enter,
    context: Context,
    used: Used,
    *,
    before: str = "",
    after: str = "",
    frames: tuple[Frame, ...] = (),
    edits: tuple[Edit | None, ...] = (),
) -> Violation:
    return rule.violation(
        fact,
        culprit=used.place,
        before=before,
        after=after,
        replacement=used.idiom.replacement,
        link=link(context, used.place, used.idiom),
        frames=frames,
        fixes=fix(f"use {used.idiom.replacement}", edits, "unsafe"),
    )
