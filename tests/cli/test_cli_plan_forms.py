"""`fakeasync plan`: forms of functions and calls, and what it says where it fails."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cli.planned import printed

if TYPE_CHECKING:
    import pytest

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
