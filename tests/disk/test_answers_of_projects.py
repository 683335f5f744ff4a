"""What was found in a file holds no longer once its project has changed: files added, roots, requirements."""

from __future__ import annotations

from pathlib import Path

import pytest

from disk.written import FETCH, nobody_judges, write
from flake8_fakeasync.analysis.project import requirements, workspaces
from flake8_fakeasync.disk import names, reader
from runs import checked

pytestmark = pytest.mark.usefixtures("_each_ground")


@pytest.mark.parametrize(
    "new", ["lib/tools.py", "lib/deep.py", "lib/__init__.py", "lib.py", "somewhere/inside.py", "src/lib/deep.py"]
)
def test_file_added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, new: str) -> None:
    """A file that was looked for, and is there now, is found; so is one that stands before another."""
    monkeypatch.chdir(tmp_path)
    write("pyproject.toml", "")
    write("app.py", _WATCHED)
    for folder in ("lib", "src", "somewhere"):
        Path(folder).mkdir()
    Path("src/lib").mkdir()
    assert checked("app.py") == []
    write(new, FETCH if new != "lib/__init__.py" else f"{FETCH}class tools:\n    fetch = staticmethod(fetch)\n")
    assert checked("app.py") == checked("app.py", cache="")


def test_library_shadowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module of the project by the name of a library means something else."""
    monkeypatch.chdir(tmp_path)
    write("pyproject.toml", "")
    write("app.py", "import requests\nasync def main():\n    requests.get('')\n")
    assert len(checked("app.py")) == 1
    write("requests.py", "def get(url): ...\n")
    assert checked("app.py") == []
    Path("requests.py").unlink()
    assert len(checked("app.py")) == 1


def test_dependency_declared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The client to recommend is that of the project."""
    monkeypatch.chdir(tmp_path)
    write("pyproject.toml", "")
    write("app.py", "import requests\nasync def main():\n    requests.get('')\n")
    assert "httpx.AsyncClient" in checked("app.py")[0]
    write("pyproject.toml", "[project]\ndependencies = ['aiohttp']\n")
    assert "aiohttp.ClientSession" in checked("app.py")[0]
    write("pyproject.toml", "")
    write("requirements.txt", "httpx2\n")
    assert "httpx2.AsyncClient" in checked("app.py")[0]


@pytest.mark.parametrize("new", ["notes.txt", "data.toml", "app.cfg", ".hidden/x", "requirement.txt", "app.pyc"])
def test_names_that_nothing_is_found_by(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, new: str) -> None:
    """A new file that is no module and says nothing about the project changes no answer."""
    monkeypatch.chdir(tmp_path)
    write("tox.ini", "")
    write("app.py", "import requests\nasync def main():\n    requests.get('')\n")
    found = checked("app.py")
    nobody_judges(monkeypatch)
    write(new, "")
    assert checked("app.py") == found


def test_files_of_projects() -> None:
    """All files that roots and requirements are read from count."""
    assert workspaces.MARKERS | requirements._READERS.keys() == names.OF_PROJECTS  # noqa: SLF001


def test_lock_file_added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that says now which versions it has is looked at again."""
    monkeypatch.chdir(tmp_path)
    write("pyproject.toml", "")
    write("app.py", "import requests\nasync def main():\n    requests.get('')\n")
    checked("app.py")
    before = reader.Disk().snapshot(str(tmp_path))
    for new in ("uv.lock", "Pipfile", "requirements-dev.in"):
        write(new, "")
        after = reader.Disk().snapshot(str(tmp_path))
        assert after.digest != before.digest
        before = after


def test_closed_in_a_file_around(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files around a module are asked who closes what it keeps, though it does not import them."""
    monkeypatch.chdir(tmp_path)
    write("pyproject.toml", "")
    write("pkg/__init__.py", "")
    write(
        "pkg/app.py",
        "import httpx\nclass App:\n    def __init__(self):\n        self.client = httpx.AsyncClient()\n"
        "    async def go(self):\n        await self.client.get('')\n",
    )
    assert [line.split()[1] for line in checked("pkg", enable=("JAM302",))] == ["JAM302"]
    write("pkg/end.py", "async def end(app):\n    await app.client.aclose()\n")
    assert checked("pkg", enable=("JAM302",)) == []
    write("pkg/end.py", "async def end(app):\n    await app.other.aclose()\n")
    assert len(checked("pkg", enable=("JAM302",))) == 1


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


def _unmarked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Go to a folder of loose files, in a folder that nothing says more about."""
    folder = tmp_path / "home" / "scripts"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    write("app.py", "import requests\nimport shop\nasync def main():\n    requests.get(shop.URL)\n")


@pytest.mark.parametrize("new", ["../notes.py", "../pictures/x", "../../src_old/x.py", "../notes/__init__.py"])
def test_modules_outside_that_nobody_asks_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, new: str) -> None:
    """Of the folders above files without a project, only the names count that are imported."""
    _unmarked(tmp_path, monkeypatch)
    found = checked("app.py")
    nobody_judges(monkeypatch)
    write(new, "")
    assert checked("app.py") == found


@pytest.mark.parametrize("new", ["../requests.py", "../../requests/__init__.py", "../src/requests.py"])
def test_modules_outside_that_are_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, new: str) -> None:
    """A module above a loose file is its library from now on."""
    _unmarked(tmp_path, monkeypatch)
    assert len(checked("app.py")) == 1
    write(new, "def get(url): ...\n")
    assert checked("app.py") == []
    Path(new).unlink()
    assert len(checked("app.py")) == 1


def test_project_around_loose_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder above that becomes a project says which client to use."""
    _unmarked(tmp_path, monkeypatch)
    assert "httpx.AsyncClient" in checked("app.py")[0]
    write("../requirements.txt", "aiohttp\n")
    assert "aiohttp.ClientSession" in checked("app.py")[0]
