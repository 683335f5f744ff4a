"""A handler for an exception that httpx does not have.

## What it reports

A name in a handler that does not exist in httpx (`httpx.RequestException`, `httpx.ConnectionError`,
`httpx.exceptions.Timeout`) or that is not an exception (`httpx.Timeout`). It covers the same forms of
handlers as JAM401, and `isinstance` tests of the caught exception.

## Why is this bad?

Python evaluates the expression of an `except` clause only when an exception arrives. Nobody notices that the
name does not exist until the first failure. Then it raises an `AttributeError` (or a `TypeError`) that
replaces the error to be handled.

## Bad

```python
import httpx


async def fetch(client: httpx.AsyncClient, url: str) -> bytes | None:
    try:
        response = await client.get(url)
    except httpx.Timeout:  # JAM405
        return None
    except httpx.exceptions.ConnectionError:  # JAM405
        return None
    return response.content
```

```text
example.py:7:5: JAM405 no such exception: httpx.Timeout is no exception; use httpx.TimeoutException (https://www.python-httpx.org/exceptions/#the-exception-hierarchy)
example.py:9:5: JAM405 no such exception: httpx has no exceptions.ConnectionError; use httpx.TransportError (https://www.python-httpx.org/exceptions/#the-exception-hierarchy)
```

## Good

```python
import httpx


async def fetch(client: httpx.AsyncClient, url: str) -> bytes | None:
    try:
        response = await client.get(url)
    except httpx.TimeoutException:
        return None
    except httpx.TransportError:
        return None
    return response.content
```

## How to fix

Use the exception named in the message: the counterpart of the exception that has this name in requests,
aiohttp, urllib3 or Python, or else the one whose name is nearest.

## Fix

A name that exists elsewhere in httpx, or that has one counterpart in it, is replaced: it raised `AttributeError` or
`TypeError` before. Where a name only resembles others, the choice is yours.

```python
import httpx


async def fetch(client: httpx.AsyncClient, url: str) -> bytes | None:
    try:
        return (await client.get(url)).content
    except (httpx.exceptions.ReadTimeout, httpx.Timeout):  # JAM405, JAM405
        return None
    except httpx.ServerFault:  # JAM405
        return None
```

```diff
-    except (httpx.exceptions.ReadTimeout, httpx.Timeout):
+    except (httpx.ReadTimeout, httpx.TimeoutException):
```

## When not to use it

With httpx older than 0.14, which had other names.

## Known missed alarms

A name that is looked up with `getattr` is not checked:

```python
import httpx

FAILED = getattr(httpx, "RequestException", httpx.HTTPError)


async def fetch(client: httpx.AsyncClient, url: str) -> bytes | None:
    try:
        return (await client.get(url)).content
    except FAILED:
        return None
```

## See also

- [httpx: the exception hierarchy](https://www.python-httpx.org/exceptions/#the-exception-hierarchy)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.handlers.handlers import Catch
from flake8_fakeasync.analysis.handlers.no_such_exceptions import absent
from flake8_fakeasync.rule import Rule, fix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.analysis.handlers.no_such_exceptions import Absent
    from flake8_fakeasync.diagnostics import Edit
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM405",
    name="no-such-exception",
    message="no such exception: {culprit}; use {instead}",
    since="0.1.0",
    fix=("safe",),
)


@rule.on(Catch)
def check(catch: Catch, context: Context) -> Iterator[Violation]:
    """Report names in a handler that httpx does not have, or that are no exceptions."""
    for found in absent(context, catch):
        yield rule.violation(
            catch,
            culprit=found.what,
            instead=found.instead,
            link=context.catalog.link(found.library, "exception-hierarchy"),
            fixes=fix(f"use {found.instead}", _edits(found, context)),
        )


def _edits(found: Absent, context: Context) -> tuple[Edit | None, ...]:
    return (context.edits.names(found.first, found.last, found.right),) if found.right else ()
