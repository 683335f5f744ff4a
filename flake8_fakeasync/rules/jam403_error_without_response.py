"""An exception's `response` attribute that may not exist.

## What it reports

`e.response` if `e` may be any `httpx.HTTPError` or `httpx.RequestError` (only `HTTPStatusError` has a
response), or an aiohttp exception (none has a response). Tests with `isinstance`, `hasattr` or `match`, and
`getattr` with a default, are understood. Only the first read in a block is reported, because that is the one
that fails.

## Why is this bad?

Every exception of requests has a `response` attribute, which may be None. In httpx the attribute is missing
altogether, so `if e.response is not None` is not a guard: it raises an `AttributeError` that replaces the
error being handled. This happens if the network fails, not if the server answers with an error status, so
tests seldom notice it.

## Bad

```python
import httpx


async def fetch(client: httpx.AsyncClient, url: str) -> str:
    try:
        response = await client.get(url)
        response.raise_for_status()
    except httpx.HTTPError as error:
        if error.response is not None:  # JAM403
            return error.response.text
        raise
    return response.text
```

```text
example.py:9:12: JAM403 exception may have no response: httpx.HTTPError may be a RequestError; test isinstance(error, httpx.HTTPStatusError) first (https://www.python-httpx.org/exceptions/#the-exception-hierarchy)
```

aiohttp stores the status, headers and message on the exception itself:

```python
import aiohttp


async def fetch(session: aiohttp.ClientSession, url: str) -> int:
    try:
        async with session.get(url, raise_for_status=True) as response:
            return response.status
    except aiohttp.ClientResponseError as error:
        return error.response.status  # JAM403
```

## Good

```python
import httpx


async def fetch(client: httpx.AsyncClient, url: str) -> str:
    try:
        response = await client.get(url)
        response.raise_for_status()
    except httpx.HTTPStatusError as error:
        return error.response.text
    except httpx.HTTPError as error:
        return repr(error)
    return response.text
```

```python
import aiohttp


async def fetch(session: aiohttp.ClientSession, url: str) -> int:
    try:
        async with session.get(url, raise_for_status=True) as response:
            return response.status
    except aiohttp.ClientResponseError as error:
        return error.status
```

## How to fix

Catch `httpx.HTTPStatusError` separately, before its base class, or test
`isinstance(error, httpx.HTTPStatusError)`. With aiohttp, use `error.status`, `error.message` and
`error.headers` of a `ClientResponseError`; read the body before you call `raise_for_status()`.

## When not to use it

There is no known reason to switch it off. If a report is wrong, please open an issue.

## Known missed alarms

The type of an unannotated parameter is unknown, so nothing is reported:

```python
def describe(error):
    return error.response.text
```

## See also

- [httpx: the exception hierarchy](https://www.python-httpx.org/exceptions/#the-exception-hierarchy)
-
  [aiohttp: ClientResponseError](https://docs.aiohttp.org/en/stable/client_reference.html#aiohttp.ClientResponseError)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.handlers.responses import (
    RESPONSE,
    asks_for_status_only,
    bare,
    is_first,
    without_response,
)
from flake8_fakeasync.analysis.idioms.candidates import CandidateRead
from flake8_fakeasync.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.analysis.syntax.exprs import Attribute
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM403",
    name="error-without-response",
    message="exception {has} no response: {culprit}{why}; {instead}",
    since="0.1.0",
)


@rule.on(CandidateRead)
def check(fact: Attribute, context: Context) -> Iterator[Violation]:
    """Report the response of an exception that may have none."""
    if fact.name != RESPONSE:
        return
    error = without_response(context, fact.base)
    if error is not None and is_first(context, fact) and not asks_for_status_only(context, fact.base):
        has = context.catalog.exception(f"{error.library}.HTTPStatusError")
        yield rule.violation(
            fact,
            culprit=error.name,
            has="may have" if has else "has",
            why=f" may be a {bare(context, error)}" if has else "",
            instead=f"test isinstance(error, {has.name}) first" if has else "use its status, message and headers",
            link=context.catalog.link(error.library, "exception-hierarchy"),
        )
