"""A coroutine that sleeps, runs a process or waits for a file or the keyboard itself.

## What it reports

In the code that a coroutine runs itself: `time.sleep`, `subprocess`, `os.system`, waiting for a process, `open`, the
functions of `os`, `os.path`, `shutil` and `tempfile` that ask the file system, the methods of `pathlib.Path` that do,
`sqlite3`, `input` and `getpass`.

The rule is off: `fakeasync-enable = JAM12` switches it on, with JAM122. Only then are files that import nothing but
`os` or `time` looked at.

## Why is this bad?

While it sleeps or waits, the event loop runs nothing else. How long a file takes depends on what it lies on: 20
microseconds on a warm cache, seconds on a network share. A subprocess takes as long as it likes.

## Bad

```python
import subprocess
import time
from pathlib import Path


async def deploy(script: Path) -> str:
    time.sleep(1)  # JAM121
    subprocess.run([script], check=True)  # JAM121
    with open("deployed.txt") as file:  # JAM121
        file.read()
    return script.read_text()  # JAM121
```

```text
example.py:7:5: JAM121 blocking local call in async function: time.sleep() in deploy(); use asyncio.sleep
example.py:8:5: JAM121 blocking local call in async function: subprocess.run() in deploy(); use asyncio.create_subprocess_exec
example.py:9:10: JAM121 blocking local call in async function: open() in deploy(); use anyio.open_file
example.py:11:12: JAM121 blocking local call in async function: pathlib.Path.read_text() in deploy(); use anyio.Path
```

## Good

```python
import asyncio
import time

import anyio


async def deploy(script: anyio.Path) -> str:
    await asyncio.sleep(1)
    process = await asyncio.create_subprocess_exec(str(script))
    await process.wait()
    async with await anyio.open_file("deployed.txt") as file:
        await file.read()
    await asyncio.to_thread(time.sleep, 1)
    return await script.read_text()
```

## How to fix

`asyncio.sleep` and `asyncio.create_subprocess_exec` for the first two; `anyio.open_file`, `anyio.Path`, aiofiles or
`asyncio.to_thread` for files. All of those for files use threads, because operating systems offer little else: that is no
fake async, and we never report it.

## When not to use it

Where ruff's ASYNC220 to ASYNC222, ASYNC230, ASYNC240, ASYNC250 and ASYNC251 (or those of flake8-async) are on, direct
calls have their report already: switch on JAM122 alone. Where files are small and local, waiting for them may cost less
than handing them to a thread.

## Known missed alarms

Reading from an open file, and paths that an operator makes:

```python
from pathlib import Path


async def load(folder: Path) -> str:
    with (folder / "settings.toml").open() as file:
        return file.read()
```

## See also

- JAM122 reports what is reached through functions of the project, which ruff cannot see
- ruff's [ASYNC251](https://docs.astral.sh/ruff/rules/blocking-sleep-in-async-function/),
  [ASYNC221](https://docs.astral.sh/ruff/rules/run-process-in-async-function/) and
  [ASYNC230](https://docs.astral.sh/ruff/rules/blocking-open-call-in-async-function/)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.reach.blocked import Blocked
from flake8_fakeasync.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.linked import Linked
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM121",
    name="blocking-local-call",
    message="blocking local call in async function: {call} in {function}(); use {instead}",
    since="0.1.0",
    default=False,
    kinds=("local",),
)


@rule.on(Blocked)
def check(blocked: Blocked, linked: Linked) -> Iterator[Violation]:
    """Report what blocks on the clock, a process, a file or the keyboard in a coroutine's own code."""
    if blocked.blocking.kind == "local":
        yield rule.violation(
            blocked,
            call=blocked.blocking.name,
            function=blocked.function,
            instead=blocked.blocking.instead or "asyncio.to_thread",
        )
