"""An argument that httpx or aiohttp rejects and another HTTP library accepts.

## What it reports

A call to httpx or aiohttp, to a method of their clients or to a client class, with a keyword argument that it
does not accept but another HTTP library does; or with a second positional argument where only the URL may be
positional.

## Why is this bad?

The call raises a `TypeError`, but only when it is made: on an error path or in a rarely used branch, that may
be months after the migration.

## Bad

```python
import httpx


async def download(client: httpx.AsyncClient, url: str) -> bytes:
    response = await client.get(url, allow_redirects=True)  # JAM501
    return response.content
```

```text
example.py:5:22: JAM501 unknown keyword: httpx.AsyncClient.get() does not accept allow_redirects=; use follow_redirects= (https://www.python-httpx.org/compatibility/#redirects)
```

Some settings that requests accepts for each request belong to the client in httpx, and some keywords no
longer exist:

```python
import httpx


def fetch(url: str) -> httpx.Response:
    with httpx.Client(proxies={"https://": "http://proxy.example:3128"}) as client:  # JAM501
        return client.get(url, verify=False)  # JAM501
```

```text
example.py:5:10: JAM501 unknown keyword: httpx.Client() does not accept proxies= since httpx 0.28; use proxy= or mounts= (https://www.python-httpx.org/compatibility/#proxy-keys)
example.py:6:16: JAM501 unknown keyword: httpx.Client.get() does not accept verify=; use verify= of the client (https://www.python-httpx.org/compatibility/#ssl-configuration)
```

Arguments that are passed on count: by `functools.partial`, by a thread pool, and by your own functions that
call what they are given with `*args` and `**kwargs`:

```python
import asyncio

import httpx


async def download(url: str) -> bytes:
    response = await asyncio.to_thread(httpx.get, url, stream=True)  # JAM201, JAM501
    return response.content
```

aiohttp uses different names:

```python
import aiohttp


async def upload(url: str, report: bytes) -> int:
    async with aiohttp.ClientSession() as session:
        async with session.post(url, files={"report": report}) as response:  # JAM501
            return response.status
```

## Good

```python
import httpx


async def download(url: str) -> bytes:
    async with httpx.AsyncClient(verify=False, proxy="http://proxy.example:3128") as client:
        response = await client.get(url, follow_redirects=True)
        return response.content
```

A keyword that is tried, or chosen by version, is not reported:

```python
import httpx


def client(proxy: str) -> httpx.Client:
    try:
        return httpx.Client(proxy=proxy)
    except TypeError:
        return httpx.Client(proxies=proxy)


def older(proxy: str) -> httpx.Client:
    try:
        return httpx.Client(proxies=proxy)
    except TypeError:
        return httpx.Client(proxy=proxy)
```

## How to fix

Use the replacement named in the message. If it says "of the client", pass the argument to the client:
connection settings belong to the pool that holds the connections.

## Fix

A keyword with one successor is renamed, one that only states the default is removed: the call raised `TypeError`
before. What has to be expressed differently is for you to decide.

```python
import httpx


async def download(client: httpx.AsyncClient, url: str) -> bytes:
    response = await client.get(url, allow_redirects=True, stream=False)  # JAM501, JAM501
    return response.content


async def ask(app) -> int:
    async with httpx.AsyncClient(app=app, base_url="http://test") as client:  # JAM501
        return (await client.get("/")).status_code
```

```diff
-    response = await client.get(url, allow_redirects=True, stream=False)
+    response = await client.get(url, follow_redirects=True)
-    async with httpx.AsyncClient(app=app, base_url="http://test") as client:
+    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
```

A constant that has to move to the client moves there, if the same function creates it. This is unsafe: the other
requests of the client change with it.

```python
import httpx


async def download(url: str) -> bytes:
    async with httpx.AsyncClient() as client:
        response = await client.get(url, verify=False)  # JAM501
        return response.content
```

```diff unsafe
-    async with httpx.AsyncClient() as client:
-        response = await client.get(url, verify=False)
+    async with httpx.AsyncClient(verify=False) as client:
+        response = await client.get(url)
```

## When not to use it

A project that pins httpx below the version in the message may keep `proxies=` and `app=` until it upgrades.

## Known missed alarms

Keywords in a dictionary that is put together piece by piece, or comes from another file:

```python
import httpx


def fetch(url: str, is_followed: bool) -> httpx.Response:
    options = {}
    if is_followed:
        options["allow_redirects"] = True
    return httpx.get(url, **options)
```

Misspelled keywords that no HTTP library accepts are left to type checkers.

## See also

- [httpx: requests compatibility](https://www.python-httpx.org/compatibility/)
- JAM503 reports bodies on methods that take none
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.idioms.arguments import BODY, Rejected
from flake8_fakeasync.analysis.idioms.idioms import instead, link, since
from flake8_fakeasync.analysis.idioms.mending import client_edits, keyword_edits
from flake8_fakeasync.rule import Rule, fix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.catalog.idioms import Idiom
    from flake8_fakeasync.diagnostics import Fix
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM501",
    name="unknown-keyword",
    message="unknown keyword: {culprit}(){several} does not accept {argument}{since}; {instead}",
    since="0.1.0",
    fix=("safe", "unsafe"),
)


@rule.on(Rejected)
def check(rejected: Rejected, context: Context) -> Iterator[Violation]:
    """Report an argument that the callee rejects."""
    call, place, idiom, shown, *_ = rejected
    if idiom.anchor != BODY:
        yield rule.violation(
            call,
            culprit=place,
            several=place.of_several,
            argument=shown,
            since=since(place, idiom),
            instead=instead(idiom),
            link=link(context, place, idiom),
            fixes=_fixes(rejected, context),
        )


def _fixes(rejected: Rejected, context: Context) -> tuple[Fix, ...]:
    """Return the fix that renames a keyword or leaves it out, or else the one that moves it to the client."""
    call, place, idiom, _, name, _ = rejected
    edits = keyword_edits(context, context.edits, call, name, (place, idiom))
    if edits is not None or idiom.edit_client is None:
        return fix(_title(name, idiom), edits, idiom.edit_class)
    moved = client_edits(context, context.edits, call, name, (place, idiom))
    return fix(f"use {idiom.replacement}", moved, "unsafe")


def _title(name: str, idiom: Idiom) -> str:
    return f"use {idiom.replacement}" if idiom.edit else f"leave out {name}="
