"""An async function that waits for a thread, a process or an event loop without `await`.

## What it reports

In the body of an async function:

- `result()` on what `executor.submit` or `asyncio.run_coroutine_threadsafe` returned,
  `concurrent.futures.wait`, and iterating over `executor.map` or `concurrent.futures.as_completed`;
- leaving a `with ThreadPoolExecutor()` block while jobs that nobody has awaited still run in it;
- `asyncio.run` and `run_until_complete`;
- `join` on a thread or process, `wait` on a `threading.Event`, `get` on a `queue.Queue`;
- `asyncstdlib.sync` around blocking I/O: it runs the function in the event loop's own thread.

## Why is this bad?

The work runs in a thread, but the wait does not: the event loop stalls until the thread has finished. If the
thread needs the event loop (`run_coroutine_threadsafe(...).result()` on its own loop), both wait forever.
`asyncio.run` in an async function raises `RuntimeError`.

## Bad

```python
import asyncio
from concurrent.futures import ThreadPoolExecutor, as_completed

pool = ThreadPoolExecutor()


def size(path: str) -> int:
    with open(path, "rb") as file:
        return len(file.read())


async def total(paths: list[str]) -> int:
    jobs = [pool.submit(size, path) for path in paths]
    return sum(job.result() for job in as_completed(jobs))  # JAM131


async def sizes(paths: list[str]) -> list[int]:
    return list(pool.map(size, paths))  # JAM131


async def main() -> None:
    print(asyncio.run(total(["a"])))  # JAM131
```

```text
example.py:14:40: JAM131 async function total() waits for a thread: concurrent.futures.as_completed(); use asyncio.as_completed
example.py:18:12: JAM131 async function sizes() waits for a thread: concurrent.futures.ThreadPoolExecutor.map(); use loop.run_in_executor
example.py:22:11: JAM131 async function main() waits for an event loop: asyncio.run(); use await
```

Leaving a `with` block of a pool waits for its jobs:

```python
from concurrent.futures import ThreadPoolExecutor


def work(number: int) -> None:
    print(number**number)


async def start() -> None:
    with ThreadPoolExecutor() as pool:  # JAM131
        for number in range(10):
            pool.submit(work, number)
```

## Good

```python
import asyncio
from concurrent.futures import ThreadPoolExecutor


def size(path: str) -> int:
    with open(path, "rb") as file:
        return len(file.read())


async def total(paths: list[str]) -> int:
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor() as pool:
        return sum(await asyncio.gather(*(loop.run_in_executor(pool, size, path) for path in paths)))


async def first(pool: ThreadPoolExecutor, path: str) -> int:
    return await asyncio.wrap_future(pool.submit(size, path))
```

## How to fix

Replace `pool.submit(f, x).result()` with `await loop.run_in_executor(pool, f, x)` or
`await asyncio.to_thread(f, x)`. Wrap futures that already exist in `asyncio.wrap_future`, use
`asyncio.as_completed` for several of them, and replace `asyncio.run` with `await`.

## When not to use it

In a script whose only async function is `main`, nothing else is waiting for the event loop.

## Known missed alarms

Futures and threads in unannotated parameters, and futures that are tested (`if job.done():`) anywhere in the same
function:

```python
async def wait(job):
    return job.result()
```

## See also

- JAM132 reports waits in functions that the async function calls
-
  [asyncio: concurrency and multithreading](https://docs.python.org/3/library/asyncio-dev.html#concurrency-and-multithreading)
- ruff's [ASYNC251](https://docs.astral.sh/ruff/rules/blocking-sleep-in-async-function/) and its relatives
  report other waits
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.threads.waits import Wait
from flake8_fakeasync.rule import Rule
from flake8_fakeasync.rules.blocking_report import running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM131",
    name="blocking-wait",
    message="{subject} waits for {waited_for}: {around}{path}; {advice}",
    since="0.1.0",
)


@rule.on(Wait)
def check(wait: Wait, context: Context) -> Iterator[Violation]:
    """Report a wait in a coroutine's own code."""
    instead = context.advice.instead(wait.instead, "wait")
    yield rule.violation(
        wait.place,
        culprit=wait.call,
        frames=wait.frames,
        around=wait.around,
        waited_for=wait.waited_for,
        **running(wait.entry, wait.function, instead),
    )
