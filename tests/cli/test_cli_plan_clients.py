"""`fakeasync plan`: what it says of clients: who owns one, and where it goes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cli.planned import printed

if TYPE_CHECKING:
    import pytest

_SHOP = {
    "shop/app.py": """\
from contextlib import asynccontextmanager

import requests
from fastapi import FastAPI

from shop import report


@asynccontextmanager
async def lifespan(app):
    yield


app = FastAPI(lifespan=lifespan)


@app.get("/stock")
async def stock():
    try:
        return fetch("/stock")
    except requests.Timeout:
        return None


def fetch(path):
    report.write(path)
    return requests.get("https://shop.example" + path).json()
""",
    "shop/report.py": """\
import asyncio
import time

import boto3
import requests

session = requests.Session()


def write(path):
    with open("log.txt", "a") as log:
        log.write(path)
    time.sleep(1)
    session.post("https://log.example", data=path)


class Warehouse:
    def __init__(self):
        self.stock = session.get("https://warehouse.example").json()


class Prices:
    def __init__(self):
        self.http = requests.Session()

    def close(self):
        self.http.close()

    def of(self, name):
        return self.http.get("https://prices.example/" + name)


def upload(path):
    boto3.client("s3").upload_file(path, "shop", path)


async def check():
    prices = Prices()
    await asyncio.to_thread(print, Warehouse())
    await asyncio.to_thread(upload, "prices.csv")
    with requests.Session() as http:
        return http.get("https://shop.example"), prices.of("tea")
""",
}


def test_clients(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Clients are created in the life of the application, in a class or where they are used, and closed there."""
    monkeypatch.chdir(tmp_path)
    Path("shop").mkdir()
    Path("shop/__init__.py").touch()
    for name, text in _SHOP.items():
        Path(name).write_text(text)
    assert printed(capsys) == [
        "1. Create the clients, and close them",
        (
            "   - shop/app.py:10: create one `httpx.AsyncClient` in `lifespan()` before its `yield`, "
            "for all that need it, and close it at the end"
        ),
        "   - shop/app.py:25: `fetch()` takes the `httpx.AsyncClient` as a parameter",
        "   - shop/report.py:7: do not create a client at import; delete `requests.Session` here",
        "   - shop/report.py:24: create `httpx.AsyncClient` here instead of `requests.Session`",
        "   - shop/report.py:26: then close it in `Prices.close()`: `await client.aclose()`, in an `async def`",
        "   - shop/report.py:38: `Prices()` is created here: whoever owns it awaits `close()`",
        "   - shop/report.py:41: create `httpx.AsyncClient` here instead of `requests.Session`, in `async with`",
        "2. Make `Prices.of()` in shop/report.py an `async def`",
        "   - shop/report.py:30: await instead of `requests.Session.get()`: use httpx.AsyncClient",
        (
            "3. `Warehouse.__init__()` in shop/report.py cannot be async: "
            "do this in an async class method, `Warehouse.create()`"
        ),
        "   - shop/report.py:19: await instead of `requests.Session.get()`: use httpx.AsyncClient",
        "4. Make `write()` in shop/report.py an `async def`",
        "   - shop/report.py:11: hand `open()` to `asyncio.to_thread`",
        "   - shop/report.py:13: await `asyncio.sleep()` instead of `time.sleep()`",
        "   - shop/report.py:14: await instead of `requests.Session.post()`: use httpx.AsyncClient",
        "5. Make `fetch()` in shop/app.py an `async def`",
        "   - shop/app.py:26: await `write()`",
        "   - shop/app.py:27: await instead of `requests.get()`: use httpx.AsyncClient",
        "6. In functions that run on the event loop already",
        "   - shop/app.py:20: await `fetch()`",
        "   - shop/report.py:39: await `Warehouse.create()` instead of `Warehouse()`",
        "   - shop/report.py:42: await `Prices.of()`",
        "   - shop/report.py:42: await instead of `requests.Session.get()`: use httpx.AsyncClient",
        "7. What runs in a thread",
        "   - shop/report.py:40: `asyncio.to_thread()` stays",
        "8. Handlers",
        "   - shop/app.py:21: `except requests.Timeout`: use httpx.TimeoutException",
    ]
