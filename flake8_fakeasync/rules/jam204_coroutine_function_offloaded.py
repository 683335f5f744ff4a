"""An async function that is passed to a thread as if it were a sync one.

## What it reports

An offloading call whose callable is one of your own async functions, a lambda that calls one, or a coroutine
method of an async client in the catalog.

## Why is this bad?

The thread calls the function, which creates a coroutine and runs none of its body. The coroutine is returned
as the result and is never awaited: the work never happens. At best, Python prints
`coroutine ... was never awaited`.

## Bad

```python
import asyncio

import httpx


async def notify(url: str) -> None:
    async with httpx.AsyncClient() as client:
        await client.post(url)


async def main() -> None:
    await asyncio.to_thread(notify, "https://hooks.example/1")  # JAM204
```

```text
example.py:12:11: JAM204 async function handed to a thread: to_thread(notify) creates a coroutine that is never awaited; await notify() instead
```

## Good

```python
import httpx


async def notify(url: str) -> None:
    async with httpx.AsyncClient() as client:
        await client.post(url)


async def main() -> None:
    await notify("https://hooks.example/1")
```

A thread may run its own event loop:

```python
import asyncio


async def work() -> None:
    await asyncio.sleep(1)


async def main() -> None:
    await asyncio.to_thread(asyncio.run, work())
```

## How to fix

Await the function. To run it concurrently with other work, use `asyncio.create_task(notify(url))`.

## Fix

The function is awaited directly. This is unsafe: code that awaits the coroutine that it gets today would fail.

```python
import asyncio


async def load(name: str, depth: int) -> str:
    await asyncio.sleep(depth)
    return name


async def main() -> None:
    await asyncio.to_thread(load, "a", depth=1)  # JAM204
    await asyncio.get_running_loop().run_in_executor(None, load, "b", 2)  # JAM204
```

```diff unsafe
-    await asyncio.to_thread(load, "a", depth=1)
-    await asyncio.get_running_loop().run_in_executor(None, load, "b", 2)
+    await load("a", depth=1)
+    await load("b", 2)
```

## When not to use it

There is no reason to switch it off. `await (await asyncio.to_thread(f))` awaits the coroutine after all and
is not reported. Offloaders that refuse async functions (`sync_to_async`) or accept them (`ensure_async`, Home
Assistant's `async_add_job`) are not reported either.

## Known missed alarms

Jobs passed to `executor.submit` (`await future.result()` is possible), functions behind decorators that are
not known to keep them async, and your own wrappers, because they often inspect the callable they are given:

```python
import asyncio


async def run(function, *arguments):
    return await asyncio.to_thread(function, *arguments)


async def work() -> None:
    await asyncio.sleep(1)


async def main() -> None:
    await run(work)
```

## See also

- [asyncio: running in threads](https://docs.python.org/3/library/asyncio-task.html#running-in-threads)
- JAM202 reports a function that is called before it reaches the thread
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.infer.offloads import Offload
from flake8_fakeasync.rule import Rule, fix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.diagnostics import Edit
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM204",
    name="coroutine-function-offloaded",
    message="async function handed to a thread: {via}({culprit}) creates a coroutine that is never awaited; await {culprit}() instead",
    since="0.1.0",
    fix=("unsafe",),
)


@rule.on(Offload)
def check(offload: Offload, context: Context) -> Iterator[Violation]:
    """Report an offloading call that is given a coroutine function."""
    misplaced = context.threads.misplaced(offload)
    if misplaced is not None:
        yield rule.violation(
            offload.call,
            culprit=misplaced.name,
            via=misplaced.via,
            fixes=fix(f"await {misplaced.name}()", _edits(offload, context), "unsafe"),
        )


def _edits(offload: Offload, context: Context) -> tuple[Edit, ...] | None:
    """Return the edits that await the function itself, where the offloading call is awaited."""
    entry, call = offload.entry, offload.call
    if entry is None or entry.arguments not in {"rest", "kwargs-too"} or not context.is_awaited(call.id):
        return None
    if call.keywords and entry.arguments == "rest":
        return None
    return context.edits.unwrapped(call, entry.callable)
