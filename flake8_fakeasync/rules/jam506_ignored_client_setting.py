"""A requests session setting or method that a client ignores or does not have.

## What it reports

An assignment to an attribute that an httpx or aiohttp client never reads, such as `client.verify = False`,
and the use of a method that the client does not have, such as `client.mount(...)`.

## Why is this bad?

The assignment succeeds and changes nothing. With `client.proxies = ...`, every request bypasses the proxy;
with `client.verify = "company.pem"`, it fails with a certificate error that points elsewhere.

## Bad

```python
import httpx


def client(proxy: str) -> httpx.AsyncClient:
    made = httpx.AsyncClient()
    made.proxies = {"https://": proxy}  # JAM506
    made.mount("https://slow.example", httpx.AsyncHTTPTransport(retries=3))  # JAM506
    return made
```

```text
example.py:6:5: JAM506 setting has no effect: httpx.AsyncClient ignores .proxies; use proxy= of the client (https://www.python-httpx.org/compatibility/#proxy-keys)
example.py:7:5: JAM506 setting has no effect: httpx.AsyncClient has no .mount; use mounts= of the client (https://www.python-httpx.org/advanced/transports/#mounting-transports)
```

```python
import aiohttp


async def session() -> aiohttp.ClientSession:
    made = aiohttp.ClientSession()
    made.verify = False  # JAM506
    return made
```

## Good

```python
import httpx


def client(proxy: str) -> httpx.AsyncClient:
    slow = httpx.AsyncHTTPTransport(retries=3)
    made = httpx.AsyncClient(proxy=proxy, mounts={"https://slow.example": slow})
    made.headers["Accept"] = "application/json"
    made.timeout = 10
    return made
```

Your own subclass may define any attribute:

```python
import httpx


class Client(httpx.AsyncClient):
    proxies: dict[str, str] = {}


def client(proxy: str) -> Client:
    made = Client()
    made.proxies = {"https://": proxy}
    return made
```

## How to fix

Pass the setting to the constructor. These attributes may be assigned later: `auth`, `headers`, `params`,
`cookies`, `timeout`, `max_redirects`, `base_url`, `event_hooks` and `follow_redirects`.

## When not to use it

If you store your own data on clients under such a name. It is clearer to declare the attribute in a subclass.

## Known missed alarms

`setattr(client, "verify", False)`, and assignments to `self` in a subclass of the client.

## See also

- [httpx: client instances](https://www.python-httpx.org/compatibility/#client-instances)
- [httpx: mounting transports](https://www.python-httpx.org/advanced/transports/#mounting-transports)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.idioms.candidates import CandidateRead
from flake8_fakeasync.analysis.idioms.idioms import instead, is_client, is_setting, link
from flake8_fakeasync.analysis.idioms.missing import ignored_setting, missing_member
from flake8_fakeasync.analysis.syntax.facts import Store
from flake8_fakeasync.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.analysis.syntax.exprs import Attribute
    from flake8_fakeasync.catalog.idioms import Idiom
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM506",
    name="ignored-client-setting",
    message="setting has no effect: {what}; {instead}",
    since="0.1.0",
)


@rule.on(Store)
def check_assignment(store: Store, context: Context) -> Iterator[Violation]:
    """Report what is assigned to a client that does not look at it."""
    found = ignored_setting(context, store)
    if found is not None:
        place, idiom = found
        yield rule.violation(
            store,
            culprit=place,
            what=f"{place.owner} ignores .{store.name}",
            instead=instead(idiom),
            link=link(context, place, idiom),
        )


@rule.on(CandidateRead)
def check_member(attribute: Attribute, context: Context) -> Iterator[Violation]:
    """Report what is read from a client, or settings of one, and is not there; closing is a matter of its life."""
    found = missing_member(context, attribute)
    cls = context.catalog.cls(found[0].owner) if found is not None else None
    if found is None or not (is_client(cls) or is_setting(cls)) or _closes(context, found[0].owner, found[1]):
        return
    place, idiom = found
    yield rule.violation(
        attribute,
        culprit=place,
        what=f"{place.owner}{place.of_several} has no .{place.name}",
        instead=instead(idiom),
        link=link(context, place, idiom),
    )


def _closes(context: Context, owner: str, idiom: Idiom) -> bool:
    """Return whether the replacement is what closes the client."""
    cls = context.catalog.cls(owner)
    return any(f"{close}()" in (idiom.replacement or "") for close in (cls.close if cls else ()))
