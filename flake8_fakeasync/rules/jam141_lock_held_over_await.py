"""A lock of `threading` or `multiprocessing` that an async function holds while it awaits.

## What it reports

In an async function:

- `with lock:` around an `await`, `async for` or `async with`, where the lock is a `Lock`, `RLock`, `Condition` or
  `Semaphore` of `threading` or `multiprocessing`;
- `lock.acquire()` before an `await`, unless the lock is released before it, or the call does not wait
  (`acquire(blocking=False)`, `acquire(timeout=0)`).

## Why is this bad?

While one task awaits with the lock held, the next task that wants it blocks the thread, and with it the event loop.
Then the first task can never go on to release the lock: the program hangs. An `RLock` belongs to a thread, and all
tasks run in one: it does not exclude them from each other at all.

## Bad

```python
import asyncio
import threading


class Counter:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.count = 0

    async def add(self) -> None:
        with self.lock:  # JAM141
            count = self.count
            await asyncio.sleep(0.1)
            self.count = count + 1

    async def reset(self) -> None:
        self.lock.acquire()  # JAM141
        try:
            await asyncio.sleep(0.1)
            self.count = 0
        finally:
            self.lock.release()
```

```text
example.py:11:14: JAM141 async function add() holds threading.Lock over the await in line 13; use asyncio.Lock
example.py:17:9: JAM141 async function reset() holds threading.Lock over the await in line 19; use asyncio.Lock
```

## Good

```python
import asyncio


class Counter:
    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.count = 0

    async def add(self) -> None:
        async with self.lock:
            count = self.count
            await asyncio.sleep(0.1)
            self.count = count + 1
```

A `threading` lock around code that does not await is fine, because it is held only briefly:

```python
import asyncio
import threading

lock = threading.Lock()
counts: dict[str, int] = {}


async def count(name: str) -> None:
    with lock:
        counts[name] = counts.get(name, 0) + 1
    await asyncio.sleep(0)
```

## How to fix

Use the lock of `asyncio` named in the message with `async with`. If threads take the lock too, hold it only where
nothing is awaited.

## When not to use it

No reason not to, unless no second task ever takes the lock.

## Known missed alarms

Locks in unannotated parameters, and locks that a helper acquires:

```python
import asyncio


async def add(lock) -> None:
    with lock:
        await asyncio.sleep(1)
```

## See also

- [asyncio: synchronization primitives](https://docs.python.org/3/library/asyncio-sync.html)
- JAM131 reports waits in async functions
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.threads.locks import HeldLock
from flake8_fakeasync.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM141",
    name="lock-held-over-await",
    message="async function {function}() holds {culprit} over the await in line {awaits}; use {instead}",
    since="0.1.0",
)


@rule.on(HeldLock)
def check(held: HeldLock, _context: Context) -> Iterator[Violation]:
    """Report a lock of threads that is held over an await."""
    yield rule.violation(
        held.place, culprit=held.lock, function=held.function, awaits=str(held.awaits), instead=held.instead
    )
