"""An async client that is stored on an object and never closed.

## What it reports

The creation of an async client that is stored in an attribute of `self`, in a container on `self`, in a class
attribute or in a dataclass field, if nothing closes it: no method of the class, of its base classes or of its
subclasses, and no code in the surrounding package that reads the attribute. If several methods create the
client of the same attribute, only the first is reported.

## Why is this bad?

Users of the class cannot close the client even if they want to: there is no method to call. The client keeps
its connections until it is garbage-collected, without a warning.

## Bad

```python
import httpx


class Weather:
    def __init__(self) -> None:
        self._client = httpx.AsyncClient()  # JAM302

    async def today(self, city: str) -> str:
        return (await self._client.get(f"https://weather.example/{city}")).text
```

```text
example.py:6:24: JAM302 async client is never closed: Weather._client = httpx.AsyncClient(); add an aclose() method that closes it (https://www.python-httpx.org/async/#opening-and-closing-clients)
```

The same problem with a client that is created on first use:

```python
import httpx


class Database:
    def __init__(self) -> None:
        self._client: httpx.AsyncClient | None = None

    async def _get_client(self) -> httpx.AsyncClient:
        if self._client is None:
            self._client = httpx.AsyncClient(timeout=30)  # JAM302
        return self._client

    async def select(self, table: str) -> list[dict]:
        client = await self._get_client()
        return (await client.get(f"https://db.example/{table}")).json()
```

```python
from dataclasses import dataclass, field

import httpx


@dataclass
class Weather:
    client: httpx.AsyncClient = field(default_factory=httpx.AsyncClient)  # JAM302

    async def today(self, city: str) -> str:
        return (await self.client.get(f"https://weather.example/{city}")).text
```

A class that can close its client, but replaces it unclosed:

```python
import httpx


class Graph:
    def __init__(self, url: str) -> None:
        self._client = httpx.AsyncClient(base_url=url)

    async def move(self, url: str) -> None:
        self._client = httpx.AsyncClient(base_url=url)  # JAM302

    async def aclose(self) -> None:
        await self._client.aclose()
```

## Good

```python
import httpx


class Database:
    def __init__(self) -> None:
        self._client: httpx.AsyncClient | None = None

    async def _get_client(self) -> httpx.AsyncClient:
        if self._client is None:
            self._client = httpx.AsyncClient(timeout=30)
        return self._client

    async def select(self, table: str) -> list[dict]:
        client = await self._get_client()
        return (await client.get(f"https://db.example/{table}")).json()

    async def close(self) -> None:
        if self._client:
            await self._client.aclose()

    async def __aenter__(self) -> "Database":
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.close()
```

A class does not have to close a client that it is given:

```python
import httpx


class Weather:
    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
```

## How to fix

Give the class an `aclose()` method that closes the client, and `__aenter__` and `__aexit__` methods that use
it. Or let the class take a client that somebody else owns.

## When not to use it

An object that lives as long as the process may leave its client to the operating system. Say so with
`# noqa: JAM302` on the line.

## Known missed alarms

A client in an attribute counts as handed over if it is passed to code that cannot be followed, or returned to it:

```python
import httpx
from somewhere import Tool


class Assistant:
    def __init__(self) -> None:
        self._http = httpx.AsyncClient()
        self._tool = Tool(self._http)
```

## See also

- [httpx: opening and closing clients](https://www.python-httpx.org/async/#opening-and-closing-clients)
- JAM301 reports clients in local variables
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.lifetimes.lifetime import Lifetime
from flake8_fakeasync.analysis.syntax.exprs import Await, Constant
from flake8_fakeasync.analysis.syntax.facts import Store
from flake8_fakeasync.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM302",
    name="client-attribute-never-closed",
    message="async {noun} is {problem}: {culprit}; {instead}",
    since="0.1.0",
)


@rule.on(Lifetime)
def check(lifetime: Lifetime, context: Context) -> Iterator[Violation]:
    """Report the creation of a client in an attribute that nothing closes."""
    if lifetime.end == "attribute":
        yield rule.violation(
            lifetime.creation.call,
            noun=lifetime.creation.cls.noun,
            problem="never closed",
            instead=f"add {lifetime.creation.close_method} that closes it",
            culprit=f"{lifetime.held} = {lifetime.creation.shown}",
            link=context.lifetimes.link(lifetime),
        )


@rule.on(Store)
def check_replaced(store: Store, context: Context) -> Iterator[Violation]:
    """Report an attribute that loses a client although its class could close it."""
    closing = context.lifetimes.replaced(store)
    if closing is not None:
        is_none = isinstance(context.module.row(store.value), Constant)
        yield rule.violation(
            store,
            noun="client",
            problem="replaced without being closed",
            culprit=f"self.{store.name} = {'None' if is_none else 'a new client'}",
            instead=f"{closing} first",
            link="",
        )


@rule.on(Await)
def check_reentered(waited: Await, context: Context) -> Iterator[Violation]:
    """Report a client that is entered by hand again although another method of its class has entered it."""
    name = context.lifetimes.reentered(waited)
    if name is not None:
        yield rule.violation(
            waited,
            noun="client",
            problem="entered again without being closed",
            culprit=f"await self.{name}.__aenter__()",
            instead="close it and create a new one first",
            link="",
        )
