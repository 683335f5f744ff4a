"""A timeout of httpx's async client whose empty text is shown or passed on.

## What it reports

A handler that catches only httpx timeouts, around requests of an `AsyncClient`, and formats the error, logs it
with `%s`, calls `str()` on it, or creates another error from it. Your own functions that receive the error are
followed.

## Why is this bad?

`str()` of a timeout from httpx's async client is an empty string; requests, and httpx's sync client, have a text
there. The log says "request failed: " and nothing else, and a test such as `"timed out" in str(error)` is never
true.

## Bad

```python
import logging

import httpx

log = logging.getLogger(__name__)


class ShopError(Exception):
    pass


async def order(client: httpx.AsyncClient, pages: int) -> str:
    try:
        response = await client.post("/orders", json={"pages": pages})
    except httpx.TimeoutException as error:
        log.warning("no answer: %s", error)  # JAM511
        raise ShopError(str(error)) from error  # JAM511
    return response.text
```

```text
example.py:16:9: JAM511 blank error text: str() of httpx.TimeoutException from an AsyncClient is empty; use repr() (https://www.python-httpx.org/exceptions/#the-exception-hierarchy)
example.py:17:25: JAM511 blank error text: str() of httpx.TimeoutException from an AsyncClient is empty; use repr() (https://www.python-httpx.org/exceptions/#the-exception-hierarchy)
```

## Good

```python
import logging

import httpx

log = logging.getLogger(__name__)


async def order(client: httpx.AsyncClient, pages: int) -> str:
    try:
        response = await client.post("/orders", json={"pages": pages})
    except httpx.TimeoutException as error:
        log.warning("no answer: %r", error)
        return f"{type(error).__name__}: {error}"
    except httpx.RequestError as error:
        return str(error) or repr(error)
    return response.text
```

## How to fix

Show `repr(error)` (`%r`, `{error!r}`), or the type of the error in addition to its text.

## Fix

`repr()` is used where the error is an argument: of `str`, `print`, a log, another error. In an f-string, `!r` is added.
This is unsafe: what is shown changes.

```python
import logging

import httpx


async def fetch(client: httpx.AsyncClient, url: str) -> str:
    try:
        return (await client.get(url)).text
    except httpx.TimeoutException as error:
        logging.warning("no answer: %s", error)  # JAM511
        print(f"{error} from {url}")  # JAM511
        return "failed: " + str(error)  # JAM511
```

```diff unsafe
-        logging.warning("no answer: %s", error)
-        print(f"{error} from {url}")
-        return "failed: " + str(error)
+        logging.warning("no answer: %s", repr(error))
+        print(f"{error!r} from {url}")
+        return "failed: " + repr(error)
```

## When not to use it

There is no known reason to switch it off. If a report is wrong, please open an issue.

## Known missed alarms

A handler that catches other errors too: some of them have a text.

```python
import httpx


async def fetch(client: httpx.AsyncClient, url: str) -> str:
    try:
        return (await client.get(url)).text
    except httpx.TransportError as error:
        return f"failed: {error}"
```

## See also

- [httpx: the exception hierarchy](https://www.python-httpx.org/exceptions/#the-exception-hierarchy)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.handlers.blank_timeouts import blank_texts
from flake8_fakeasync.analysis.syntax.facts import Handler
from flake8_fakeasync.analysis.values import External
from flake8_fakeasync.rule import Rule, fix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.analysis.handlers.blank_texts import Shown
    from flake8_fakeasync.diagnostics import Edit
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM511",
    name="blank-error-text",
    message="blank error text: str() of {culprit} from an AsyncClient is empty{where}; use repr()",
    since="0.1.0",
    fix=("unsafe",),
)


@rule.on(Handler)
def check(handler: Handler, context: Context) -> Iterator[Violation]:
    """Report where the text of a timeout of httpx's async client is used."""
    for error, place in blank_texts(context, handler):
        name = context.program.offloads.wrappers.name(place.helper) if place.helper is not None else ""
        yield rule.violation(
            place,
            culprit=error,
            where=f", {name}() shows it" if name else "",
            link=context.catalog.link(error.partition(".")[0], "exception-hierarchy"),
            fixes=fix("use repr()", _edits(place, handler, context), "unsafe"),
        )


def _edits(place: Shown, handler: Handler, context: Context) -> tuple[Edit | None, ...] | None:
    """Return the edits that take the representation of an error in the place of its text."""
    if place.call is None:
        return (context.edits.represented(place, handler.name or ""),) if place.helper is None else None
    if External("builtins.str") in context.infer(place.call.function):
        return (context.edits.called(place.call, "repr"),)
    return context.edits.wrapped(place.call, place.argument, "repr")
