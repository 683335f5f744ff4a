"""A parameter value that the library does not accept.

## What it reports

A request of aiohttp whose `params` hold a `bool` or `None`, and a request of httpx whose `params` hold a set, a
dict view or a generator. Dicts and lists of pairs are read where they are written out; literals and annotations
determine what is in them. Also a list of pairs as the `data` of a request of httpx, and a transport that does not
fit its client: a sync transport in an `AsyncClient`, an async one in a `Client`, an adapter of requests in either.

## Why is this bad?

requests leaves out `None`, sends `True` as text and expands any iterable. aiohttp raises a `TypeError` for a
`bool` or `None`, and only when the request is made. httpx does not raise: a set arrives at the server as one
value with braces and quotes in it, `tag={'new', 'used'}`.

## Bad

```python
import aiohttp


async def items(session: aiohttp.ClientSession, closed: bool, limit: int | None = None) -> list:
    query = {"closed": closed, "limit": limit}
    async with session.get("/items", params=query) as response:  # JAM510
        return await response.json()
```

```text
example.py:6:16: JAM510 wrong parameter value: bool in params= of aiohttp.ClientSession.get() raises TypeError; use text or a number (https://docs.aiohttp.org/en/stable/client_quickstart.html)
```

```python
import httpx


def tagged(client: httpx.Client, tags: set[str]) -> list:
    return client.get("/items", params={"tag": tags}).json()  # JAM510
```

```text
example.py:5:12: JAM510 wrong parameter value: set in params= of httpx.Client.get() is sent as its repr(); use sorted() or list() (https://www.python-httpx.org/compatibility/#query-parameters)
```

```python
import httpx


async def fetch(url: str) -> str:
    async with httpx.AsyncClient(transport=httpx.HTTPTransport(retries=3)) as client:  # JAM510
        return (await client.get(url)).text
```

```text
example.py:5:16: JAM510 wrong parameter value: httpx.HTTPTransport in transport= of httpx.AsyncClient() has no async methods; use httpx.AsyncHTTPTransport (https://www.python-httpx.org/advanced/transports/#http-transport)
```

## Good

```python
import aiohttp
import httpx


async def items(session: aiohttp.ClientSession, closed: bool, limit: int | None = None) -> list:
    query = {"closed": str(closed).lower()}
    if limit is not None:
        query["limit"] = str(limit)
    async with session.get("/items", params=query) as response:
        return await response.json()


def tagged(client: httpx.Client, tags: set[str]) -> list:
    return client.get("/items", params={"tag": sorted(tags)}).json()
```

httpx takes `bool` and `None`, and lists and tuples:

```python
import httpx


def items(client: httpx.Client, closed: bool, names: list[str]) -> list:
    return client.get("/items", params={"closed": closed, "name": names}).json()
```

## How to fix

Give an `AsyncClient` an `AsyncHTTPTransport`. Write a `bool` in the way the server expects it, and leave `None` out.
Sort a set, or make a list of it.

## Fix

`True` and `False` that are written in the call become `"true"` and `"false"`. This is unsafe: only the server knows
which spelling it wants.

```python
import aiohttp


async def search(session: aiohttp.ClientSession, url: str) -> str:
    async with session.get(url, params={"q": "x", "all": True}) as response:  # JAM510
        return await response.text()
```

```diff unsafe
-    async with session.get(url, params={"q": "x", "all": True}) as response:
+    async with session.get(url, params={"q": "x", "all": "true"}) as response:
```

## When not to use it

There is no known reason to switch it off. If a report is wrong, please open an issue.

## Known missed alarms

Values that are put into the dict later, and those of dicts that another function makes:

```python
import aiohttp


async def items(session: aiohttp.ClientSession, query: dict, closed: bool) -> list:
    query["closed"] = closed
    async with session.get("/items", params=query) as response:
        return await response.json()
```

## See also

- [aiohttp: passing parameters in URLs](https://docs.aiohttp.org/en/stable/client_quickstart.html#passing-parameters-in-urls)
- [httpx: query parameters](https://www.python-httpx.org/compatibility/#query-parameters)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.idioms.elements import wrong_values
from flake8_fakeasync.analysis.idioms.idioms import link
from flake8_fakeasync.analysis.syntax.exprs import Call
from flake8_fakeasync.rule import Rule, fix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM510",
    name="wrong-parameter-value",
    message="wrong parameter value: {kind} in {keyword}= of {culprit}() {what}; use {instead}",
    since="0.1.0",
    fix=("unsafe",),
)


@rule.on(Call)
def check(call: Call, context: Context) -> Iterator[Violation]:
    """Report the query parameters of a request that hold what the library does not take."""
    for place, idiom, keyword, kind in wrong_values(context, call):
        yield rule.violation(
            call,
            culprit=place,
            kind=kind,
            keyword=keyword,
            what=idiom.note,
            instead=idiom.replacement,
            link=link(context, place, idiom),
            fixes=fix(
                'write "true" and "false"', None if idiom.values else context.edits.flags(call, keyword), "unsafe"
            ),
        )
