"""A handler for aiohttp's errors that does not catch its total timeout.

## What it reports

An `except` clause, or a retry condition, for `aiohttp.ClientError` or one of its connection errors around requests
of aiohttp, if nothing there catches `TimeoutError`. Your own functions that the guarded code calls are followed.

## Why is this bad?

The total timeout of aiohttp, five minutes unless it is set, raises a plain `TimeoutError`, which is not a
`ClientError`. With requests, `RequestException` covered timeouts as well. After the migration a slow server is
the one failure that the fallback or the retry does not see.

## Bad

```python
import aiohttp


async def waves(session: aiohttp.ClientSession, buoy: str) -> str | None:
    try:
        async with session.get(f"https://buoys.example/{buoy}") as response:
            return await response.text()
    except aiohttp.ClientError:  # JAM407
        return None
```

```text
example.py:8:5: JAM407 timeout escapes: except aiohttp.ClientError around aiohttp calls in waves(), whose total timeout is a plain TimeoutError; catch TimeoutError too (https://docs.aiohttp.org/en/stable/client_quickstart.html)
```

## Good

```python
import aiohttp


async def waves(session: aiohttp.ClientSession, buoy: str) -> str | None:
    try:
        async with session.get(f"https://buoys.example/{buoy}") as response:
            return await response.text()
    except (aiohttp.ClientError, TimeoutError):
        return None
```

Without a total timeout, or for errors of the response alone, there is nothing to add:

```python
import aiohttp


async def watch(session: aiohttp.ClientSession, url: str) -> str:
    try:
        async with session.get(url, timeout=aiohttp.ClientTimeout(total=None, sock_read=30)) as response:
            return await response.text()
    except aiohttp.ClientError:
        return ""


async def status(session: aiohttp.ClientSession, url: str) -> int:
    try:
        async with session.get(url, raise_for_status=True) as response:
            return response.status
    except aiohttp.ClientResponseError as error:
        return error.status
```

## How to fix

Catch `TimeoutError` too (`asyncio.TimeoutError` up to Python 3.10).

## Fix

`TimeoutError` is added to an `except` clause. This is unsafe: the clause catches more than before.

```python
import aiohttp


async def fetch(session: aiohttp.ClientSession, url: str) -> str | None:
    try:
        async with session.get(url) as response:
            return await response.text()
    except aiohttp.ClientError:  # JAM407
        return None
```

```diff unsafe
-    except aiohttp.ClientError:
+    except (aiohttp.ClientError, TimeoutError):
```

## When not to use it

The rule is off by default: a caller may well want to see timeouts. Switch it on (`fakeasync-enable = JAM407`)
during a migration.

## Known missed alarms

A handler around a call to a function that is not yours:

```python
import aiohttp
import weather


async def today(session: aiohttp.ClientSession) -> str:
    try:
        return await weather.today(session)
    except aiohttp.ClientError:
        return ""
```

## See also

- [aiohttp: timeouts](https://docs.aiohttp.org/en/stable/client_quickstart.html#timeouts)
- JAM401 reports handlers that match nothing at all
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.handlers.handlers import Catch
from flake8_fakeasync.analysis.handlers.timeouts import LIBRARY, escaping_timeout
from flake8_fakeasync.rule import Rule, fix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM407",
    name="timeout-escapes",
    message="timeout escapes: {says} {culprit} around aiohttp calls in {where}, whose total timeout is a plain "
    "TimeoutError; catch TimeoutError too",
    since="0.1.0",
    default=False,
    fix=("unsafe",),
)


@rule.on(Catch)
def check(catch: Catch, context: Context) -> Iterator[Violation]:
    """Report a handler for errors of aiohttp that its total timeout goes past."""
    error = escaping_timeout(context, catch)
    if error is not None:
        yield rule.violation(
            catch,
            culprit=error,
            says=catch.says,
            where=context.where(catch.region),
            link=context.catalog.link(LIBRARY, "timeouts"),
            fixes=fix("catch TimeoutError too", context.edits.catching(catch, "TimeoutError"), "unsafe"),
        )
