"""`fakeasync plan`: the steps from code that blocks to code that is async."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flake8_fakeasync.cli import main

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
        "1. Make `fetch()` in client.py an `async def`",
        "   - client.py:5: await instead of `requests.get()`: use httpx.AsyncClient",
        "2. Make `order()` in client.py an `async def`",
        "   - client.py:9: await `fetch()`",
        "3. In functions that are async already",
        "   - app.py:7: await `order()`",
        "   - app.py:11: await `fetch()`, without the thread",
        "4. Sync code that calls what becomes async: keep a sync version, or use `asyncio.run`",
        "   - client.py:13: await `order()`",
    ]
    assert printed(capsys, "--root=client.none") == ["Nothing to do."]
    assert printed(capsys, "--root=order") == [
        "1. Make `fetch()` in client.py an `async def`",
        "   - client.py:5: await instead of `requests.get()`: use httpx.AsyncClient",
        "2. Make `order()` in client.py an `async def`",
        "   - client.py:9: await `fetch()`",
        "3. In functions that are async already",
        "   - app.py:7: await `order()`",
        "4. Sync code that calls what becomes async: keep a sync version, or use `asyncio.run`",
        "   - client.py:13: await `order()`",
    ]
    for name, text in _DONE.items():
        Path(name).write_text(text)
    assert printed(capsys) == ["Nothing to do."]
