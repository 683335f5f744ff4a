"""Violations are data: all of it is the same when it comes from the cache, and counts characters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flake8_fakeasync import Settings, check, check_text

if TYPE_CHECKING:
    import pytest

_APP = "import client\n\n\nasync def büy():\n    'ü'; client.fetch(\n        1)\n"
_CLIENT = "import requests\n\n\ndef fetch(a):\n    return requests.get(a)\n"


def test_recalled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the cache keeps is equal to what was found: place, end, fields and call path."""
    monkeypatch.chdir(tmp_path)
    Path("app.py").write_text(_APP, encoding="utf-8")
    Path("client.py").write_text(_CLIENT, encoding="utf-8")
    settings = Settings(cache=str(tmp_path / "kept"))
    first, second, plain = check(["app.py"], settings), check(["app.py"], settings), check(["app.py"])
    assert first == second == plain
    (found,) = second
    assert (found.line, found.column, found.end_line, found.end_column) == (5, 9, 6, 10)
    assert (found.fields["qualname"], found.fields["culprit"]) == ("büy", "requests.get()")
    assert [(frame.function, frame.file, frame.line) for frame in found.frames] == [
        ("fetch", str(tmp_path / "client.py"), 5)
    ]


def test_text() -> None:
    """A text needs no file, nor a name."""
    (found,) = check_text("import requests\n\n\nasync def f():\n    requests.get(1)\n")
    assert (found.line, found.end_column) == (5, 19)


def test_one_line() -> None:
    """Neither message nor path breaks the line that a violation is written in."""
    (found,) = check_text("import requests\nasync def f(): requests.get(1)\n", "a\n::error ::b.py")
    assert str(found).startswith("a\\n::error ::b.py:2:16: JAM101 ")
    assert str(found).isprintable()
