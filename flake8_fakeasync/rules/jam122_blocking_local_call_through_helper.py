"""An async function that sleeps, runs a process or waits for a file through a helper.

## What it reports

The calls that JAM121 reports, when an async function reaches them through your own functions, in any module.
The message shows the shortest call path and the location of the blocking call.

The rule is off by default; `fakeasync-enable = JAM122` switches it on. Files that import nothing more than
`os` or `time` are only checked while this rule or JAM121 is on.

## Why is this bad?

However deep the call is, the event loop stalls just the same, and a `time.sleep` three modules down is the
one that nobody finds: a linter that looks at one function at a time sees `time.sleep` in a sync function,
which is fine.

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
client.py:10:13: JAM122 async function send() blocks: Client.back_off() -> retries.wait() -> time.sleep() at retries.py:5; use asyncio.sleep
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

Make the functions on the path async, starting at the blocking call, and use the replacement named in the
message. If that has to wait, `await asyncio.to_thread(client.back_off, attempt)` keeps the event loop free.

## When not to use it

Settings, templates and other small files may be read once at start-up. Declare the function that reads them:
`fakeasync-nonblocking = settings.load`.

## Known missed alarms

The same as for JAM121, and calls to functions behind unknown third-party decorators:

```python
import time
from toolbox import traced


@traced
def pause() -> None:
    time.sleep(1)


async def handler() -> None:
    pause()
```

## See also

- JAM121 reports blocking calls in the async function itself
- JAM102 and JAM112 report HTTP and other network I/O that is reached through your own functions
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.reach.blocked import Reached
from flake8_fakeasync.rule import Rule
from flake8_fakeasync.rules.blocking_report import running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM122",
    name="blocking-local-call-through-helper",
    message="{subject} blocks: {chosen}{path}; {advice}",
    since="0.1.0",
    default=False,
    kinds=("local",),
)


@rule.on(Reached)
def check(reached: Reached, context: Context) -> Iterator[Violation]:
    """Report what reaches the clock, a process, a file or the keyboard from a coroutine's own code."""
    if reached.path.blocking.kind == "local":
        instead = context.advice.instead(reached.path.blocking.instead, "local")
        yield rule.violation(
            reached,
            culprit=reached.path.blocking.name,
            frames=reached.path.frames,
            chosen=reached.chosen,
            link=context.advice.link(instead),
            **running(reached.entry, reached.function, instead, may_be_plain=context.may_be_plain(reached.region)),
        )
