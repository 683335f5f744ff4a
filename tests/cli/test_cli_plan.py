"""`fakeasync plan`: what it lists."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cli.planned import printed
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
