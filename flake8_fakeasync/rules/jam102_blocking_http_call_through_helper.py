"""An async function that makes a blocking HTTP call through a helper.

## What it reports

In the body of an async function, a call that reaches a blocking HTTP call through your own functions, in any
module. A constructor, a property, an operator, a `with` statement, a `for` loop over a generator and a callback
scheduled on the event loop count as calls. The message shows the shortest call path and the location of the
blocking call.

## Why is this bad?

However deep the call is, the event loop stalls just the same. Two levels down, the calling line looks
harmless, which is why such calls survive code review.

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
app.py:9:12: JAM102 async function handler() blocks on HTTP: refresh() -> token.fetch() -> requests.post() at services/token.py:5; use httpx.AsyncClient (https://www.python-httpx.org/async/#making-async-requests)
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

Make the functions on the path async, starting at the blocking call, and let them share one `AsyncClient`. If
that has to wait, `await asyncio.to_thread(refresh, user)` keeps the event loop free (JAM201 then reports the
thread).

## When not to use it

If a function is never called while the event loop runs, declare it:
`fakeasync-nonblocking = services.token.*`. `fakeasync-depth` limits how many of your functions a call path
may pass through (default: 6).

## Known missed alarms

Calls on objects of unknown type, and calls to functions behind unknown third-party decorators:

```python
import requests
from toolbox import traced


@traced
def helper() -> None:
    requests.get("https://example.org")


async def handler() -> None:
    helper()
```

## See also

- [httpx: making async requests](https://www.python-httpx.org/async/#making-async-requests)
- JAM101 reports blocking calls in the async function itself
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
    code="JAM102",
    name="blocking-http-call-through-helper",
    message="{subject} blocks on HTTP: {chosen}{path}; {advice}",
    since="0.1.0",
)


@rule.on(Reached)
def check(reached: Reached, context: Context) -> Iterator[Violation]:
    """Report what reaches blocking HTTP from a coroutine's own code."""
    if reached.path.blocking.kind == "http":
        instead = context.advice.instead(reached.path.blocking.instead, "http")
        yield rule.violation(
            reached,
            culprit=reached.path.blocking.name,
            frames=reached.path.frames,
            chosen=reached.chosen,
            link=context.advice.link(instead, "making-async-requests"),
            **running(reached.entry, reached.function, instead, may_be_plain=context.may_be_plain(reached.region)),
        )
