"""A coroutine of an async client that is used without `await`.

## What it reports

A call to a coroutine method of an async client (httpx, aiohttp, and SDKs such as openai, in a coroutine), or to
aiohttp's `response.text()`, `json()` or `read()`, whose coroutine is discarded or used as if it were the result: an attribute is read, or it is indexed,
compared, formatted or iterated over. Also aiohttp's `response.text` without the call, used as a value.

## Why is this bad?

If the coroutine is discarded, the request is never sent. If it is used, the line fails with an
`AttributeError` about a coroutine, or it does not fail and the text that is stored reads
`<coroutine object ...>`.

## Bad

```python
import httpx


async def fetch(client: httpx.AsyncClient, url: str) -> dict:
    client.post(url, json={"event": "fetched"})  # JAM504
    response = client.get(url)  # JAM504
    return response.json()
```

```text
example.py:5:5: JAM504 missing await: httpx.AsyncClient.post() returns a coroutine; await it (https://www.python-httpx.org/async/#making-async-requests)
example.py:6:16: JAM504 missing await: httpx.AsyncClient.get() returns a coroutine; await it (https://www.python-httpx.org/async/#making-async-requests)
```

`text` is a property of a requests response, but a coroutine method of an aiohttp response:

```python
import json

import aiohttp


async def fetch(session: aiohttp.ClientSession, url: str) -> dict:
    async with session.get(url) as response:
        if response.status == 404:
            raise KeyError(f"{url}: {response.text}")  # JAM504
        if "error" in response.json():  # JAM504
            return {}
        return json.loads(response.text)  # JAM504
```

```text
example.py:9:38: JAM504 missing await: aiohttp.ClientResponse.text is a coroutine method; use await response.text() (https://docs.aiohttp.org/en/stable/client_quickstart.html)
example.py:10:23: JAM504 missing await: aiohttp.ClientResponse.json() returns a coroutine; await it (https://docs.aiohttp.org/en/stable/client_quickstart.html)
example.py:12:27: JAM504 missing await: aiohttp.ClientResponse.text is a coroutine method; use await response.text() (https://docs.aiohttp.org/en/stable/client_quickstart.html)
```

The same goes for SDKs:

```python
from openai import AsyncOpenAI


async def answer(client: AsyncOpenAI, question: str) -> str:
    response = client.responses.create(model="gpt-5", input=question)  # JAM504
    return response.output_text
```

```text
example.py:5:16: JAM504 missing await: openai.AsyncOpenAI.responses.create() returns a coroutine; await it (https://github.com/openai/openai-python#async-usage)
```

## Good

A coroutine may be passed to code that awaits it:

```python
import asyncio

import httpx


def started(client: httpx.AsyncClient, url: str) -> asyncio.Task[httpx.Response]:
    return asyncio.create_task(client.get(url))


def later(client: httpx.AsyncClient, url: str):
    return client.get(url)


async def fetch(client: httpx.AsyncClient, urls: list[str]) -> list[httpx.Response]:
    first = client.get(urls[0])
    others = [client.get(url) for url in urls[1:]]
    await asyncio.wait_for(client.get(urls[0]), timeout=5)
    return [await first, *await asyncio.gather(*others)]
```

```python
import aiohttp


async def fetch(session: aiohttp.ClientSession, url: str) -> str:
    async with session.get(url) as response:
        read = response.text
        return await read() or await response.text(encoding="latin-1")
```

## How to fix

Add `await`, and parentheses if they are missing.

## Fix

In an async function, `await` is added with the parentheses that it needs. Where the coroutine is used on the spot, the
code failed before, or sent nothing:

```python
import aiohttp
import httpx


async def fetch(client: httpx.AsyncClient, url: str) -> str:
    client.post(url)  # JAM504
    return client.get(url).text  # JAM504


async def lines(session: aiohttp.ClientSession, url: str) -> list[str]:
    async with session.get(url) as response:
        return response.text.splitlines()  # JAM504
```

```diff
-    client.post(url)
-    return client.get(url).text
+    await client.post(url)
+    return (await client.get(url)).text
-        return response.text.splitlines()
+        return (await response.text()).splitlines()
```

Where it has a name, is compared or passed on, other code may rely on it, so the fix is unsafe:

```python
import httpx


async def fetch(client: httpx.AsyncClient, url: str) -> str:
    response = client.get(url)  # JAM504
    return response.text
```

```diff unsafe
-    response = client.get(url)
+    response = await client.get(url)
```

## When not to use it

There is no reason to switch it off.

## Known missed alarms

Calls to your own async functions without `await`: type checkers report them.

## See also

- [httpx: making async requests](https://www.python-httpx.org/async/#making-async-requests)
- JAM505 reports the opposite
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.idioms.candidates import CandidateRead
from flake8_fakeasync.analysis.idioms.idioms import instead
from flake8_fakeasync.analysis.idioms.unawaited import unawaited, uncalled
from flake8_fakeasync.analysis.syntax.exprs import Call
from flake8_fakeasync.rule import Rule, fix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.analysis.syntax.exprs import Attribute
    from flake8_fakeasync.diagnostics import Fix
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM504",
    name="missing-await",
    message="missing await: {culprit} {what}",
    since="0.1.0",
    fix=("safe", "unsafe"),
)
SECTION = "making-async-requests"


@rule.on(Call)
def check_call(call: Call, context: Context) -> Iterator[Violation]:
    """Report a coroutine that is dropped or used as if it were the result."""
    place = unawaited(context, call)
    if place is not None:
        link = context.catalog.link(place.library, SECTION)
        fixes = _fixes(call, "", context)
        yield rule.violation(call, culprit=f"{place}()", what="returns a coroutine; await it", link=link, fixes=fixes)


@rule.on(CandidateRead)
def check_attribute(attribute: Attribute, context: Context) -> Iterator[Violation]:
    """Report a coroutine method that is read as if it were a property."""
    found = uncalled(context, attribute)
    if found is not None:
        link = context.catalog.link(found.place.library, SECTION)
        what = f"is a coroutine method; {instead(found.idiom)}"
        yield rule.violation(
            attribute, culprit=found.place, what=what, link=link, fixes=_fixes(attribute, "()", context)
        )


def _fixes(fact: Attribute | Call, call: str, context: Context) -> tuple[Fix, ...]:
    """Return the fix that adds what is missing: safe where the code fails without it, and none outside of coroutines."""
    if context.coroutine(fact.region) is None:
        return ()
    is_safe = context.edits.fails_at_once(fact)
    return fix(
        f"add await{' and the parentheses' if call else ''}",
        context.edits.awaiting(fact, call),
        "safe" if is_safe else "unsafe",
    )
