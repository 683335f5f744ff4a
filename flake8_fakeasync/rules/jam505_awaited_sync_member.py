"""A sync method that is awaited, or a property that is called.

## What it reports

`await` on something that cannot be awaited: a method or property of an httpx response (the body is read
before the response is returned), a sync method of an async client, a method of a sync client (of an SDK, too),
or a module-level function such as `httpx.get`. Also a property of a response that is called, such as
`response.text()` in httpx.

## Why is this bad?

The request is sent, and then a `TypeError` discards the response. Code that moves from aiohttp brings this
mistake with it: there, `text` and `json` are coroutine methods.

## Bad

```python
import httpx


async def fetch(client: httpx.AsyncClient, url: str) -> dict:
    response = await client.get(url)
    await response.raise_for_status()  # JAM505
    print(await response.text())  # JAM505
    print(response.text())  # JAM505
    return await response.json()  # JAM505
```

```text
example.py:6:5: JAM505 sync method is awaited: httpx.Response.raise_for_status(); remove the await (https://www.python-httpx.org/compatibility/)
example.py:7:11: JAM505 property is awaited: httpx.Response.text(); remove the await and the parentheses (https://www.python-httpx.org/compatibility/)
example.py:8:11: JAM505 property is called: httpx.Response.text(); remove the parentheses (https://www.python-httpx.org/compatibility/)
example.py:9:12: JAM505 sync method is awaited: httpx.Response.json(); remove the await (https://www.python-httpx.org/compatibility/)
```

All module-level functions of httpx are sync:

```python
import httpx


async def fetch(url: str) -> httpx.Response:
    return await httpx.get(url)  # JAM505
```

```text
example.py:5:12: JAM505 sync method is awaited: httpx.get(); use httpx.AsyncClient (https://www.python-httpx.org/async/#making-async-requests)
```

A method is awaited that has to be called first:

```python
import aiohttp


async def fetch(session: aiohttp.ClientSession, url: str) -> str:
    async with session.get(url) as response:
        return await response.text  # JAM505
```

```text
example.py:6:16: JAM505 method is awaited, not called: aiohttp.ClientResponse.text; use await response.text() (https://docs.aiohttp.org/en/stable/client_quickstart.html)
```

The sync client of an SDK returns its answer right away:

```python
from openai import OpenAI


async def answer(client: OpenAI, question: str) -> str:
    return (await client.responses.create(model="gpt-5", input=question)).output_text  # JAM505
```

```text
example.py:5:13: JAM505 sync method is awaited: openai.OpenAI.responses.create(); use openai.AsyncOpenAI (https://github.com/openai/openai-python#async-usage)
```

## Good

```python
import httpx


async def fetch(client: httpx.AsyncClient, url: str) -> dict:
    response = await client.get(url)
    response.raise_for_status()
    print(response.text)
    return response.json()
```

In aiohttp, they are coroutine methods:

```python
import aiohttp


async def fetch(session: aiohttp.ClientSession, url: str) -> dict:
    async with session.get(url) as response:
        response.raise_for_status()
        print(await response.text())
        return await response.json()
```

## How to fix

Remove the `await`, or the parentheses after a property. Instead of a module-level function, await the method
of an `AsyncClient`.

## Fix

The `await` is taken away, and the parentheses of a property: the line raised `TypeError` before. A blocking call that
is awaited needs an async client, which is for you to choose.

```python
import httpx


async def fetch(client: httpx.AsyncClient, url: str) -> str:
    response = await client.get(url)
    if response.status_code() == 404:  # JAM505
        return await response.text()  # JAM505
    return (await response.json())["title"]  # JAM505
```

```diff
-    if response.status_code() == 404:
-        return await response.text()
-    return (await response.json())["title"]
+    if response.status_code == 404:
+        return response.text
+    return response.json()["title"]
```

## When not to use it

There is no reason to switch it off.

## Known missed alarms

A value that may be either sync or async is not reported, nor is what a subclass inherits that replaces a method
of the client, such as `request`: it may return something to be awaited.

## See also

- [httpx: making async requests](https://www.python-httpx.org/async/#making-async-requests)
- JAM504 reports the opposite
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.idioms.idioms import link
from flake8_fakeasync.analysis.idioms.protocols import awaited_sync, effect, is_uncalled_method, misused, own_class
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Await, Call
from flake8_fakeasync.rule import Rule, fix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.analysis.idioms.idioms import Place
    from flake8_fakeasync.diagnostics import Edit
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM505",
    name="awaited-sync-member",
    message="{problem}: {member}{base}; {todo}",
    since="0.1.0",
    fix=("safe",),
)


@rule.on(Await)
def check_await(fact: Await, context: Context) -> Iterator[Violation]:
    """Report an await on something that returns nothing to await."""
    place = awaited_sync(context, fact)
    if place is None:
        return
    row = context.module.row(fact.value)
    is_call = isinstance(row, Call)
    own = own_class(context, row.function if isinstance(row, Call) else fact.value)
    member = f"{own}.{place.name}" if own else f"{place}"
    todo, link = _todo(context, place, is_call=is_call)
    problem = "sync method is awaited" if is_call and not _is_property(context, place) else "property is awaited"
    if not is_call and is_uncalled_method(context, place):
        problem, todo = "method is awaited, not called", f"use await {_noun(place)}.{place.name}()"
    yield rule.violation(
        fact,
        culprit=place,
        problem=problem,
        member=f"{member}()" if is_call else member,
        base=f", inherited from {place.owner}" if own else "",
        todo=todo,
        link=link,
        fixes=fix(todo, _edits(context, place, fact)),
    )


def _edits(context: Context, place: Place, fact: Await) -> tuple[Edit | None, ...] | None:
    """Return the edits that take the await away, and the parentheses of a property; none where others wait for it."""
    cls = context.catalog.cls(place.owner)
    is_uncalled = isinstance(context.module.row(fact.value), Attribute) and is_uncalled_method(context, place)
    if effect(context, place) == "blocks" or cls is None or cls.kind == "network" or is_uncalled:
        return None
    edits = context.edits.unawaiting(fact)
    call = context.module.row(fact.value)
    if edits is None or not isinstance(call, Call) or not _is_property(context, place):
        return edits
    return (*edits, context.edits.uncalling(call))


def _todo(context: Context, place: Place, *, is_call: bool) -> tuple[str, str]:
    """Return what to write instead, and the address of a page about it."""
    sdk = context.catalog.cls(place.owner) or context.catalog.function(str(place))
    if sdk is not None and sdk.kind == "network":
        member = context.catalog.cls(place.owner)
        found = member.member(place.name) if member is not None else None
        twin = (found and found.instead) or sdk.instead
        return (f"use {twin}", context.catalog.link(twin)) if twin else ("remove the await", "")
    if effect(context, place) == "blocks":
        known = context.catalog.cls(place.owner) or context.catalog.function(str(place))
        instead = context.advice.instead(known and known.instead, "http")
        return f"use {instead}", context.advice.link(instead, "making-async-requests")
    both = is_call and _is_property(context, place)
    return "remove the await" + (" and the parentheses" if both else ""), context.catalog.link(place.library)


def _noun(place: Place) -> str:
    return "response" if place.owner.endswith("Response") else "client"


def _is_property(context: Context, place: Place) -> bool:
    """Return whether a member must not be called."""
    return context.catalog.misuse(place.owner, "call", place.name) is not None


@rule.on(Call)
def check_call(call: Call, context: Context) -> Iterator[Violation]:
    """Report a property that is called; if it is awaited as well, the await is reported."""
    found = misused(context, call.function, "call")
    if found is not None and call.id not in context.module.awaited:
        yield rule.violation(
            call,
            culprit=found.place,
            problem="property is called",
            member=f"{found.place}()",
            base="",
            todo="remove the parentheses",
            link=link(context, found.place, found.idiom),
            fixes=fix("remove the parentheses", (context.edits.uncalling(call),)),
        )
