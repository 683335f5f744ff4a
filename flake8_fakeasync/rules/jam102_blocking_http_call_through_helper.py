"""A coroutine that waits for HTTP in a function it calls.

## What it reports

In the code that a coroutine runs itself, a call (or a constructor, a property, a `with`, a `for` over
a generator, a callback given to the loop) that reaches a blocking HTTP call through functions of the
project, in any module. The message carries the shortest call path and the place of the blocking call.

## Why is this bad?

The event loop does not care how deep the call sits: it stands still all the same. At depth two the
line looks harmless, which is why such calls survive reviews.

## Bad

`services/token.py`:

```python
import requests


def fetch(user: str) -> str:
    return requests.post("https://auth.example/token", data={"user": user}).text
```

`app.py`:

```python
from services import token


def refresh(user: str) -> str:
    return token.fetch(user).strip()


async def handler(user: str) -> str:
    return refresh(user)  # JAM102
```

```text
app.py:9:12: JAM102 blocking HTTP call reached from async function: refresh() -> token.fetch() -> requests.post() (services/token.py:5), in handler(); use httpx.AsyncClient (https://www.python-httpx.org/async/#making-async-requests)
```

## Good

```python
import httpx


class Token:
    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def fetch(self, user: str) -> str:
        response = await self.client.post("https://auth.example/token", data={"user": user})
        return response.text


async def handler(token: Token, user: str) -> str:
    return await token.fetch(user)
```

## How to fix

Make the functions on the path coroutines, from the blocking call outwards, and give them a shared
`AsyncClient`. Where that has to wait, `await asyncio.to_thread(refresh, user)` keeps the loop free
(and is JAM201's business).

## When not to use it

A function that is never called while the loop runs can be declared:
`fakeasync-nonblocking = services.token.*`. `fakeasync-depth` says how many functions a call path may
lead through, six if it is not set.

## Known missed alarms

Calls of unknown objects, of functions behind decorators from elsewhere that are not known to leave
a function as it is, and of methods that only a subclass overrides:

```python
import requests


def helper(session):
    return session.get("https://example.org")


async def handler() -> None:
    helper(requests.Session())
```

## See also

- [httpx: making async requests](https://www.python-httpx.org/async/#making-async-requests)
- JAM101 reports the call itself when it stands in the coroutine
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
    code="JAM102",
    name="blocking-http-call-through-helper",
    message="blocking HTTP call reached from async function: {path}, in {function}(); use {instead} ({link})",
    since="0.1.0",
)


@rule.on(Reached)
def check(reached: Reached, linked: Linked) -> Iterator[Violation]:
    """Report what reaches blocking HTTP from a coroutine's own code."""
    if reached.path.blocking.kind == "http":
        yield rule.violation(
            reached,
            path=reached.path,
            function=reached.function,
            instead=linked.advice.instead(reached.path.blocking.instead),
            link=linked.advice.link("making-async-requests"),
        )
