"""`fakeasync plan`: what it lists."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flake8_fakeasync.cli import main
from flake8_fakeasync.engine import Engine

if TYPE_CHECKING:
    import pytest

_CLIENT = """\
import requests


def fetch(path):
    return requests.get(path)


def order(name):
    return fetch(name)


def report():
    return order("all")
"""
_APP = """\
import asyncio

import client


async def buy(name):
    return client.order(name)


async def sell(name):
    return await asyncio.to_thread(client.fetch, name)
"""
_DONE = {
    "client.py": """\
import httpx


async def fetch(path):
    async with httpx.AsyncClient() as client:
        return await client.get(path)


async def order(name):
    return await fetch(name)


async def report():
    return await order("all")
""",
    "app.py": """\
import client


async def buy(name):
    return await client.order(name)


async def sell(name):
    return await client.fetch(name)
""",
}


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """Return the lines of a plan."""
    capsys.readouterr()
    assert main(["plan", *arguments]) == 0
    return capsys.readouterr().out.splitlines()


def test_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Functions become async from the blocking call upwards; who follows the plan has nothing left to do."""
    monkeypatch.chdir(tmp_path)
    Path("client.py").write_text(_CLIENT)
    Path("app.py").write_text(_APP)
    assert printed(capsys) == [
        "1. Create the clients, and close them",
        "   - client.py:4: `fetch()` takes the `httpx.AsyncClient` as a parameter; whoever creates it closes it",
        "2. Make `fetch()` in client.py an `async def`",
        "   - client.py:5: await instead of `requests.get()`: use httpx.AsyncClient",
        "3. Make `order()` in client.py an `async def`",
        "   - client.py:9: await `fetch()`",
        "4. In functions that run on the event loop already",
        "   - app.py:7: await `order()`",
        "   - app.py:11: await `fetch()`, without the thread",
        "5. Sync code that calls what becomes async: keep a sync version, or use `asyncio.run`",
        "   - client.py:13: await `order()`",
    ]
    assert printed(capsys, "--root=client.none") == ["Nothing to do."]
    assert printed(capsys, "--root=order") == [
        "1. Create the clients, and close them",
        "   - client.py:4: `fetch()` takes the `httpx.AsyncClient` as a parameter; whoever creates it closes it",
        "2. Make `fetch()` in client.py an `async def`",
        "   - client.py:5: await instead of `requests.get()`: use httpx.AsyncClient",
        "3. Make `order()` in client.py an `async def`",
        "   - client.py:9: await `fetch()`",
        "4. In functions that run on the event loop already",
        "   - app.py:7: await `order()`",
        "5. Sync code that calls what becomes async: keep a sync version, or use `asyncio.run`",
        "   - client.py:13: await `order()`",
    ]
    for name, text in _DONE.items():
        Path(name).write_text(text)
    assert printed(capsys) == ["Nothing to do."]


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


def test_main(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Without an application, the coroutine that the program starts with creates the client."""
    monkeypatch.chdir(tmp_path)
    Path("client.py").write_text(_CLIENT)
    Path("app.py").write_text(f"{_APP}\n\nasync def main():\n    await buy('tea')\n\n\nasyncio.run(main())\n")
    assert printed(capsys)[1:3] == [
        (
            "   - app.py:14: create one `httpx.AsyncClient` in `main()`, in `async with`, "
            "for all that need it, and close it at the end"
        ),
        "   - client.py:4: `fetch()` takes the `httpx.AsyncClient` as a parameter",
    ]


_FORMS = """\
import requests


class Pages:
    def __enter__(self):
        self.first = requests.get("https://shop.example/1")
        return self

    def __exit__(self, *exception):
        pass


def pages():
    for number in range(9):
        yield requests.get(f"https://shop.example/{number}")


async def show():
    with Pages():
        for page in pages():
            print(page)
    load = lambda: requests.get("https://shop.example")
    load()
"""


def test_forms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """What cannot become an `async def` as it is has a step of its own."""
    monkeypatch.chdir(tmp_path)
    Path("app.py").write_text(_FORMS)
    lines = printed(capsys)
    assert [line for line in lines if not line.startswith(" ")] == [
        "1. Create the clients, and close them",
        "2. Replace `Pages.__enter__()` in app.py by an async `__aenter__()`",
        "3. Make `pages()` in app.py an `async def`",
        "4. Replace the lambda in app.py by an `async def`",
        "5. In functions that run on the event loop already",
    ]
    assert lines[-3:] == [
        "   - app.py:19: use `async with`",
        "   - app.py:20: use `async for` (or `async with`) with `pages()`",
        "   - app.py:23: await what is called here",
    ]


def test_failures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that we fail on, or that is no Python, is named, and is not a step."""
    monkeypatch.chdir(tmp_path)
    Path("app.py").write_text(_APP)
    Path("bad.py").write_text("def (:\n")
    monkeypatch.setattr(Engine, "violations", lambda *_: dict[str, int]()["row"])
    assert main(["plan"]) == 0
    said = capsys.readouterr()
    assert said.out == "Nothing to do.\n"
    first, second = said.err.splitlines()
    assert first.startswith("fakeasync: ./app.py:1:1: JAM000 internal error (KeyError)")
    assert second == "fakeasync: ./bad.py:1: syntax error: invalid syntax"
