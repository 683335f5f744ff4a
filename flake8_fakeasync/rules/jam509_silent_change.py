"""Code that still runs after a migration but means something else.

## What it reports

- `if response:` right after the request: a response of httpx or aiohttp is always true.
- `timeout=(3, 10)`: httpx accepts it, but waits without limit for writing and for a free connection.
- `params=` with a URL that has a query string: since version 0.28, httpx replaces the query string.
- `params={}` or `params or {}` where the URL may have a query string: an empty dict removes it.
- `verify=` with a path, and `cert=`: deprecated in httpx.
- `data=` with text or `json.dumps(...)`, and `cookies=` in a single request: deprecated in httpx.
- `response.url` concatenated with a string or passed to `urllib.parse` or `re`: it is a URL object.
- A pair as `timeout=` or `auth=` in aiohttp.

## Why is this bad?

Nothing fails, or something else fails later. A test of a response that was meant to catch a 404 lets every
error through.

## Bad

```python
import httpx


async def fetch(client: httpx.AsyncClient, page: int) -> str:
    url = "https://api.example/items?sort=name"
    response = await client.get(url, params={"page": page}, timeout=(3, 10))  # JAM509, JAM509
    if not response:  # JAM509
        return ""
    return response.text
```

```text
example.py:6:22: JAM509 silent change: params= of httpx.AsyncClient.get() since httpx 0.28; use httpx.URL(url).copy_merge_params(params) (params= replaces the query of the URL) (https://www.python-httpx.org/compatibility/#query-parameters)
example.py:6:22: JAM509 silent change: timeout= of httpx.AsyncClient.get(); use httpx.Timeout(30, connect=3) (a pair leaves writing and waiting for a connection unlimited) (https://www.python-httpx.org/advanced/timeouts/#fine-tuning-the-configuration)
example.py:7:12: JAM509 silent change: truth of httpx.Response; use .is_success (a response is always true) (https://www.python-httpx.org/compatibility/#checking-for-success-and-failure-responses)
```

An empty dict is not the same as `None`:

```python
import httpx


async def fetch(client: httpx.AsyncClient, path: str, params: dict | None = None) -> httpx.Response:
    return await client.get(path, params=params or {})  # JAM509


def client(bundle: str) -> httpx.Client:
    return httpx.Client(verify=bundle)  # JAM509
```

```text
example.py:5:18: JAM509 silent change: an empty params= of httpx.AsyncClient.get() since httpx 0.28; use None where there are none (an empty dict drops the query of the URL) (https://www.python-httpx.org/compatibility/#query-parameters)
example.py:9:12: JAM509 silent change: verify= of httpx.Client() since httpx 0.28; use verify=ssl.create_default_context(cafile=...) (a path is deprecated) (https://www.python-httpx.org/compatibility/#ssl-configuration)
```

```python
import urllib.parse

import httpx


def host(response: httpx.Response) -> str | None:
    return urllib.parse.urlparse(response.url).hostname  # JAM509
```

## Good

```python
import httpx


async def fetch(client: httpx.AsyncClient, page: int) -> str:
    url = "https://api.example/items"
    timeout = httpx.Timeout(10, connect=3)
    response = await client.get(url, params={"page": page, "sort": "name"}, timeout=timeout)
    if response.is_error:
        return ""
    return response.text


async def search(client: httpx.AsyncClient, path: str, params: dict | None = None) -> httpx.Response:
    return await client.get(path, params=params or None)


def host(response: httpx.Response) -> str:
    return response.url.host


def last(response: httpx.Response | None) -> str:
    return str(response.url) if response else ""
```

## How to fix

Use the replacement named in the message.

## Fix

`data=` with text or bytes becomes `content=`, which sends the same:

```python
import httpx


async def send(client: httpx.AsyncClient, url: str) -> None:
    await client.post(url, data="text")  # JAM509
```

```diff
-    await client.post(url, data="text")
+    await client.post(url, content="text")
```

A pair of timeouts becomes an `httpx.Timeout` that limits the other waits too, which is unsafe:

```python
from httpx import AsyncClient


async def fetch(client: AsyncClient, url: str) -> bytes:
    return (await client.get(url, timeout=(3, 10))).content  # JAM509
```

```diff unsafe
-from httpx import AsyncClient
+from httpx import AsyncClient, Timeout
-    return (await client.get(url, timeout=(3, 10))).content
+    return (await client.get(url, timeout=Timeout(10, connect=3))).content
```

## When not to use it

The rule is off by default: the code that it reports works, and may well be intended. Switch it on
(`fakeasync-enable = JAM509`) during a migration, and go through its reports once.

## Known missed alarms

Changes that no line of code shows: redirects that are no longer followed, the default timeout of five
seconds, `None` in `params` that is sent as an empty value, a `.netrc` file that is not read. The guide lists
them.

## See also

- [httpx: requests compatibility](https://www.python-httpx.org/compatibility/)
- [httpx: timeouts](https://www.python-httpx.org/advanced/timeouts/#fine-tuning-the-configuration)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.idioms.candidates import CandidateRead
from flake8_fakeasync.analysis.idioms.changes import (
    Changed,
    changed_arguments,
    changed_member,
    changed_test,
    changed_truth,
)
from flake8_fakeasync.analysis.idioms.idioms import instead, link, since
from flake8_fakeasync.analysis.idioms.mending import keyword_edits
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call
from flake8_fakeasync.analysis.syntax.facts import Use
from flake8_fakeasync.rule import Rule, fix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.diagnostics import Edit
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM509",
    name="silent-change",
    message="silent change: {what}{since}; {instead}",
    since="0.1.0",
    default=False,
    fix=("safe", "unsafe"),
)


@rule.on(Call)
def check_call(call: Call, context: Context) -> Iterator[Violation]:
    """Report the keywords that are taken differently, and the truth value of a response."""
    for changed in changed_arguments(context, call):
        edits = keyword_edits(context, context.edits, call, changed.keyword, changed[:2])
        yield _violation(call, context, changed, edits)
    truth = changed_truth(context, call)
    if truth is not None:
        yield _violation(call, context, truth)


@rule.on(Use, CandidateRead)
def check_use(fact: Attribute | Use, context: Context) -> Iterator[Violation]:
    """Report the truth value of a response, and objects that are used as text but are not."""
    changed = changed_test(context, fact) if isinstance(fact, Use) else changed_member(context, fact)
    if changed is not None:
        yield _violation(fact, context, changed)


def _violation(
    fact: Attribute | Call | Use, context: Context, changed: Changed, edits: tuple[Edit | None, ...] | None = None
) -> Violation:
    place, idiom, shown, _ = changed
    return rule.violation(
        fact,
        culprit=place,
        what=shown,
        since=since(place, idiom),
        instead=instead(idiom),
        link=link(context, place, idiom),
        fixes=fix(f"use {idiom.replacement}", edits, idiom.edit_class),
    )
