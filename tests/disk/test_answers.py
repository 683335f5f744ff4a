"""What was found in a file holds until something changes that it rests on, and no longer."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flake8_fakeasync import Session, Settings, check_text, report
from flake8_fakeasync.analysis.project import requirements, workspaces
from flake8_fakeasync.disk import reader
from runs import checked, entries

if TYPE_CHECKING:
    from collections.abc import Callable

_ALL = ("JAM",)
_LONG_AGO = 1_000_000_000


def nobody_judges(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let violations come from nowhere but from what is kept."""

    def judged(*_: object, **__: object) -> None:
        pytest.fail("a file was judged again")

    monkeypatch.setattr(report, "_judged", judged)


def _write(path: str, text: str) -> None:
    Path(path).parent.mkdir(exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


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


_WATCHED = """\
import asyncio

import lib.tools
from lib import deep
import somewhere.inside

async def main():
    lib.tools.fetch()
    deep.fetch()
    somewhere.inside.fetch()
"""
_FETCH = "import requests\ndef fetch():\n    requests.get('')\n"


@pytest.mark.parametrize(
    "new", ["lib/tools.py", "lib/deep.py", "lib/__init__.py", "lib.py", "somewhere/inside.py", "src/lib/deep.py"]
)
def test_file_added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, new: str) -> None:
    """A file that was looked for, and is there now, is found; so is one that stands before another."""
    monkeypatch.chdir(tmp_path)
    _write("pyproject.toml", "")
    _write("app.py", _WATCHED)
    for folder in ("lib", "src", "somewhere"):
        Path(folder).mkdir()
    Path("src/lib").mkdir()
    assert checked("app.py") == []
    _write(new, _FETCH if new != "lib/__init__.py" else f"{_FETCH}class tools:\n    fetch = staticmethod(fetch)\n")
    assert checked("app.py") == checked("app.py", cache="")


def test_library_shadowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module of the project by the name of a library means something else."""
    monkeypatch.chdir(tmp_path)
    _write("pyproject.toml", "")
    _write("app.py", "import requests\nasync def main():\n    requests.get('')\n")
    assert len(checked("app.py")) == 1
    _write("requests.py", "def get(url): ...\n")
    assert checked("app.py") == []
    Path("requests.py").unlink()
    assert len(checked("app.py")) == 1


def test_dependency_declared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The client to recommend is that of the project."""
    monkeypatch.chdir(tmp_path)
    _write("pyproject.toml", "")
    _write("app.py", "import requests\nasync def main():\n    requests.get('')\n")
    assert "httpx.AsyncClient" in checked("app.py")[0]
    _write("pyproject.toml", "[project]\ndependencies = ['aiohttp']\n")
    assert "aiohttp.ClientSession" in checked("app.py")[0]
    _write("pyproject.toml", "")
    _write("requirements.txt", "httpx2\n")
    assert "httpx2.AsyncClient" in checked("app.py")[0]


@pytest.mark.parametrize("new", ["notes.txt", "data.toml", "app.cfg", ".hidden/x", "requirement.txt", "app.pyc"])
def test_names_that_nothing_is_found_by(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, new: str) -> None:
    """A new file that is no module and says nothing about the project changes no answer."""
    monkeypatch.chdir(tmp_path)
    _write("tox.ini", "")
    _write("app.py", "import requests\nasync def main():\n    requests.get('')\n")
    found = checked("app.py")
    nobody_judges(monkeypatch)
    _write(new, "")
    assert checked("app.py") == found


def _unmarked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Go to a folder of loose files, in a folder that nothing says more about."""
    folder = tmp_path / "home" / "scripts"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    _write("app.py", "import requests\nimport shop\nasync def main():\n    requests.get(shop.URL)\n")


@pytest.mark.parametrize("new", ["../notes.py", "../pictures/x", "../../src_old/x.py", "../notes/__init__.py"])
def test_modules_outside_that_nobody_asks_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, new: str) -> None:
    """Of the folders above files without a project, only the names count that are imported."""
    _unmarked(tmp_path, monkeypatch)
    found = checked("app.py")
    nobody_judges(monkeypatch)
    _write(new, "")
    assert checked("app.py") == found


@pytest.mark.parametrize("new", ["../requests.py", "../../requests/__init__.py", "../src/requests.py"])
def test_modules_outside_that_are_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, new: str) -> None:
    """A module above a loose file is its library from now on."""
    _unmarked(tmp_path, monkeypatch)
    assert len(checked("app.py")) == 1
    _write(new, "def get(url): ...\n")
    assert checked("app.py") == []
    Path(new).unlink()
    assert len(checked("app.py")) == 1


def test_project_around_loose_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder above that becomes a project says which client to use."""
    _unmarked(tmp_path, monkeypatch)
    assert "httpx.AsyncClient" in checked("app.py")[0]
    _write("../requirements.txt", "aiohttp\n")
    assert "aiohttp.ClientSession" in checked("app.py")[0]


def test_files_of_projects() -> None:
    """All files that roots and requirements are read from count."""
    assert workspaces.MARKERS | requirements._READERS.keys() == reader.OF_PROJECTS  # noqa: SLF001


def test_lock_file_added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that says now which versions it has is looked at again."""
    monkeypatch.chdir(tmp_path)
    _write("pyproject.toml", "")
    _write("app.py", "import requests\nasync def main():\n    requests.get('')\n")
    checked("app.py")
    before = reader.Disk().snapshot(str(tmp_path))
    for new in ("uv.lock", "Pipfile", "requirements-dev.in"):
        _write(new, "")
        after = reader.Disk().snapshot(str(tmp_path))
        assert after.digest != before.digest
        before = after


def test_closed_in_a_file_around(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files around a module are asked who closes what it keeps, though it does not import them."""
    monkeypatch.chdir(tmp_path)
    _write("pyproject.toml", "")
    _write("pkg/__init__.py", "")
    _write(
        "pkg/app.py",
        "import httpx\nclass App:\n    def __init__(self):\n        self.client = httpx.AsyncClient()\n"
        "    async def go(self):\n        await self.client.get('')\n",
    )
    assert [line.split()[1] for line in checked("pkg", enable=("JAM302",))] == ["JAM302"]
    _write("pkg/end.py", "async def end(app):\n    await app.client.aclose()\n")
    assert checked("pkg", enable=("JAM302",)) == []
    _write("pkg/end.py", "async def end(app):\n    await app.other.aclose()\n")
    assert len(checked("pkg", enable=("JAM302",))) == 1


def test_same_size_same_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that was written just before is not told by its stamp: it may change within the same tick."""
    monkeypatch.chdir(tmp_path)
    _write("pyproject.toml", "")
    _write("app.py", "import low\nasync def main():\n    low.fetch()\n")
    _write("low.py", _FETCH)
    stamp = Path("low.py").stat().st_mtime_ns
    assert len(checked("app.py")) == 1
    _write("low.py", _FETCH.replace("requests.get", "Requests.get"))
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
    _write("pyproject.toml", "")
    _write("app.py", "import low\nasync def main():\n    low.fetch()\n")
    _write("low.py", _FETCH)
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
