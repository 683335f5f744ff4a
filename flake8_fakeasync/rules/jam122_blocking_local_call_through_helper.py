"""A coroutine that sleeps, runs a process or waits for a file in a function it calls.

## What it reports

What JAM121 reports, where it is reached through functions of the project, in any module. The message carries the
shortest call path and the place of the blocking call.

The rule is off: `fakeasync-enable = JAM122` switches it on. Only then are files that import nothing but `os` or `time`
looked at.

## Why is this bad?

The event loop stands still however deep the call sits, and a `time.sleep` three modules down is the one that nobody
finds: linters that look at one function at a time see `time.sleep` in a function that is not async, which is fine.

## Bad

`retries.py`:

```python
import time


def wait(attempt: int) -> None:
    time.sleep(2**attempt)
```

`client.py`:

```python
from retries import wait


class Client:
    def back_off(self, attempt: int) -> None:
        wait(attempt)

    async def send(self, message: str) -> None:
        for attempt in range(3):
            self.back_off(attempt)  # JAM122
```

```text
client.py:10:13: JAM122 blocking local call reached from async function: Client.back_off() -> retries.wait() -> time.sleep() (retries.py:5), in send(); use asyncio.sleep
```

## Good

```python
import asyncio


async def wait(attempt: int) -> None:
    await asyncio.sleep(2**attempt)


async def send(message: str) -> None:
    for attempt in range(3):
        await wait(attempt)
```

## How to fix

Make the functions on the path coroutines, from the blocking call outwards, with what the message names. Where that has to
wait, `await asyncio.to_thread(client.back_off, attempt)` keeps the loop free.

## When not to use it

Settings, templates and other small files that are read once at start. Declare what reads them:
`fakeasync-nonblocking = settings.load`.

## Known missed alarms

As for JAM121, and calls of unknown objects:

```python
import time


def pause(clock):
    clock.sleep(1)


async def handler() -> None:
    pause(time)
```

## See also

- JAM121 reports the call itself when it stands in the coroutine
- JAM102 and JAM112 report HTTP and other network I/O that is reached in this way
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.reach.blocked import Reached
from flake8_fakeasync.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.linked import Linked
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM122",
    name="blocking-local-call-through-helper",
    message="blocking local call reached from async function: {path}, in {function}(); use {instead}",
    since="0.1.0",
    default=False,
    kinds=("local",),
)


@rule.on(Reached)
def check(reached: Reached, linked: Linked) -> Iterator[Violation]:
    """Report what reaches the clock, a process, a file or the keyboard from a coroutine's own code."""
    if reached.path.blocking.kind == "local":
        yield rule.violation(
            reached,
            path=reached.path,
            function=reached.function,
            instead=reached.path.blocking.instead or "asyncio.to_thread",
        )
