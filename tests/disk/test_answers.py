"""What was found in a file holds until something changes that it rests on, and no longer."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from disk.written import FETCH, nobody_judges, write
from flake8_fakeasync import Session, Settings, check_text
from runs import checked, entries

if TYPE_CHECKING:
    from collections.abc import Callable

_ALL = ("JAM",)
_LONG_AGO = 1_000_000_000


def test_nothing_changed(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No file is judged again; nor where the project stands elsewhere, with new times on all of its files."""
    expected = checked(".", enable=_ALL)
    assert len(expected) > 5
    before = [path.read_bytes() for path in entries()]
    nobody_judges(monkeypatch)
    assert checked(".", enable=_ALL) == expected
    moved = shop.with_name("elsewhere")
    shop.rename(moved)
    monkeypatch.chdir(moved)
    for path in Path().rglob("*.py"):
        os.utime(path, ns=(_LONG_AGO, _LONG_AGO))
    assert checked(".", enable=_ALL) == expected
    assert [path.read_bytes() for path in entries()] == before


def test_weights(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is pedantic is kept with the rest, whether it is reported or not."""
    (shop / "test_it.py").write_text("import requests\nasync def f(): requests.get('')\n", encoding="utf-8")
    assert checked("test_it.py") == []
    nobody_judges(monkeypatch)
    assert len(checked("test_it.py", reports="all")) == 1
    assert checked("test_it.py") == []


def _emptied(path: Path) -> None:
    path.write_text("", encoding="utf-8")


def _gone(path: Path) -> None:
    path.unlink()


def _renamed(path: Path) -> None:
    path.rename(path.with_name("another.py"))


def _sync(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace("async def", "def"), encoding="utf-8")


def _harmless(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("requests.", "Requests."), encoding="utf-8")  # of the same length


def _broken(path: Path) -> None:
    path.write_text("def (", encoding="utf-8")


@pytest.mark.parametrize("change", [_emptied, _gone, _renamed, _sync, _harmless, _broken])
def test_any_file_changed(shop: Path, change: Callable[[Path], None]) -> None:
    """Whichever file changes in whatever way: what is kept changes no result."""
    expected = checked("src", enable=_ALL)
    for path in sorted(shop.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        change(path)
        assert checked("src", enable=_ALL) == checked("src", enable=_ALL, cache=""), path
        path.with_name("another.py").unlink(missing_ok=True)
        path.write_text(text, encoding="utf-8")
        assert checked("src", enable=_ALL) == expected, path


def test_same_size_same_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that was written just before is not told by its stamp: it may change within the same tick."""
    monkeypatch.chdir(tmp_path)
    write("pyproject.toml", "")
    write("app.py", "import low\nasync def main():\n    low.fetch()\n")
    write("low.py", FETCH)
    stamp = Path("low.py").stat().st_mtime_ns
    assert len(checked("app.py")) == 1
    write("low.py", FETCH.replace("requests.get", "Requests.get"))
    os.utime("low.py", ns=(stamp, stamp))
    assert checked("app.py") == []


@pytest.mark.usefixtures("shop")
def test_other_choices(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer holds for the rules, options and catalog it was given under."""
    one = "src/shop/users.py"
    assert checked(one, enable=("JAM102",)) != checked(one, enable=("JAM306",))
    assert checked(one, enable=("JAM306",)) == checked(one, enable=("JAM306",), cache="")
    nobody_judges(monkeypatch)
    assert checked(one, enable=("JAM306",)) == []


def test_unsaved_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an editor shows of one file, unsaved, does not become the ground of answers about another."""
    monkeypatch.chdir(tmp_path)
    write("pyproject.toml", "")
    write("app.py", "import low\nasync def main():\n    low.fetch()\n")
    write("low.py", FETCH)
    session = Session(Settings(cache=str(tmp_path / "kept")))
    unsaved = "import requests\nasync def fetch():\n    pass\n"
    session.check_text(unsaved, "low.py")
    text = Path("app.py").read_text(encoding="utf-8")
    assert session.check_text(text, "app.py") == []
    assert len(checked("app.py")) == 1


def test_text_without_a_name(tmp_path: Path) -> None:
    """Nothing is kept for text that has no file."""
    text = "import requests\nasync def main():\n    requests.get('')\n"
    found = check_text(text, "-", Settings(cache=str(tmp_path / "kept")))
    assert [one.rule.code for one in found] == ["JAM101"]
    assert not list(tmp_path.glob("kept/answer*"))
