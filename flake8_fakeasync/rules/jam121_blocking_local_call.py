"""An async function that sleeps, runs a process, or waits for a file or the keyboard.

## What it reports

In the body of an async function: `time.sleep`, `subprocess`, `os.system`, waiting for a process, `open`, the
functions of `os`, `os.path`, `shutil` and `tempfile` and the methods of `pathlib.Path` that access the file
system, `sqlite3`, `input` and `getpass`.

With Python 3.15 and newer also the first use of a library that is imported lazily (`lazy import pandas`), because the
import runs there. It is reported if the catalog knows the library, and if your project uses it in async functions
alone: elsewhere it may have been loaded before.

The rule is off by default. `fakeasync-enable = JAM12` switches it on together with JAM122. Files that import
nothing more than `os` or `time` are only checked while one of the two is on.

## Why is this bad?

While the call sleeps or waits, the event loop cannot run anything else. How long a file takes depends on
where it is stored: 20 microseconds from a warm cache, seconds on a network share. A subprocess can take any
amount of time.

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
example.py:7:5: JAM121 async function deploy() blocks: time.sleep(); use asyncio.sleep
example.py:8:5: JAM121 async function deploy() blocks: subprocess.run(); use asyncio.create_subprocess_exec
example.py:9:10: JAM121 async function deploy() blocks: open(); use anyio.open_file
example.py:11:12: JAM121 async function deploy() blocks: pathlib.Path.read_text(); use anyio.Path
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

Use `asyncio.sleep` for `time.sleep` and `asyncio.create_subprocess_exec` for `subprocess`. For files, use
`anyio.open_file`, `anyio.Path`, aiofiles or `asyncio.to_thread`. All of these use threads, because operating
systems offer little else. That is not fake async, and is never reported. Of an import, take the `lazy` away, or use
the library once before the event loop starts.

## Fix

A call whose async counterpart takes the same arguments is replaced. This is unsafe: other code can now run in the
meantime, and the function can be cancelled there.

```python
import time


async def poll(jobs: list) -> None:
    while not all(job.is_done for job in jobs):
        time.sleep(1)  # JAM121
```

```diff unsafe
+import asyncio
-        time.sleep(1)
+        await asyncio.sleep(1)
```

## When not to use it

If you use ruff's ASYNC220 to ASYNC222, ASYNC230, ASYNC240, ASYNC250 and ASYNC251 (or those of flake8-async),
direct calls are reported already: enable only JAM122. If files are small and local, reading them directly may
cost less than handing them to a thread.

## Known missed alarms

Reading from an open file, and paths built with an operator:

```python
from pathlib import Path


async def load(folder: Path) -> str:
    with (folder / "settings.toml").open() as file:
        return file.read()
```

An import in the function itself, which costs nothing where something else has loaded the module:

```python
async def analyze(path: str) -> int:
    import pandas

    return len(pandas.DataFrame())
```

## See also

- JAM122 reports the same calls when they are reached through your own functions, which ruff cannot see
- ruff's [ASYNC251](https://docs.astral.sh/ruff/rules/blocking-sleep-in-async-function/),
  [ASYNC221](https://docs.astral.sh/ruff/rules/run-process-in-async-function/) and
  [ASYNC230](https://docs.astral.sh/ruff/rules/blocking-open-call-in-async-function/)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.reach.blocked import Blocked
from flake8_fakeasync.analysis.syntax.exprs import Call
from flake8_fakeasync.analysis.threads.lazy_imports import LazyUse
from flake8_fakeasync.rule import Rule, fix
from flake8_fakeasync.rules.blocking_report import running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.diagnostics import Edit
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM121",
    name="blocking-local-call",
    message="{subject} blocks: {path}; {advice}",
    since="0.1.0",
    default=False,
    kinds=("local",),
    fix=("unsafe",),
)


@rule.on(Blocked)
def check(blocked: Blocked, context: Context) -> Iterator[Violation]:
    """Report what blocks on the clock, a process, a file or the keyboard in a coroutine's own code."""
    if blocked.blocking.kind == "local" and context.speaks_of("JAM121", blocked.blocking.name):
        instead = context.advice.instead(blocked.blocking.instead, "local")
        yield rule.violation(
            blocked,
            culprit=blocked.blocking.name,
            link=context.advice.link(instead),
            fixes=fix(f"await {instead}", _edits(blocked, instead, context), "unsafe"),
            **running(blocked.entry, blocked.function, instead, may_be_plain=context.may_be_plain(blocked.region)),
        )


@rule.on(LazyUse)
def check_lazy(use: LazyUse, context: Context) -> Iterator[Violation]:
    """Report where an async function runs a lazy import."""
    if context.speaks_of("JAM121", use.statement):
        yield rule.violation(
            use,
            subject=f"async function {use.function}()",
            culprit=f"lazy {use.statement} at its first use",
            advice=f"use {use.statement}",
        )


def _edits(blocked: Blocked, instead: str, context: Context) -> tuple[Edit | None, ...] | None:
    """Return the edits that await what takes the same arguments; none outside of coroutines."""
    call, known = context.module.row(blocked.id), context.catalog.function(blocked.blocking.name.removesuffix("()"))
    if known is None or not known.drop_in or not isinstance(call, Call) or context.coroutine(blocked.region) is None:
        return None
    spelled, waiting = context.edits.spelled(instead), context.edits.awaiting(call)
    if spelled is None or waiting is None:
        return None
    return (*spelled.edits, context.edits.called(call, spelled.text), *waiting)
