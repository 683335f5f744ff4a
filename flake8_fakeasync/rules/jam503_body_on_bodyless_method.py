"""A request body for an httpx method that takes none.

## What it reports

`json=`, `data=`, `files=` or `content=` in a call to `get`, `head`, `options` or `delete` of httpx or of one
of its clients.

## Why is this bad?

requests sends a body with any method. httpx raises a `TypeError`, even for `json=None`. The most common
victim is a `DELETE` request to an API that expects a reason in the body.

## Bad

```python
import httpx


async def remove(client: httpx.AsyncClient, url: str, reason: str) -> None:
    await client.delete(url, json={"reason": reason})  # JAM503
```

```text
example.py:5:11: JAM503 request body not accepted: httpx.AsyncClient.delete() does not accept json=; use client.request("DELETE", ...) (https://www.python-httpx.org/compatibility/#request-body-on-http-methods)
```

## Good

```python
import httpx


async def remove(client: httpx.AsyncClient, url: str, reason: str) -> None:
    await client.request("DELETE", url, json={"reason": reason})
```

aiohttp accepts a body for every method:

```python
import aiohttp


async def remove(session: aiohttp.ClientSession, url: str, reason: str) -> None:
    async with session.delete(url, json={"reason": reason}) as response:
        response.raise_for_status()
```

## How to fix

Call `request` with the HTTP method as its first argument.

## Fix

The method becomes the first argument of `request`: the call raised `TypeError` before.

```python
import httpx


async def remove(client: httpx.AsyncClient, url: str, ids: list[int]) -> None:
    response = await client.delete(  # JAM503
        url,
        json={"ids": ids},
    )
    response.raise_for_status()
```

```diff
-    response = await client.delete(
+    response = await client.request(
+        "DELETE",
```

## When not to use it

No reason not to: the call cannot succeed.

## Known missed alarms

A body passed in a dictionary that is not written out in the same file: `client.delete(url, **options)`.

## See also

-
  [httpx: request body on HTTP methods](https://www.python-httpx.org/compatibility/#request-body-on-http-methods)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.idioms.arguments import BODY, Rejected
from flake8_fakeasync.analysis.idioms.idioms import instead, link
from flake8_fakeasync.analysis.syntax.exprs import Attribute
from flake8_fakeasync.rule import Rule, fix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.diagnostics import Edit
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM503",
    name="body-on-bodyless-method",
    message="request body not accepted: {culprit}() does not accept {argument}; {instead}",
    since="0.1.0",
    fix=("safe",),
)


@rule.on(Rejected)
def check(rejected: Rejected, context: Context) -> Iterator[Violation]:
    """Report a body that the callee does not take."""
    call, place, idiom, shown, *_ = rejected
    if idiom.anchor == BODY:
        yield rule.violation(
            call,
            culprit=place,
            argument=shown,
            instead=instead(idiom),
            link=link(context, place, idiom),
            fixes=fix(f'call request("{place.name.upper()}", ...)', _edits(rejected, context)),
        )


def _edits(rejected: Rejected, context: Context) -> tuple[Edit | None, ...]:
    """Return the edits that name the method in an argument; none where the callee is passed on."""
    call, place = rejected.call, rejected.place
    read = context.module.row(call.function)
    if rejected.is_forwarded or not isinstance(read, Attribute) or read.name != place.name or place.among > 1:
        return ()
    edits = context.edits
    return edits.name(read, "request"), edits.first_argument(call, f'"{read.name.upper()}"')
