"""An async function that waits for a thread, a process or an event loop through a helper.

## What it reports

Calls, property accesses, `with` blocks and iterations in the body of an async function that lead, through your own
functions, to what JAM131 reports: `result()` on a future of a pool, `join` on a thread, `wait` on an event,
`asyncio.run`, leaving a pool that still runs jobs. The message contains the call path.

## Why is this bad?

However deep the wait is, the event loop stalls until the thread has finished. If the thread needs the event loop
itself, both wait forever.

## Bad

```python
from concurrent.futures import ThreadPoolExecutor

pool = ThreadPoolExecutor()


def size(path: str) -> int:
    with open(path, "rb") as file:
        return len(file.read())


def total(paths: list[str]) -> int:
    jobs = [pool.submit(size, path) for path in paths]
    return sum(job.result() for job in jobs)


async def report(paths: list[str]) -> int:
    return total(paths)  # JAM132
```

```text
example.py:17:12: JAM132 async function report() waits for a thread: total() -> concurrent.futures.Future.result() at example.py:13; use asyncio.wrap_future
```

## Good

```python
import asyncio


def size(path: str) -> int:
    with open(path, "rb") as file:
        return len(file.read())


async def total(paths: list[str]) -> int:
    return sum(await asyncio.gather(*(asyncio.to_thread(size, path) for path in paths)))


async def report(paths: list[str]) -> int:
    return await total(paths)
```

## How to fix

Make the functions on the path async and await the work: `await loop.run_in_executor(pool, f, x)`,
`asyncio.wrap_future` for a future that already exists. If that has to wait, `await asyncio.to_thread(total, paths)` keeps
the event loop free while the thread waits.

## When not to use it

If a function is never called while the event loop runs, declare it: `fakeasync-nonblocking = shop.batch.*`.

## Known missed alarms

Futures and threads of unknown type, and futures that are tested (`if job.done():`) anywhere in the same function:

```python
def finish(job):
    return job.result()


async def report(jobs: dict) -> None:
    finish(jobs["daily"])
```

## See also

- JAM131 reports waits in the async function itself
- JAM102 and JAM112 report HTTP and other network I/O that is reached through your own functions
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.reach.blocked import Reached
from flake8_fakeasync.analysis.threads.waits import waited_for
from flake8_fakeasync.rule import Rule
from flake8_fakeasync.rules.blocking_report import running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM132",
    name="blocking-wait-through-helper",
    message="{subject} waits for {waited_for}: {chosen}{path}; {advice}",
    since="0.1.0",
)


@rule.on(Reached)
def check(reached: Reached, context: Context) -> Iterator[Violation]:
    """Report what waits for a thread or an event loop in functions that code on the event loop calls."""
    if reached.path.blocking.kind == "wait":
        instead = context.advice.instead(reached.path.blocking.instead, "wait")
        yield rule.violation(
            reached,
            culprit=reached.path.blocking.name,
            frames=reached.path.frames,
            chosen=reached.chosen,
            waited_for=waited_for(reached.path.blocking.name),
            **running(reached.entry, reached.function, instead),
        )
