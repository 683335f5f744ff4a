"""An httpx status error that the handlers around `raise_for_status()` do not catch.

## What it reports

`raise_for_status()` on an httpx response in a `try` statement whose handlers catch only `RequestError`, or
its subclasses, of all httpx exceptions. The rule is off by default: the error may be meant to propagate.

## Why is this bad?

In requests, `RequestException` is the base of all errors. `httpx.RequestError` has a similar name but is the
base of only half of them: an `HTTPStatusError` is not one of them. A status of 500 passes a handler that
seems to catch everything.

## Bad

```python
import httpx


async def fetch(client: httpx.AsyncClient, url: str) -> bytes | None:
    try:
        response = await client.get(url)
        response.raise_for_status()  # JAM406
    except httpx.RequestError:
        return None
    return response.content
```

```text
example.py:7:9: JAM406 status error escapes: raise_for_status() in fetch() raises httpx.HTTPStatusError, which is not a RequestError; catch it or httpx.HTTPError (https://www.python-httpx.org/exceptions/#the-exception-hierarchy)
```

## Good

```python
import httpx


async def fetch(client: httpx.AsyncClient, url: str) -> bytes | None:
    try:
        response = await client.get(url)
        response.raise_for_status()
    except httpx.HTTPError:
        return None
    return response.content
```

## How to fix

Catch `httpx.HTTPError`, the base of both, or add `httpx.HTTPStatusError` to the handler. If the status error
is meant to propagate, move `raise_for_status()` after the `try` statement.

## When not to use it

Leave it off if your code deliberately treats transport errors and error statuses differently.

## Known missed alarms

A response of an unknown client, and calls to `raise_for_status()` in helpers:

```python
import httpx


async def fetch(client, url: str) -> bytes | None:
    try:
        response = await client.get(url)
        response.raise_for_status()
    except httpx.RequestError:
        return None
    return response.content
```

## See also

- [httpx: the exception hierarchy](https://www.python-httpx.org/exceptions/#the-exception-hierarchy)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.handlers.escapes import escaping
from flake8_fakeasync.analysis.syntax.exprs import Call
from flake8_fakeasync.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM406",
    name="status-error-escapes",
    message="status error escapes: raise_for_status() in {where} raises {culprit}, "
    "which is not a RequestError; catch it or {base}",
    since="0.1.0",
    default=False,
)


@rule.on(Call)
def check(fact: Call, context: Context) -> Iterator[Violation]:
    """Report a check of the status whose error no handler around it catches, though errors of httpx are caught."""
    error = escaping(context, fact)
    if error is not None:
        yield rule.violation(
            fact,
            where=context.where(fact.region),
            culprit=error.name,
            base=error.bases[0],
            link=context.catalog.link(error.library, "exception-hierarchy"),
        )
