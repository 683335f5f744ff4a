"""A coroutine that waits for a database, a queue or a cloud service.

## What it reports

A call of a blocking function or method, in the code that a coroutine runs itself: database drivers and SQLAlchemy,
redis, message queues, cloud, language-model and web service SDKs, mail, sockets, name look-ups, SSH, brokers. Also

- constructors that connect: `QdrantClient()`, `KafkaProducer()`, `smtplib.SMTP("mail.example")`,
- properties that do I/O: `w3.eth.block_number`,
- `with` and `for` where entering or iterating does: `with engine.begin()`, `for doc in collection.find()`,
- functions of your own that `fakeasync-blocking` or a file of `fakeasync-catalog` declares.

The message names the async twin where one exists: another class of the library, the same object
(`client.aio.models`, `create_async`), or another library.

## Why is this bad?

While the call waits for the other side, the event loop runs nothing else: no other request, no timeout, no
cancellation. A query that takes 80 ms holds up every other client of the service for 80 ms.

## Bad

```python
import redis

cache = redis.Redis()


async def visits(page: str) -> int:
    return int(cache.get(page) or 0)  # JAM111
```

```text
example.py:7:16: JAM111 blocking network call in async function: redis.Redis.get() in visits(); use redis.asyncio.Redis
```

A session of SQLAlchemy that FastAPI injects:

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

The async twin may be on the same object:

```python
from google import genai

client = genai.Client()


async def answer(question: str) -> str:
    return client.models.generate_content(model="gemini", contents=question).text  # JAM111
```

```text
example.py:7:12: JAM111 blocking network call in async function: google.genai.Client.models.generate_content() in answer(); use google.genai.Client.aio.models.generate_content
```

## Good

```python
import redis.asyncio

cache = redis.asyncio.Redis()


async def visits(page: str) -> int:
    return int(await cache.get(page) or 0)
```

Making a client, a query or a pipeline waits for nothing:

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

Frameworks run sync endpoints in threads:

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

Use the async twin that the message names. Where there is none, or the move has to wait, `await asyncio.to_thread(f, ...)`
keeps the loop free.

## When not to use it

In a script whose only coroutine is `main`, nothing else waits for the loop. A client that is known to answer from memory
can be declared: `fakeasync-nonblocking = redis.Redis.get`.

## Known missed alarms

What a call returns is followed where the catalogue knows its class; rows, documents and sub-clients of large SDKs are
not. An object in a parameter without an annotation is nobody's:

```python
async def visits(cache, page):
    return cache.get(page)
```

## See also

- JAM112 reports what is reached through functions of the project, JAM101 plain HTTP
- [the catalogue](../catalog.md), and how to [extend it](../configuration.md#fakeasync-catalog)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.reach.blocked import Blocked
from flake8_fakeasync.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.linked import Linked
    from flake8_fakeasync.rule import Violation

rule = Rule(
    code="JAM111",
    name="blocking-network-call",
    message="blocking network call in async function: {call} in {function}(); use {instead}",
    since="0.1.0",
)


@rule.on(Blocked)
def check(blocked: Blocked, linked: Linked) -> Iterator[Violation]:
    """Report what blocks on network I/O in a coroutine's own code."""
    if blocked.blocking.kind == "network":
        yield rule.violation(
            blocked,
            call=blocked.blocking.name,
            function=blocked.function,
            instead=blocked.blocking.instead or "asyncio.to_thread",
        )
