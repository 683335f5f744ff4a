"""A function that is called too early, instead of being handed to a thread.

## What it reports

A call in the position where an offloading function expects a callable, if that call blocks, reaches a
blocking call through your own functions, or creates a coroutine. The rules on blocking calls (JAM101, JAM102
and so on) do not report the same call again.

## Why is this bad?

Arguments are evaluated before the call. The request therefore runs on the event loop, which stalls until the
response is there; then the thread tries to call the response, and that fails with
`'Response' object is not callable`.

## Bad

```python
import asyncio

import requests


async def fetch(url: str) -> str:
    response = await asyncio.to_thread(requests.get(url))  # JAM202
    return response.text
```

```text
example.py:7:40: JAM202 function called too early: requests.get() blocks the event loop, and to_thread() gets its result; pass the function itself
```

The same mistake with one of your own functions, and with a coroutine:

```python
import asyncio

import httpx
import requests


def price(isin: str) -> float:
    return requests.get(f"https://stocks.example/{isin}").json()["price"]


async def refresh(client: httpx.AsyncClient) -> None:
    await client.post("https://stocks.example/refresh")


async def main(client: httpx.AsyncClient) -> None:
    loop = asyncio.get_running_loop()
    print(await loop.run_in_executor(None, price("DE0007164600")))  # JAM202
    await asyncio.to_thread(refresh(client))  # JAM202
```

## Good

```python
import httpx


async def fetch(client: httpx.AsyncClient, url: str) -> str:
    response = await client.get(url)
    return response.text
```

A call that returns a callable is correct:

```python
import asyncio
from functools import partial


async def total(rows: list[int]) -> int:
    return await asyncio.to_thread(partial(sum, rows, start=10))
```

## How to fix

Await an async client. If you need a thread, pass the function and its arguments separately:
`asyncio.to_thread(compute, rows)`, or `loop.run_in_executor(None, partial(compute, rows, deep=True))` for
keyword arguments.

## Fix

The function and its arguments are passed separately, keyword arguments by `functools.partial` where the offloading
function takes none: before, the code blocked the event loop and then failed. JAM201 may be reported for the result.

```python
import asyncio

import requests


async def fetch(url: str) -> list[str]:
    loop = asyncio.get_running_loop()
    first = await asyncio.to_thread(requests.get(url, timeout=10))  # JAM202
    second = await loop.run_in_executor(None, requests.get(url, timeout=10))  # JAM202
    return [first.text, second.text]
```

```diff
+import functools
-    first = await asyncio.to_thread(requests.get(url, timeout=10))
-    second = await loop.run_in_executor(None, requests.get(url, timeout=10))
+    first = await asyncio.to_thread(requests.get, url, timeout=10)
+    second = await loop.run_in_executor(None, functools.partial(requests.get, url, timeout=10))
```

## When not to use it

No reason not to: this code fails when it runs.

## Known missed alarms

A call to a function that is not known to block:

```python
import asyncio


async def main(sdk):
    await asyncio.to_thread(sdk.fetch())
```

## See also

- [asyncio.to_thread](https://docs.python.org/3/library/asyncio-task.html#asyncio.to_thread)
- JAM201 reports blocking HTTP that is passed to a thread correctly
- JAM204 reports an async function that is passed to a thread
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.infer.offloads import Offload
from flake8_fakeasync.rule import Rule, fix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.analysis.syntax.exprs import Call
    from flake8_fakeasync.diagnostics import Edit
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM202",
    name="offload-called-eagerly",
    message="function called too early: {path} {consequence}",
    since="0.1.0",
    fix=("safe",),
)


@rule.on(Offload)
def check(offload: Offload, context: Context) -> Iterator[Violation]:
    """Report a call that runs before it is offloaded."""
    early = context.threads.early(offload)
    if early is None:
        return
    if early.coroutine:
        consequence = f"creates a coroutine, which {early.via}() cannot call; await it instead"
    else:
        consequence = f"blocks the event loop, and {early.via}() gets its result; pass the function itself"
    fixes = () if early.coroutine else fix("pass the function and its arguments", _edits(offload, early.place, context))
    yield rule.violation(early.place, culprit=early.call, frames=early.frames, consequence=consequence, fixes=fixes)


def _edits(offload: Offload, call: Call, context: Context) -> tuple[Edit, ...] | None:
    """Return the edits that hand over a function with its arguments; keywords by a `partial` where the way takes none."""
    if offload.entry is None or offload.rest or offload.entry.arguments not in {"rest", "kwargs-too"}:
        return None
    if not call.keywords or offload.entry.arguments == "kwargs-too":
        return context.edits.parted(call)
    partial = context.edits.spelled("functools.partial")
    parted = context.edits.parted(call, f"{partial.text}(") if partial is not None else None
    return (*partial.edits, *parted) if partial is not None and parted is not None else None
