"""A name that httpx or aiohttp does not have.

## What it reports

A name of another HTTP library that is read or imported from httpx or aiohttp: `httpx.Session`,
`from httpx import PreparedRequest`, `httpx.codes.okay`, `aiohttp.get`. Exception names are reported only
outside `except` clauses; inside, JAM405 reports them. A status of httpx that is compared with `requests.codes` is
reported as well.

## Why is this bad?

A wrong import fails when the module is loaded, which nobody can miss. A wrong attribute fails when the line
runs, which may never happen in the tests.

## Bad

```python
import httpx


def session() -> httpx.Client:
    return httpx.Session()  # JAM508


def is_busy(response: httpx.Response) -> bool:
    return response.status_code == httpx.codes.too_many  # JAM508
```

```text
example.py:5:12: JAM508 no such name: httpx has no Session; use httpx.Client or httpx.AsyncClient (https://www.python-httpx.org/compatibility/#client-instances)
example.py:9:36: JAM508 no such name: httpx.codes has no too_many; use httpx.codes.too_many_requests (https://www.python-httpx.org/compatibility/#status-codes)
```

```python
from httpx import PreparedRequest  # JAM508
```

```python
import aiohttp


async def fetch(url: str) -> str:
    async with aiohttp.get(url) as response:  # JAM508
        return await response.text()
```

A comparison that still needs requests:

```python
import httpx
import requests


def is_there(response: httpx.Response) -> bool:
    return response.status_code == requests.codes.ok  # JAM508
```

```text
example.py:6:36: JAM508 name of another library: requests.codes.ok compared with httpx.Response.status_code; use httpx.codes.OK (https://www.python-httpx.org/compatibility/#status-codes)
```

## Good

```python
import httpx


def session() -> httpx.Client:
    return httpx.Client()


def is_busy(response: httpx.Response) -> bool:
    return response.status_code == httpx.codes.TOO_MANY_REQUESTS
```

A name that may be missing can be tried:

```python
try:
    from httpx import Session
except ImportError:
    from httpx import Client as Session
```

## How to fix

Use the name in the message.

## Fix

A name with one counterpart is replaced by it, in an import wherever the file uses the name: it raised
`AttributeError` or `ImportError` before.

```python
import httpx
from httpx import ClientResponse  # JAM508


def is_busy(response: ClientResponse) -> bool:
    return response.status_code == httpx.codes.too_many  # JAM508
```

```diff
-from httpx import ClientResponse
+from httpx import Response
-def is_busy(response: ClientResponse) -> bool:
-    return response.status_code == httpx.codes.too_many
+def is_busy(response: Response) -> bool:
+    return response.status_code == httpx.codes.too_many_requests
```

A name that may be meant for several is for you to decide:

```python
import httpx


def session(base: str):
    return httpx.Session(base_url=base)  # JAM508
```

```diff shown
-    return httpx.Session(base_url=base)
+    return httpx.Client(base_url=base)
# or
-    return httpx.Session(base_url=base)
+    return httpx.AsyncClient(base_url=base)
```

## When not to use it

There is no reason to switch it off.

## Known missed alarms

A star import: `from httpx import *`, then `Session()`.

## See also

- [httpx: client instances](https://www.python-httpx.org/compatibility/#client-instances)
- [httpx: status codes](https://www.python-httpx.org/compatibility/#status-codes)
- JAM405 reports `except httpx.RequestException`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.idioms.candidates import CandidateRead
from flake8_fakeasync.analysis.idioms.codes import foreign_codes
from flake8_fakeasync.analysis.idioms.idioms import instead, link
from flake8_fakeasync.analysis.idioms.mending import member_edits
from flake8_fakeasync.analysis.idioms.missing import caught, missing_import, missing_name
from flake8_fakeasync.analysis.syntax.exprs import Attribute
from flake8_fakeasync.analysis.syntax.facts import Import, Use
from flake8_fakeasync.catalog.model import HTTPX_FAMILY
from flake8_fakeasync.rule import Rule, fix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.analysis.idioms.idioms import Place
    from flake8_fakeasync.catalog.idioms import Idiom
    from flake8_fakeasync.diagnostics import Edit, Fix
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM508",
    name="no-such-name",
    message="{problem}: {what}; {instead}",
    since="0.1.0",
    fix=("safe", "shown"),
)


@rule.on(CandidateRead, Import)
def check(fact: Attribute | Import, context: Context) -> Iterator[Violation]:
    """Report a name that the module does not have, unless a handler names it."""
    found = missing_import(context, fact) if isinstance(fact, Import) else missing_name(context, fact)
    if found is None or (
        isinstance(fact, Attribute) and found[0].library in HTTPX_FAMILY and fact.id in caught(context)
    ):
        return
    place, idiom = found
    yield rule.violation(
        fact,
        culprit=place,
        problem="no such name",
        what=f"{place.owner} has no {place.name}",
        instead=instead(idiom),
        link=link(context, place, idiom),
        fixes=fix(f"use {idiom.replacement}", _edits(fact, place, idiom, context), idiom.edit_class)
        or _choices(fact, place, idiom, context),
    )


def _edits(fact: Attribute | Import, place: Place, idiom: Idiom, context: Context) -> tuple[Edit | None, ...] | None:
    """Return the edits that write the one name that is meant: where it is read, or imported and read."""
    if isinstance(fact, Attribute):
        return member_edits(context.edits, fact, place, idiom)
    new = (idiom.edit or "").removeprefix("{base}.")
    return context.edits.imported(fact, new) if fact.name is not None and new else None


def _choices(fact: Attribute | Import, place: Place, idiom: Idiom, context: Context) -> tuple[Fix, ...]:
    """Return a proposal for each of several names that may be meant."""
    names = (idiom.replacement or "").split(" or ")
    are_names = all(name.rpartition(".")[0] == place.owner for name in names)
    if not isinstance(fact, Attribute) or not are_names or place.among > 1:
        return ()
    edits = ((name, context.edits.name(fact, name.rpartition(".")[2])) for name in names)
    return tuple(each for name, edit in edits for each in fix(f"use {name}", (edit,), "shown"))


@rule.on(Use)
def check_codes(use: Use, context: Context) -> Iterator[Violation]:
    """Report a status code of requests that the status of a response of httpx is compared with."""
    for code, status, twin in foreign_codes(context, use):
        yield rule.violation(
            code,
            culprit=f"requests.codes.{code.name}",
            problem="name of another library",
            what=f"requests.codes.{code.name} compared with {status}",
            instead=f"use {twin}",
            link=context.catalog.link(status.library, "status-codes"),
        )
