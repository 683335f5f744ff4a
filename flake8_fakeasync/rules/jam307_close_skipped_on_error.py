"""An async client that is closed only if nothing fails first.

## What it reports

The creation of an async client that the function closes at its end, if an `await`, a `return` or a `raise` in
between can leave the function before that, and neither `finally` nor `async with` closes the client. The `yield`
of an `@asynccontextmanager`, of a FastAPI dependency or of a plain generator counts as well: errors of the code that
uses it are raised there, or it is left there for good. An object of your own that owns a client is reported as the client would be.

## Why is this bad?

If the request fails or the task is cancelled, the line that closes the client is never reached. The client
leaks exactly when the server is in trouble and your service is busy.

## Bad

```python
import httpx


async def fetch(url: str) -> str:
    client = httpx.AsyncClient()  # JAM307
    response = await client.get(url)
    await client.aclose()
    return response.text
```

```text
example.py:5:14: JAM307 client is not closed if line 6 raises or returns: httpx.AsyncClient(); use async with, or await client.aclose() in finally (https://www.python-httpx.org/async/#opening-and-closing-clients)
```

```python
import httpx


async def check(url: str | None) -> bool:
    client = httpx.AsyncClient()  # JAM307
    if url is None:
        return False
    client.headers["Accept"] = "text/plain"
    await client.aclose()
    return True
```

```python
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx


@asynccontextmanager
async def pool(base: str) -> AsyncIterator[httpx.AsyncClient]:
    client = httpx.AsyncClient(base_url=base)  # JAM307
    yield client
    await client.aclose()
```

## Good

```python
import httpx


async def fetch(url: str) -> str:
    client = httpx.AsyncClient()
    try:
        response = await client.get(url)
    finally:
        await client.aclose()
    return response.text
```

```python
import httpx


async def fetch(url: str) -> str:
    async with httpx.AsyncClient() as client:
        response = await client.get(url)
    return response.text
```

The `yield` of a lifespan or of a fixture does not count as such a point:

```python
from contextlib import asynccontextmanager

import httpx


@asynccontextmanager
async def lifespan(app):
    client = httpx.AsyncClient()
    app.state.client = client
    yield
    await client.aclose()
```

## How to fix

Put everything that uses the client in an `async with` block, or close it in `finally`.

## Fix

What follows in the block moves into `async with`, where the client has a name that nothing else uses. This is unsafe:
many lines change, and the client is closed earlier than before.

```python
import httpx


async def fetch(urls: list[str]) -> list[str]:
    client = httpx.AsyncClient()  # JAM307
    found = []
    for url in urls:
        # one after the other
        found.append((await client.get(url)).text)
    await client.aclose()
    return found
```

```diff unsafe
-    client = httpx.AsyncClient()
-    found = []
-    for url in urls:
-        # one after the other
-        found.append((await client.get(url)).text)
-    await client.aclose()
-    return found
+    async with httpx.AsyncClient() as client:
+        found = []
+        for url in urls:
+            # one after the other
+            found.append((await client.get(url)).text)
+        return found
```

## When not to use it

In a script that exits at the first error, there is nothing left to leak.

## Known missed alarms

A client that is also passed on, and a client that several branches create or close:

```python
import httpx


async def fetch(own: bool, url: str) -> None:
    if own:
        client = httpx.AsyncClient()
    else:
        client = httpx.AsyncClient(verify=False)
    if own:
        await client.get(url)
    await client.aclose()
```

## See also

- [httpx: opening and closing clients](https://www.python-httpx.org/async/#opening-and-closing-clients)
- JAM301 reports clients that are never closed
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.lifetimes.lifetime import Lifetime
from flake8_fakeasync.rule import Rule, fix
from flake8_fakeasync.rules.client_block import block

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM307",
    name="close-skipped-on-error",
    message="client is not closed if line {line} raises or returns: {culprit}; use {advice}",
    since="0.1.0",
    fix=("unsafe",),
)


@rule.on(Lifetime)
def check(lifetime: Lifetime, context: Context) -> Iterator[Violation]:
    """Report the creation of a client whose closing can be skipped."""
    if lifetime.end == "skipped":
        yield rule.violation(
            lifetime.creation.call,
            line=lifetime.line,
            culprit=lifetime.creation.shown,
            advice=lifetime.creation.advice,
            link=context.lifetimes.link(lifetime),
            fixes=fix("use async with", block(lifetime, context), "unsafe"),
        )
