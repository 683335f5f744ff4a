"""An async function that makes a blocking call to a database, a queue or a cloud service.

## What it reports

A call to a blocking function or method in the body of an async function: database drivers and SQLAlchemy,
Redis, message queues and brokers, SDKs of cloud, language-model and web services, mail, sockets, DNS look-ups
and SSH. It also reports

- constructors that connect: `QdrantClient()`, `KafkaProducer()`, `smtplib.SMTP("mail.example")`,
- properties that do I/O: `w3.eth.block_number`,
- `with` and `for` where entering or iterating does I/O: `with engine.begin()`,
  `for doc in collection.find()`,
- your own functions that `fakeasync-blocking` or a `fakeasync-catalog` file declares as blocking.

The message names the async equivalent where one exists: another class of the same library, a member of the
same object (`client.aio.models`, `create_async`), or another library.

## Why is this bad?

While the call waits for the other side, the event loop cannot run anything else: other requests, timeouts and
cancellations all wait. A query that takes 80 ms delays every other client of the service by 80 ms.

## Bad

```python
import redis

cache = redis.Redis()


async def visits(page: str) -> int:
    return int(cache.get(page) or 0)  # JAM111
```

```text
example.py:7:16: JAM111 async function visits() blocks on network I/O: redis.Redis.get(); use redis.asyncio.Redis (https://redis.readthedocs.io/en/stable/examples/asyncio_examples.html)
```

A SQLAlchemy session injected by FastAPI:

```python
from fastapi import Depends, FastAPI
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session, sessionmaker

app = FastAPI()
SessionLocal = sessionmaker(create_engine("postgresql://db.example/shop"))


def get_db():
    with SessionLocal() as session:
        yield session


@app.get("/orders")
async def orders(db: Session = Depends(get_db)):
    return db.scalars(select(1)).all()  # JAM111
```

The async equivalent may be on the same object:

```python
from google import genai

client = genai.Client()


async def answer(question: str) -> str:
    return client.models.generate_content(model="gemini", contents=question).text  # JAM111
```

```text
example.py:7:12: JAM111 async function answer() blocks on network I/O: google.genai.Client.models.generate_content(); use google.genai.Client.aio.models.generate_content
```

## Good

```python
import redis.asyncio

cache = redis.asyncio.Redis()


async def visits(page: str) -> int:
    return int(await cache.get(page) or 0)
```

Creating a client, a query or a pipeline does not block:

```python
import boto3
import redis


async def prepare() -> None:
    storage = boto3.client("s3")
    storage.generate_presigned_url("get_object", Params={"Bucket": "b", "Key": "k"})
    pipeline = redis.Redis().pipeline()
    pipeline.get("a")
    pipeline.get("b")
```

FastAPI runs sync endpoints in a thread pool:

```python
from fastapi import Depends, FastAPI
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

app = FastAPI()
engine = create_engine("postgresql://db.example/shop")


def get_db():
    with Session(engine) as session:
        yield session


@app.get("/orders")
def orders(db: Session = Depends(get_db)):
    return db.scalars(select(1)).all()
```

## How to fix

Use the async equivalent named in the message. If there is none, or the change has to wait,
`await asyncio.to_thread(f, ...)` keeps the event loop free.

## Fix

Where the async counterpart is a method of the same object, the edit is proposed in editors and in the JSON and SARIF
output. It is never made: the object may be shared with sync code.

```python
from langchain_openai import ChatOpenAI


async def answer(question: str) -> str:
    return ChatOpenAI(model="gpt-5").invoke(question).content  # JAM111
```

```diff shown
-    return ChatOpenAI(model="gpt-5").invoke(question).content
+    return (await ChatOpenAI(model="gpt-5").ainvoke(question)).content
```

## When not to use it

In a script whose only async function is `main`, nothing else is waiting for the event loop. If you know that
a client answers from memory, declare it: `fakeasync-nonblocking = redis.Redis.get`.

## Known missed alarms

Return values are followed only where the catalog knows their class; rows, documents and the sub-clients of
large SDKs are not. The type of an unannotated parameter is unknown, so nothing is reported:

```python
async def visits(cache, page):
    return cache.get(page)
```

## See also

- JAM112 reports the same calls when they are reached through your own functions, JAM101 reports plain HTTP
- [The catalog](../catalog.md), and how to [extend it](../configuration.md#fakeasync-catalog)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.reach.blocked import Blocked
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call
from flake8_fakeasync.rule import Rule, fix
from flake8_fakeasync.rules.blocking_report import running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.diagnostics import Edit
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM111",
    name="blocking-network-call",
    message="{subject} {does}: {path}; {advice}",
    since="0.1.0",
    fix=("shown",),
)


@rule.on(Blocked)
def check(blocked: Blocked, context: Context) -> Iterator[Violation]:
    """Report what blocks on network I/O in a coroutine's own code."""
    if blocked.blocking.kind == "network":
        instead = context.advice.instead(blocked.blocking.instead, "network")
        yield rule.violation(
            blocked,
            culprit=blocked.blocking.name,
            does=context.catalog.outcome(blocked.blocking.name) or "blocks on network I/O",
            link=context.advice.link(instead),
            fixes=fix(f"await {instead}", _edits(blocked, instead, context), "shown"),
            **running(blocked.entry, blocked.function, instead, may_be_plain=context.may_be_plain(blocked.region)),
        )


def _edits(blocked: Blocked, instead: str, context: Context) -> tuple[Edit | None, ...] | None:
    """Return the edits that await the counterpart of a method on the same object."""
    call = context.module.row(blocked.id)
    read = context.module.row(call.function) if isinstance(call, Call) else None
    owner, _, name = instead.rpartition(".")
    if not isinstance(read, Attribute) or blocked.blocking.name != f"{owner}.{read.name}()":
        return None
    waiting = context.edits.awaiting(blocked) if context.coroutine(blocked.region) is not None else None
    return (context.edits.name(read, name), *waiting) if waiting is not None else None
