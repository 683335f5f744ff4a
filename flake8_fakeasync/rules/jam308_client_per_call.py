"""An async client that is created for each request to your service.

## What it reports

The creation of an async client in a function that also closes it, if a framework runs that function for each
request, message or tool call: an endpoint, a dependency, a handler, a tool. The function may be up to four calls
away from the framework. The rule is off by default: the code works, it is only slow.

## Why is this bad?

Each client has its own connection pool, so every request to your service needs a new connection and a new TLS
handshake with the other service. Creating an httpx client also loads the CA certificates, which blocks the event
loop for about 15 ms.

## Bad

```python
import httpx
from fastapi import FastAPI

app = FastAPI()


async def exchange_rates() -> dict[str, float]:
    async with httpx.AsyncClient(timeout=5) as client:  # JAM308
        return (await client.get("https://bank.example/rates")).json()


@app.get("/price")
async def price(amount: float) -> float:
    return amount * (await exchange_rates())["EUR"]
```

```text
example.py:8:16: JAM308 new client for every call: httpx.AsyncClient() in exchange_rates(), run by endpoint price(); create it once, at startup, and share it (https://www.python-httpx.org/async/#opening-and-closing-clients)
```

## Good

```python
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI, Request


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with httpx.AsyncClient(timeout=5) as client:
        yield {"client": client}


app = FastAPI(lifespan=lifespan)


@app.get("/price")
async def price(amount: float, request: Request) -> float:
    rates = (await request.state.client.get("https://bank.example/rates")).json()
    return amount * rates["EUR"]
```

A client with settings of its own for each call cannot be shared:

```python
import httpx
from fastapi import FastAPI

app = FastAPI()


@app.get("/status")
async def status(proxy: str) -> int:
    async with httpx.AsyncClient(proxy=proxy) as client:
        return (await client.get("https://bank.example/")).status_code
```

## How to fix

Create the client where the service starts, in a lifespan for example, and close it where the service stops. If each
request needs other headers or another timeout, pass them to the method that sends it.

## When not to use it

If a client is needed a few times a day, or must not share cookies.

## Known missed alarms

Settings that cannot be followed, such as a formatted string:

```python
import httpx
from fastapi import FastAPI

app = FastAPI()
TOKEN = "secret"


@app.get("/price")
async def price(amount: float) -> float:
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {TOKEN}"}) as client:
        return amount * (await client.get("https://bank.example/rates")).json()["EUR"]
```

## See also

- [httpx: opening and closing clients](https://www.python-httpx.org/async/#opening-and-closing-clients)
- JAM305 reports a client that is created in every iteration of a loop
- JAM301 reports a client that nothing closes
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
    code="JAM308",
    name="client-per-call",
    message="new client for every call: {culprit} in {function}(), run by {caller}; create it once, at startup, and share it",
    since="0.1.0",
    default=False,
)


@rule.on(Lifetime)
def check(lifetime: Lifetime, context: Context) -> Iterator[Violation]:
    """Report the creation of a client in what a framework runs again and again."""
    repeat = context.repeats.by_framework(lifetime)
    if repeat is not None:
        yield rule.violation(
            lifetime.creation.call,
            culprit=lifetime.creation.shown,
            function=repeat.function,
            caller=repeat.caller,
            link=context.lifetimes.link(lifetime),
        )
