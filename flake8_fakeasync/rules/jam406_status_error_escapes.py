"""A status error of httpx that the handlers around `raise_for_status()` do not catch.

## What it reports

`raise_for_status()` of a response of httpx in a `try` that catches exceptions of httpx, and of these only
`RequestError` or what is below it. The rule is off by default: the error may be meant to go on.

## Why is this bad?

In requests, `RequestException` is the base of all errors. `httpx.RequestError` has a similar name and is
the base of half of them: an `HTTPStatusError` is none. A 500 goes past a handler that seems to catch
everything.

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
example.py:7:9: JAM406 status error escapes: raise_for_status() in fetch() raises httpx.HTTPStatusError, which is no RequestError; catch it or httpx.HTTPError (https://www.python-httpx.org/exceptions/#the-exception-hierarchy)
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

Catch `httpx.HTTPError`, the base of both, or `httpx.HTTPStatusError` beside what is caught. Where the
status error is meant to go on, move `raise_for_status()` behind the `try`.

## When not to use it

Leave it off when your code tells transport errors and bad answers apart on purpose.

## Known missed alarms

A response of an unknown client is nobody's, and so is what helpers call:

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
from flake8_fakeasync.analysis.syntax.rows import Call
from flake8_fakeasync.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.linked import Linked
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM406",
    name="status-error-escapes",
    message="status error escapes: raise_for_status() in {where} raises {error}, "
    "which is no RequestError; catch it or {base} ({link})",
    since="0.1.0",
    default=False,
)


@rule.on(Call)
def check(fact: Call, linked: Linked) -> Iterator[Violation]:
    """Report a check of the status whose error no handler around it catches, though errors of httpx are caught."""
    error = escaping(linked, fact)
    if error is not None:
        yield rule.violation(
            fact,
            where=linked.where(fact.region),
            error=error.name,
            base=error.bases[0],
            link=linked.advice.link("exception-hierarchy", (error.library,)),
        )
