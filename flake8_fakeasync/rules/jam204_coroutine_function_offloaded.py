"""An async function that is handed to a thread as if it were a sync one.

## What it reports

An offloading call whose callable is an `async def` of the project, a lambda that calls one, or a coroutine method of
a catalogued async client.

## Why is this bad?

The thread calls the function, which makes a coroutine and runs none of its body. The coroutine comes back
as the result and nobody awaits it: the work never happens, and Python prints `coroutine ... was never awaited` at best.

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
example.py:12:11: JAM204 coroutine function handed to a thread: notify in to_thread() makes a coroutine that nobody awaits; await it
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

A thread may run an event loop of its own:

```python
import asyncio


async def work() -> None:
    await asyncio.sleep(1)


async def main() -> None:
    await asyncio.to_thread(asyncio.run, work())
```

## How to fix

Await the function. To run it beside other work, `asyncio.create_task(notify(url))`.

## When not to use it

`await (await asyncio.to_thread(f))` awaits the coroutine after all and is not reported. Offloaders that
refuse coroutine functions (`sync_to_async`) or take them (`ensure_async`, Home Assistant's `async_add_job`) are left
alone.

## Known missed alarms

Jobs given to `executor.submit` (`await future.result()` is possible), functions behind decorators that are not known
to leave them async, and home-made wrappers, which often look at what they are given:

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
- JAM202 reports a callable that was called before it is handed over
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.names.offloads import Offload
from flake8_fakeasync.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.linked import Linked
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM204",
    name="coroutine-function-offloaded",
    message="coroutine function handed to a thread: {name} in {via}() makes a coroutine that nobody awaits; await it",
    since="0.1.0",
)


@rule.on(Offload)
def check(offload: Offload, linked: Linked) -> Iterator[Violation]:
    """Report an offloading call that is given a coroutine function."""
    misplaced = linked.threads.misplaced(offload)
    if misplaced is not None:
        yield rule.violation(offload.call, name=misplaced.name, via=misplaced.via)
