"""A coroutine that waits for a thread, a process or an event loop without awaiting it.

## What it reports

In the code that a coroutine runs itself:

- `result()` of what `executor.submit` or `asyncio.run_coroutine_threadsafe` returned, `concurrent.futures.wait`,
  and going through `executor.map` or `concurrent.futures.as_completed`;
- leaving `with ThreadPoolExecutor()` while jobs run in it that nobody has waited for;
- `asyncio.run` and `run_until_complete`;
- `join` of a thread or process, `wait` of a `threading.Event`, `get` of a `queue.Queue`;
- `asyncstdlib.sync` around blocking I/O: it runs the function on the thread of the loop.

## Why is this bad?

The work is in a thread, the wait is not: the event loop stands still until the thread is done. If the thread
needs the loop (`run_coroutine_threadsafe(...).result()` on its own loop), both wait for ever. `asyncio.run` in a
coroutine raises `RuntimeError`.

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
example.py:14:40: JAM131 wait that is not awaited in async function: concurrent.futures.as_completed() in total(); use asyncio.as_completed
example.py:18:12: JAM131 wait that is not awaited in async function: concurrent.futures.ThreadPoolExecutor.map() in sizes(); use loop.run_in_executor
example.py:22:11: JAM131 wait that is not awaited in async function: asyncio.run() in main(); use await
```

Leaving a pool waits for its jobs:

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

`await loop.run_in_executor(pool, f, x)` or `await asyncio.to_thread(f, x)` in place of `pool.submit(f, x).result()`,
`asyncio.wrap_future` for futures that already exist, `asyncio.as_completed` for several, `await` in place of
`asyncio.run`.

## When not to use it

In a script whose only coroutine is `main`, nothing else waits for the loop.

## Known missed alarms

Waits in functions that a coroutine calls, futures and threads in parameters without annotations, and what is asked
before (`if job.done():`) anywhere in the same coroutine:

```python
async def wait(job):
    return job.result()
```

## See also

- [asyncio: concurrency and multithreading](https://docs.python.org/3/library/asyncio-dev.html#concurrency-and-multithreading)
- ruff's [ASYNC251](https://docs.astral.sh/ruff/rules/blocking-sleep-in-async-function/) and its kin report other waits
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.threads.waits import Wait
from flake8_fakeasync.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.linked import Linked
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM131",
    name="blocking-wait",
    message="wait that is not awaited in async function: {call} in {function}(); use {instead}",
    since="0.1.0",
)


@rule.on(Wait)
def check(wait: Wait, linked: Linked) -> Iterator[Violation]:
    """Report a wait in a coroutine's own code."""
    yield rule.violation(wait.place, call=wait.call, function=wait.function, instead=wait.instead)
