"""A handler for the exceptions of an HTTP library that the guarded code does not use.

## What it reports

A handler for the exceptions of one library (requests, urllib, urllib3, aiohttp, httpx, httpx2, ...) if all
HTTP in the guarded code goes through another library. It may be an `except` clause, a member of its tuple or
of a constant, `except*`, `contextlib.suppress`, `pytest.raises`, a retry condition of tenacity, backoff or
stamina, or an `isinstance` test of the caught exception. Your own functions that the guarded code calls are
followed.

## Why is this bad?

The handler looks correct but never runs. The error that it was written for passes it by and reaches the
caller, without the fallback, the retry or the log line. Nobody notices until a server fails.

## Bad

```python
import httpx
import requests


async def fetch(client: httpx.AsyncClient, url: str) -> dict | None:
    try:
        response = await client.get(url)
        response.raise_for_status()
    except requests.HTTPError:  # JAM401
        return None
    return response.json()
```

```text
example.py:9:5: JAM401 handler never matches: except requests.HTTPError around httpx calls in fetch(); use httpx.HTTPStatusError (https://www.python-httpx.org/compatibility/#exceptions-and-errors)
```

httpx2 and httpx are different libraries, and calls in helpers count:

```python
import httpx
import httpx2


class Weather:
    def __init__(self, client: httpx2.AsyncClient) -> None:
        self.client = client

    async def _load(self, city: str) -> httpx2.Response:
        return await self.client.get(f"https://weather.example/{city}")

    async def today(self, city: str) -> str:
        try:
            response = await self._load(city)
        except httpx.TimeoutException:  # JAM401
            return "unknown"
        return response.text
```

## Good

```python
import httpx


async def fetch(client: httpx.AsyncClient, url: str) -> dict | None:
    try:
        response = await client.get(url)
        response.raise_for_status()
    except httpx.HTTPStatusError:
        return None
    return response.json()
```

While both libraries are in use, catch the exceptions of both:

```python
import httpx
import requests


async def fetch(client: httpx.AsyncClient, url: str) -> bytes | None:
    try:
        return (await client.get(url)).content
    except (requests.RequestException, httpx.HTTPError):
        return None
```

## How to fix

Catch the exception named in the message. Exceptions of different libraries seldom correspond exactly:
`requests.HTTPError` is `httpx.HTTPStatusError`, not `httpx.HTTPError`, and `requests.RequestException` also
covers an invalid URL (`httpx.InvalidURL`) and a body that is not JSON (`json.JSONDecodeError`), which
`httpx.HTTPError` does not.

## Fix

In an `except` clause, exceptions that have a counterpart are replaced by it. This is unsafe: the handler begins to run.
What the counterpart does not cover is caught as well, such as aiohttp's `TimeoutError`.

```python
import httpx
import requests


async def fetch(client: httpx.AsyncClient, url: str) -> str | None:
    try:
        return (await client.get(url)).text
    except (requests.Timeout, ValueError):  # JAM401
        return None
```

```diff unsafe
-    except (requests.Timeout, ValueError):
+    except (httpx.TimeoutException, ValueError):
```

A `requests.RequestException` was raised for a body that is not JSON as well. Where one is decoded, the choice is yours:

```python
import httpx
import requests


async def fetch(client: httpx.AsyncClient, url: str) -> dict | None:
    try:
        response = await client.get(url)
        return response.json()
    except requests.RequestException:  # JAM401
        return None
```

```diff shown
-    except requests.RequestException:
+    except httpx.HTTPError:
# or
-    except requests.RequestException:
+    except (httpx.HTTPError, ValueError):
```

## When not to use it

There is no known reason to switch it off. If a report is wrong, please open an issue.

## Known missed alarms

A call to something unknown may raise anything:

```python
import httpx
import requests
import storage


async def save(client: httpx.AsyncClient, url: str) -> None:
    try:
        storage.put(await client.get(url))
    except requests.RequestException:
        pass
```

## See also

- [httpx: exceptions and errors](https://www.python-httpx.org/compatibility/#exceptions-and-errors)
- [httpx: the exception hierarchy](https://www.python-httpx.org/exceptions/#the-exception-hierarchy)
- JAM402 reports handlers for requests around calls to requests, JAM404 handlers for Python's built-in
  exceptions
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.handlers.handlers import Catch
from flake8_fakeasync.analysis.handlers.mending import replaced
from flake8_fakeasync.analysis.handlers.stale import stale
from flake8_fakeasync.rule import Rule, fix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.analysis.handlers.stale import Stale
    from flake8_fakeasync.diagnostics import Applicability, Fix
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM401",
    name="handler-never-matches",
    message="handler never matches: {says} {culprit} around {libraries} calls in {where}; {instead}",
    since="0.1.0",
    fix=("unsafe", "shown"),
)


@rule.on(Catch)
def check(catch: Catch, context: Context) -> Iterator[Violation]:
    """Report a handler whose exceptions none of the libraries in use raises."""
    found = stale(context, catch)
    if found is not None:
        yield rule.violation(
            catch,
            says=catch.says,
            culprit=found.names,
            where=context.where(catch.region),
            libraries=" and ".join(found.libraries),
            instead=found.instead,
            link=context.catalog.link(found.libraries[0], "exceptions-and-errors"),
            fixes=_fixes(catch, found, context),
        )


def _fixes(catch: Catch, found: Stale, context: Context) -> tuple[Fix, ...]:
    """Return the fix that names other exceptions; where there are several, each is for people to choose."""
    ways = list(replaced(context, context.edits, catch, found))
    applicability: Applicability = "unsafe" if len(ways) == 1 else "shown"
    return tuple(each for names, edits in ways for each in fix(f"catch {', '.join(names)}", edits, applicability))
