"""A handler for requests' exceptions that must change together with the blocking call.

## What it reports

A handler for exceptions of requests in an async function, if the guarded code itself calls requests: the call
that JAM101 reports.

## Why is this bad?

Today the handler works. If you replace the blocking call with an awaited call of another library and leave
the handler as it is, nothing tells you: the handler never matches again, and errors pass it by. Both lines
have to change together.

## Bad

```python
import requests


async def fetch(url: str) -> dict | None:
    try:
        response = requests.get(url, timeout=10)  # JAM101
        response.raise_for_status()
    except requests.HTTPError:  # JAM402
        return None
    return response.json()
```

```text
example.py:6:20: JAM101 async function fetch() blocks on HTTP: requests.get(); use httpx.AsyncClient (https://www.python-httpx.org/async/#making-async-requests)
example.py:8:5: JAM402 this handler must change together with the call: except requests.HTTPError around requests.get() in fetch(); use httpx.HTTPStatusError (https://www.python-httpx.org/compatibility/#exceptions-and-errors)
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

## How to fix

Change the call and its handlers in one step. The message names the closest exception. Where that one covers
less than the old one, catch the exceptions in the third column as well:

| requests | httpx | also catch |
|---|---|---|
| `RequestException` | `HTTPError` | `InvalidURL`; `json.JSONDecodeError` for a body that is not JSON |
| `HTTPError` | `HTTPStatusError` | |
| `ConnectionError` | `TransportError` | |
| `Timeout` | `TimeoutException` | |

A handler that catches the exceptions of both libraries is not reported:

```python
import httpx
import requests


async def fetch(url: str) -> bytes | None:
    try:
        return requests.get(url, timeout=10).content  # JAM101
    except (requests.RequestException, httpx.HTTPError):
        return None
```

## When not to use it

If you suppress JAM101 because the call is meant to stay, suppress this rule as well.

## Known missed alarms

Calls that are reached through helpers or that run in a thread are not considered: there the handler remains
correct until the helper changes.

```python
import asyncio

import requests


def load(url: str) -> bytes:
    return requests.get(url, timeout=10).content


async def fetch(url: str) -> bytes | None:
    try:
        return load(url)  # JAM102
    except requests.RequestException:
        return None
```

## See also

- [httpx: exceptions and errors](https://www.python-httpx.org/compatibility/#exceptions-and-errors)
- JAM101, which reports the call; JAM401, which reports the handler once it is left behind
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.handlers.handlers import Catch
from flake8_fakeasync.analysis.handlers.stale import tied
from flake8_fakeasync.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM402",
    name="requests-exception-in-async",
    message="this handler must change together with the call: {says} {culprit} around {call} in {where}; {instead}",
    since="0.1.0",
)


@rule.on(Catch)
def check(catch: Catch, context: Context) -> Iterator[Violation]:
    """Report a handler of requests around a call of requests that blocks a coroutine."""
    found = tied(context, catch)
    if found is not None:
        yield rule.violation(
            catch,
            says=catch.says,
            culprit=found.names,
            call=found.libraries[0],
            where=context.where(catch.region),
            instead=found.instead,
            link=context.catalog.link(context.advice.library, "exceptions-and-errors"),
        )
