"""An async function that makes a blocking HTTP call.

## What it reports

A call to a blocking HTTP function, or to a blocking method of a sync client, session, connection or pool, in
the body of an async function. The client may be a local variable, an attribute, an annotated parameter, or
the result of one of your own functions, in any module.

## Why is this bad?

While the call waits for the server, the event loop cannot run anything else: other requests, timeouts and
cancellations all wait. One slow server stalls the whole service.

## Bad

```python
import requests


async def fetch(url: str) -> dict:
    response = requests.get(url, timeout=10)  # JAM101
    return response.json()
```

```text
example.py:5:16: JAM101 async function fetch() blocks on HTTP: requests.get(); use httpx.AsyncClient (https://www.python-httpx.org/async/#making-async-requests)
```

The same call through a session stored on `self`:

```python
import requests


class Weather:
    def __init__(self) -> None:
        self.session = requests.Session()

    async def today(self, city: str) -> str:
        return self.session.get(f"https://weather.example/{city}").text  # JAM101
```

## Good

```python
import httpx


async def fetch(client: httpx.AsyncClient, url: str) -> dict:
    response = await client.get(url, timeout=10)
    return response.json()
```

Creating a session or preparing a request does not block:

```python
import requests


async def prepare() -> requests.PreparedRequest:
    session = requests.Session()
    session.headers["Accept"] = "application/json"
    return session.prepare_request(requests.Request("GET", "https://example.org"))
```

## How to fix

Create one `AsyncClient` for the lifetime of the service and await its methods. A client per call loses
connection pooling and sets up TLS again each time.

## When not to use it

In a script whose only async function is `main`, nothing else is waiting for the event loop.

## Known missed alarms

The type of an unannotated parameter is unknown, so nothing is reported:

```python
async def fetch(session, url):
    return session.get(url)
```

## See also

- [httpx: making async requests](https://www.python-httpx.org/async/#making-async-requests)
- ruff's [ASYNC210](https://docs.astral.sh/ruff/rules/blocking-http-call-in-async-function/) and
  [ASYNC212](https://docs.astral.sh/ruff/rules/blocking-http-call-httpx-in-async-function/) report calls to
  module-level functions, and to `httpx.Client` methods on a local variable
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.reach.blocked import Blocked
from flake8_fakeasync.rule import Rule
from flake8_fakeasync.rules.blocking_report import running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM101",
    name="blocking-http-call",
    message="{subject} blocks on HTTP: {path}; {advice}",
    since="0.1.0",
)


@rule.on(Blocked)
def check(blocked: Blocked, context: Context) -> Iterator[Violation]:
    """Report what blocks on HTTP in a coroutine's own code."""
    if blocked.blocking.kind == "http":
        instead = context.advice.instead(blocked.blocking.instead, "http")
        yield rule.violation(
            blocked,
            culprit=blocked.blocking.name,
            link=context.advice.link(instead, "making-async-requests"),
            **running(blocked.entry, blocked.function, instead, may_be_plain=context.may_be_plain(blocked.region)),
        )
