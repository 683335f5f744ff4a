"""A response that is used as if a redirect had been followed, which httpx does not do.

## What it reports

`raise_for_status()` on the response to a GET of httpx, and its body written to a file, if neither the request nor
its client has `follow_redirects`, in a project that also uses requests or aiohttp, or lists one of them in its requirements.

## Why is this bad?

requests and aiohttp follow redirects, httpx does not by default. After a migration, `raise_for_status()`
raises an error for the 302 that used to lead to the page, and a download writes the empty body of the redirect.

## Bad

```python
import httpx
import requests  # still used elsewhere


def download(url: str, path: str) -> None:
    response = httpx.get(url)
    response.raise_for_status()  # JAM512
    with open(path, "wb") as file:
        file.write(response.content)  # JAM512
```

```text
example.py:7:5: JAM512 redirect not followed: httpx.get() in download() takes a redirect for the answer; use follow_redirects=True (https://www.python-httpx.org/compatibility/#redirects)
example.py:9:9: JAM512 redirect not followed: httpx.get() in download() takes a redirect for the answer; use follow_redirects=True (https://www.python-httpx.org/compatibility/#redirects)
```

## Good

```python
import httpx
import requests


def download(url: str, path: str) -> None:
    response = httpx.get(url, follow_redirects=True)
    response.raise_for_status()
    with open(path, "wb") as file:
        file.write(response.content)


def load(client: httpx.Client, url: str) -> dict:
    return client.get(url).raise_for_status().json()
```

## How to fix

Pass `follow_redirects=True` to the client or the request, or `follow_redirects=False` to say that it is meant.

## Fix

`follow_redirects=True` is added to the request. This is unsafe: the answer may come from another address.

```python
import httpx
import requests


def save(url: str, path: str) -> None:
    response = httpx.get(
        url,
        timeout=10,
    )
    with open(path, "wb") as file:
        file.write(response.content)  # JAM512
```

```diff unsafe
+        follow_redirects=True,
```

## When not to use it

The rule is off by default: many APIs never redirect. Switch it on (`fakeasync-enable = JAM512`) during a migration,
and go through its reports once.

## Known missed alarms

A client that is passed in: it may have been told to follow redirects. Requests other than GET, and those whose
method is not in the text.

## See also

- [httpx: redirects](https://www.python-httpx.org/compatibility/#redirects)
- JAM509 reports other code that still runs and means something else
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.idioms.redirects import not_followed
from flake8_fakeasync.analysis.syntax.exprs import Call
from flake8_fakeasync.rule import Rule, fix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM512",
    name="redirect-not-followed",
    message="redirect not followed: {culprit}() in {where} takes a redirect for the answer; use follow_redirects=True",
    since="0.1.0",
    default=False,
    fix=("unsafe",),
)


@rule.on(Call)
def check(call: Call, context: Context) -> Iterator[Violation]:
    """Report a response that is checked or written to a file though redirects are not followed."""
    found = not_followed(context, call)
    if found is not None:
        edits = [context.edits.last_argument(request, "follow_redirects=True") for request in found.requests]
        yield rule.violation(
            call,
            culprit=found.place,
            where=context.where(call.region),
            link=context.catalog.link(found.place.library, "redirects"),
            fixes=fix("use follow_redirects=True", edits, "unsafe"),
        )
