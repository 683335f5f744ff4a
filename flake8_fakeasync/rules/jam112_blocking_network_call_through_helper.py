"""An async function that makes a blocking network call through a helper.

## What it reports

The calls that JAM111 reports, when an async function reaches them through your own functions, in any module:
by a call, a constructor, a property, an operator, a `with` statement, a `for` loop over a generator, or a
callback scheduled on the event loop. The message shows the shortest call path and the location of the blocking
call.

## Why is this bad?

However deep the call is, the event loop stalls just the same. Two levels down, the calling line looks
harmless, and the module that runs the query need not contain a single `async`.

## Bad

`shop/orders.py`:

```python
import psycopg2


class Orders:
    def __init__(self, dsn: str) -> None:
        self.connection = psycopg2.connect(dsn)

    def latest(self, customer: int) -> list:
        cursor = self.connection.cursor()
        cursor.execute("select * from orders where customer = %s", (customer,))
        return cursor.fetchall()
```

`shop/app.py`:

```python
from shop.orders import Orders


async def handler(customer: int) -> list:
    orders = Orders("dbname=shop")  # JAM112
    return orders.latest(customer)  # JAM112
```

```text
shop/app.py:5:14: JAM112 async function handler() blocks on network I/O: Orders() -> psycopg2.connect() at shop/orders.py:6; use asyncpg.connect (https://magicstack.github.io/asyncpg/current/usage.html)
shop/app.py:6:12: JAM112 async function handler() blocks on network I/O: Orders.latest() -> psycopg2.extensions.cursor.execute() at shop/orders.py:10; use asyncpg.connect (https://magicstack.github.io/asyncpg/current/usage.html)
```

## Good

```python
import asyncpg


class Orders:
    def __init__(self, pool: asyncpg.Pool) -> None:
        self.pool = pool

    async def latest(self, customer: int) -> list:
        return await self.pool.fetch("select * from orders where customer = $1", customer)


async def handler(orders: Orders, customer: int) -> list:
    return await orders.latest(customer)
```

## How to fix

Make the functions on the path async, starting at the blocking call, and use the async equivalent named in the
message. If that has to wait, `await asyncio.to_thread(orders.latest, customer)` keeps the event loop free.

## Fix

Where your project has an async counterpart of the function that is called, such as `aget` or `get_async` beside `get`,
with the same parameters, the edit is proposed in editors and in the JSON and SARIF output. It is never made: what each
of the two does is for you to compare.

```python
import redis
import redis.asyncio


class Store:
    def get(self, key: str) -> str:
        return redis.Redis().get(key)

    async def aget(self, key: str) -> str:
        async with redis.asyncio.Redis() as client:
            return await client.get(key)


async def page(store: Store, name: str) -> str:
    return store.get(name).strip()  # JAM112
```

```diff shown
-    return store.get(name).strip()
+    return (await store.aget(name)).strip()
```

## When not to use it

If a function is never called while the event loop runs, declare it: `fakeasync-nonblocking = shop.orders.*`.

## Known missed alarms

Calls on objects of unknown type, and calls to functions behind unknown third-party decorators:

```python
import redis
from toolbox import traced


@traced
def helper() -> None:
    redis.Redis().get("page")


async def handler() -> None:
    helper()
```

## See also

- JAM111 reports blocking calls in the async function itself
- JAM102 reports plain HTTP that is reached through your own functions
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.reach.blocked import Reached
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call
from flake8_fakeasync.analysis.threads.own_twins import own_twin
from flake8_fakeasync.rule import Rule, fix
from flake8_fakeasync.rules.blocking_report import running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.diagnostics import Fix
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM112",
    name="blocking-network-call-through-helper",
    message="{subject} {does}: {chosen}{path}; {advice}",
    since="0.1.0",
    fix=("shown",),
)


@rule.on(Reached)
def check(reached: Reached, context: Context) -> Iterator[Violation]:
    """Report what reaches network I/O from a coroutine's own code."""
    if reached.path.blocking.kind == "network":
        instead = context.advice.instead(reached.path.blocking.instead, "network")
        yield rule.violation(
            reached,
            culprit=reached.path.blocking.name,
            does=context.catalog.outcome(reached.path.blocking.name) or "blocks on network I/O",
            frames=reached.path.frames,
            chosen=reached.chosen,
            link=context.advice.link(instead),
            fixes=_fixes(reached, context),
            **running(reached.entry, reached.function, instead, may_be_plain=context.may_be_plain(reached.region)),
        )


def _fixes(reached: Reached, context: Context) -> tuple[Fix, ...]:
    """Return the proposal to await the counterpart that the project has of the function that is called."""
    call = context.module.row(reached.id)
    read = context.module.row(call.function) if isinstance(call, Call) else None
    if not isinstance(call, Call) or not isinstance(read, Attribute) or context.coroutine(reached.region) is None:
        return ()
    twin, waiting = own_twin(context, call), context.edits.awaiting(reached)
    if twin is None or waiting is None:
        return ()
    return fix(f"await {twin}()", (context.edits.name(read, twin), *waiting), "shown")
