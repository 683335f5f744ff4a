"""An attribute that a response, request or URL of the new library does not have.

## What it reports

An attribute of an httpx or aiohttp response (or of its request, URL or cookies) that exists in the library
that the code was written for but not in the one that it uses now.

## Why is this bad?

The line raises an `AttributeError` after the request has been sent. If the response is only inspected when
something went wrong, that is the worst moment to find out.

## Bad

```python
import httpx


async def fetch(client: httpx.AsyncClient, url: str) -> str:
    response = await client.get(url)
    if not response.ok:  # JAM502
        raise RuntimeError(response.reason)  # JAM502
    return response.text
```

```text
example.py:6:12: JAM502 missing attribute: httpx.Response has no .ok; use not response.is_error (.is_success is also False for redirects) (https://www.python-httpx.org/compatibility/#checking-for-success-and-failure-responses)
example.py:7:28: JAM502 missing attribute: httpx.Response has no .reason; use .reason_phrase (https://www.python-httpx.org/compatibility/)
```

```python
import aiohttp


async def fetch(session: aiohttp.ClientSession, url: str) -> bytes:
    async with session.get(url) as response:
        if response.status_code != 200:  # JAM502
            return b""
        return b"".join([chunk async for chunk in response.iter_content(1024)])  # JAM502
```

The URL of a response is not a string:

```python
import httpx


def is_login(response: httpx.Response) -> bool:
    return response.url.endswith("/login")  # JAM502
```

A response that may be of two types lacks what one of them lacks:

```python
import httpx
import requests


def succeeded(response: httpx.Response | requests.Response) -> bool:
    return response.ok  # JAM502
```

```text
example.py:6:12: JAM502 missing attribute: httpx.Response (1 of 2 types) has no .ok; use not response.is_error (.is_success is also False for redirects) (https://www.python-httpx.org/compatibility/#checking-for-success-and-failure-responses)
```

## Good

```python
import httpx


async def fetch(client: httpx.AsyncClient, url: str) -> str:
    response = await client.get(url)
    if response.is_error:
        raise RuntimeError(response.reason_phrase)
    return response.text


def is_login(response: httpx.Response) -> bool:
    return response.url.path.endswith("/login")
```

Testing first is fine:

```python
import httpx
import requests


def succeeded(response: httpx.Response | requests.Response) -> bool:
    return response.ok if isinstance(response, requests.Response) else response.is_success


def reason(response: httpx.Response) -> str:
    return response.reason if hasattr(response, "reason") else response.reason_phrase


def is_fine(response: httpx.Response) -> bool:
    try:
        return response.ok
    except AttributeError:
        return response.is_success
```

## How to fix

Use the replacement named in the message. `ok` has two replacements: `not response.is_error` is what requests
means by it; `response.is_success` is true only for 2xx.

## Fix

A member with one counterpart is replaced by it: the line raised `AttributeError` before.

```python
import aiohttp
import httpx


async def fetch(client: httpx.AsyncClient, url: str) -> str:
    response = await client.get(url)
    if not response.ok:  # JAM502
        raise RuntimeError(response.reason)  # JAM502
    print(response.ok == True, response.url.endswith("/"))  # JAM502, JAM502
    return response.text


async def status(session: aiohttp.ClientSession, url: str) -> int:
    async with session.get(url) as response:
        return response.status_code  # JAM502
```

```diff
-    if not response.ok:
-        raise RuntimeError(response.reason)
-    print(response.ok == True, response.url.endswith("/"))
+    if response.is_error:
+        raise RuntimeError(response.reason_phrase)
+    print((not response.is_error) == True, str(response.url).endswith("/"))
-        return response.status_code
+        return response.status
```

`is_success` of httpx is also false for redirects, aiohttp's `ok` is not, so this fix is unsafe:

```python
import aiohttp


async def is_there(session: aiohttp.ClientSession, url: str) -> bool:
    async with session.head(url) as response:
        return response.is_success  # JAM502
```

```diff unsafe
-        return response.is_success
+        return response.ok
```

## When not to use it

In a project that adds such attributes to the library's class in a module other than the one that uses them.

## Known missed alarms

The type of an unannotated parameter is unknown, so nothing is reported:

```python
async def succeeded(response):
    return response.ok
```

## See also

- [httpx: requests compatibility](https://www.python-httpx.org/compatibility/)
- JAM504 reports aiohttp's `response.text`, which exists but has to be called and awaited
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.idioms.candidates import CandidateRead
from flake8_fakeasync.analysis.idioms.idioms import instead, is_client, is_setting, link
from flake8_fakeasync.analysis.idioms.mending import member_edits
from flake8_fakeasync.analysis.idioms.missing import missing_member
from flake8_fakeasync.rule import Rule, fix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.analysis.syntax.exprs import Attribute
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM502",
    name="missing-response-member",
    message="missing attribute: {owner}{several} has no .{name}; {instead}",
    since="0.1.0",
    fix=("safe", "unsafe"),
)


@rule.on(CandidateRead)
def check(attribute: Attribute, context: Context) -> Iterator[Violation]:
    """Report what is read from anything but a client, or settings of one, and is not there."""
    found = missing_member(context, attribute)
    cls = context.catalog.cls(found[0].owner) if found is not None else None
    if found is not None and not is_client(cls) and not is_setting(cls):
        place, idiom = found
        yield rule.violation(
            attribute,
            culprit=place,
            owner=place.owner,
            several=place.of_several,
            name=place.name,
            fixes=fix(
                f"use {idiom.replacement}", member_edits(context.edits, attribute, place, idiom), idiom.edit_class
            ),
            instead=instead(idiom),
            link=link(context, place, idiom),
        )
