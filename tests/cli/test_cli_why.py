"""`fakeasync why`: what the calls on a line are taken for, and why they are reported or not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flake8_fakeasync.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable

_APP = """\
import asyncio
import time

import requests
import nowhere


def fetch(path):
    return requests.get(path)


async def load(path):
    fetch(path)
    fetch(path)  # noqa: JAM102
    time.sleep(1)
    nowhere.call().go()
    await asyncio.to_thread(fetch, path)
    print(path)
"""
_TEST = "import requests\n\n\nasync def test_it():\n    requests.get('')\n"
_SENT = "fetch() -> requests.get() at app.py:9; use httpx.AsyncClient"
_GUIDE = "(https://www.python-httpx.org/async/#making-async-requests)"
_LOAD = "load() is async: it runs on the event loop"


@pytest.fixture
def why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., list[str]]:
    """Return a function that returns the lines printed about a place, after the first."""
    monkeypatch.chdir(tmp_path)
    Path("app.py").write_text(_APP)
    Path("test_app.py").write_text(_TEST)

    def printed(place: str, *options: str) -> list[str]:
        assert main(["why", place, *options]) == 0
        return capsys.readouterr().out.splitlines()[1:]

    return printed


def test_reported(why: Callable[..., list[str]]) -> None:
    """A report is said with the way that leads to it."""
    assert why("app.py:13:5") == [
        _LOAD,
        "fetch(path):",
        "  taken for fetch at app.py:8",
        "  blocks on HTTP: fetch() -> requests.get() at app.py:9",
        f"reported: JAM102 async function load() blocks on HTTP: {_SENT} {_GUIDE}",
    ]


@pytest.mark.parametrize(
    ("place", "last"),
    [
        ("app.py:14", "  hidden by noqa, per-file-ignores, select or ignore"),
        ("app.py:15", "  JAM121 is off: fakeasync-enable = JAM121"),
        ("app.py:16", "no rule has anything to say about this line"),
        ("app.py:10", "no rule has anything to say about this line"),
        ("test_app.py:5", "  most authors would not repair it (tests): fakeasync-reports = all"),
    ],
)
def test_not_reported(why: Callable[..., list[str]], place: str, last: str) -> None:
    """The reason is said, and what to change where that is an option."""
    assert why(place)[-1] == last


def test_options(why: Callable[..., list[str]]) -> None:
    """What the options make of a line is what is said of it."""
    assert why("app.py:15", "--fakeasync-enable=JAM121")[-1].startswith("reported: JAM121 ")
    assert why("app.py:13", "--fakeasync-nonblocking=requests.get")[3:] == [
        "  reaches nothing that is known to block within 6 functions (fakeasync-depth)",
        "no rule has anything to say about this line",
    ]


def test_kinds_of_calls(why: Callable[..., list[str]]) -> None:
    """Unknown, harmless, offloaded and awaited calls are told apart; so is who runs them."""
    assert why("app.py:16")[1:5] == [
        "nowhere.call():",
        "  taken for nowhere.call",
        "  not known to block",
        "nowhere.call().go():",
    ]
    assert why("app.py:17")[1:5] == [
        "asyncio.to_thread(fetch, path):",
        "  taken for asyncio.to_thread",
        "  hands its callable to a thread",
        "  awaited here: what is awaited does not block",
    ]
    assert why("app.py:9")[0].startswith("fetch() is not known to run on the event loop")
    assert why("app.py:1")[0] == "no call begins on this line"


_CONSIDERED = """\
import abc
import requests


class Cache(abc.ABC):
    @abc.abstractmethod
    def get(self, key): ...


class Remote(Cache):
    def get(self, key):
        return requests.get(key)


class Local(Cache):
    def get(self, key):
        return key


async def read(cache: Cache):
    return cache.get("a")


async def ask(session, url):
    return session.get(url)


async def start(unknown):
    await ask(requests.Session(), "a")
    await ask(unknown, "a")


async def shared(session):
    return session.get("a")


SHARED = [shared]
"""


def test_what_was_considered(why: Callable[..., list[str]]) -> None:
    """Implementations of an abstract method are named, and the callers that decide what a parameter is."""
    Path("app.py").write_text(_CONSIDERED)
    assert why("app.py:21")[2:6] == [
        "  taken for Cache.get at app.py:7",
        "  implemented by Remote.get at app.py:11",
        "  implemented by Local.get at app.py:16",
        "  blocks on HTTP: Remote.get() -> requests.get() at app.py:12",
    ]
    assert why("app.py:25")[2:] == [
        "  unknown: nothing is reported about what is unknown",
        "  session is a parameter without annotation; callers of ask(): app.py:29, app.py:30",
        "no rule has anything to say about this line",
    ]
    assert why("app.py:34")[3] == "  session is a parameter without annotation, and shared() may have other callers"


@pytest.mark.parametrize(
    ("place", "problem"),
    [
        ("app.py", "'app.py' is not of the form FILE:LINE, such as app.py:12"),
        ("app.py:0", "'app.py:0' is not of the form FILE:LINE, such as app.py:12"),
        ("gone.py:1", "gone.py: No such file or directory"),
        ("broken.py:1", "broken.py:1: syntax error: "),
    ],
)
@pytest.mark.usefixtures("why")
def test_mistakes(capsys: pytest.CaptureFixture[str], place: str, problem: str) -> None:
    """One line says what is wrong."""
    Path("broken.py").write_text("def f(:\n")
    assert main(["why", place]) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"fakeasync: error: {problem}")
    assert error.count("\n") == 1
