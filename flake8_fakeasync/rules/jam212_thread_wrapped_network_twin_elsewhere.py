"""A blocking network call in a thread although another package has an async API for it.

## What it reports

The same as JAM211, where the async equivalent is another package than the one that is used: `aioboto3` for `boto3`,
`asyncpg` for `psycopg2`, `aiodocker` for `docker`. The message says what to install, and what that needs. Off by
default: it is counted among the reports that [are left out](../configuration.md#fakeasync-reports).

## Why is this bad?

As for JAM211: cancellation does not reach the thread, and the size of the pool is the limit. Whether that is worth
another dependency, with its own bugs, releases and documentation, is for you to decide.

## Bad

```python
import asyncio

import boto3

bucket = boto3.resource("s3").Bucket("shop")


async def upload(path: str) -> None:
    await asyncio.to_thread(bucket.upload_file, path, path)  # JAM212
```

```text
example.py:9:11: JAM212 network call in a thread cannot be cancelled: boto3.resources.base.ServiceResource.upload_file() in upload(); another package, aioboto3, has aioboto3.Session (needs the release of botocore that aiobotocore pins)
```

## Good

```python
import aioboto3

session = aioboto3.Session()


async def upload(path: str) -> None:
    async with session.resource("s3") as s3:
        bucket = await s3.Bucket("shop")
        await bucket.upload_file(path, path)
```

## How to fix

Install the package, and use the class or function named in the message, with one client for the lifetime of the
service.

## When not to use it

Leave it off if few of these calls are made at once, or if they need no deadline: a thread is good enough then.

## Known missed alarms

As for JAM211, SDKs that are not in the catalog, and objects in unannotated parameters:

```python
import asyncio


async def upload(bucket, path):
    await asyncio.to_thread(bucket.upload_file, path, path)
```

## See also

- JAM211 reports calls whose own package has an async equivalent
- JAM111 reports the same calls in the async function itself
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.infer.offloads import Offload
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
from flake8_fakeasync.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM212",
    name="thread-wrapped-network-twin-elsewhere",
    message="network call in a thread cannot be cancelled: {path} in {function}{bound}; another package, {package}, has {instead}{needs}",
    since="0.1.0",
    default=False,
    pedantic="twin elsewhere",
)


@rule.on(Offload, FunctionFacts)
def check(fact: Offload | FunctionFacts, context: Context) -> Iterator[Violation]:
    """Report what hands blocking network I/O to a thread for which another package has an async API."""
    wrapped = context.threads.with_twin(fact)
    if wrapped is not None and wrapped.elsewhere is not None:
        instead = context.advice.instead(wrapped.path.blocking.instead, "network")
        yield rule.violation(
            wrapped.place,
            culprit=wrapped.path.blocking.name,
            frames=wrapped.path.frames,
            function=wrapped.function,
            bound=wrapped.bound,
            package=wrapped.elsewhere.package,
            instead=instead,
            needs=f" (needs {wrapped.elsewhere.needs})" if wrapped.elsewhere.needs else "",
            link=context.advice.link(instead),
        )
