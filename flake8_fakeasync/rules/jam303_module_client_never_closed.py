"""A module-level async client that is never closed.

## What it reports

The creation of an async client in a module-level variable, if nothing closes it in the module or in the
surrounding package. The rule is off by default: the httpx guide recommends a single global client as one
option, and its examples never close it.

## Why is this bad?

A global client is bound to the first event loop that uses it. With a second `asyncio.run()`, a separate loop
for each test, or a worker that starts a new loop, requests fail with "Event loop is closed". The connections
are not shut down properly when the process exits, either.

## Bad

```python
import httpx

client = httpx.AsyncClient()  # JAM303


async def fetch(url: str) -> str:
    return (await client.get(url)).text
```

```text
example.py:3:10: JAM303 client that lives as long as the process is never closed: client = httpx.AsyncClient(); close it when the service shuts down (https://www.python-httpx.org/async/#opening-and-closing-clients)
```

## Good

```python
from contextlib import asynccontextmanager

import httpx

client = httpx.AsyncClient()


@asynccontextmanager
async def lifespan(app):
    yield
    await client.aclose()
```

## How to fix

Close the client where the service shuts down: in the lifespan or in a shutdown handler. Better still, create
it there and keep it in the state of the application.

## When not to use it

The rule is off by default for a reason: a client that lives as long as the process is a sound choice.

## Known missed alarms

A client that another module imports and passes on counts as handed over.

## See also

- [httpx: opening and closing clients](https://www.python-httpx.org/async/#opening-and-closing-clients)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.lifetimes.lifetime import Lifetime
from flake8_fakeasync.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM303",
    name="module-client-never-closed",
    message="client that lives as long as the process is never closed: {held} = {culprit}; close it when the service shuts down",
    since="0.1.0",
    default=False,
)


@rule.on(Lifetime)
def check(lifetime: Lifetime, context: Context) -> Iterator[Violation]:
    """Report the creation of a module-level client that nothing closes."""
    if lifetime.end == "module":
        yield rule.violation(
            lifetime.creation.call,
            held=lifetime.held,
            culprit=lifetime.creation.shown,
            link=context.lifetimes.link(lifetime),
        )
