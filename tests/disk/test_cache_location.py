"""The cache is on by default for those who run a command, in their own folder, and off for those who call the API."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from flake8_fakeasync import Settings
from flake8_fakeasync.cli import main
from flake8_fakeasync.disk import location
from flake8_fakeasync.disk.location import cache_folder

if TYPE_CHECKING:
    from pathlib import Path

_APP = "import requests\nasync def main():\n    requests.get('')\n"
on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have other folders")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a project with its cache below a folder beside it."""
    home = tmp_path / "project"
    home.mkdir()
    monkeypatch.chdir(home)
    monkeypatch.setenv(location.VARIABLE, str(tmp_path / "caches"))
    (home / "pyproject.toml").touch()
    (home / "app.py").write_text(_APP, encoding="utf-8")
    return home


def _flake8(*arguments: str) -> str:
    command = (sys.executable, "-m", "flake8", "--select=JAM", *arguments, "app.py")
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def test_on_by_default(project: Path, tmp_path: Path) -> None:
    """A run of flake8 keeps what it found; another says the same from there."""
    said = _flake8()
    assert "app.py:3:5: JAM101" in said
    (folder,) = (tmp_path / "caches").iterdir()
    assert folder.name.startswith("project-")
    assert (folder / "key").is_file()
    assert _flake8() == said
    assert not list(project.glob("*cache*"))


@pytest.mark.parametrize("arguments", [("--fakeasync-cache=off",), ("--isolated", "--fakeasync-cache=off")])
@pytest.mark.usefixtures("project")
def test_off(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """Nothing is kept where nobody wants it."""
    assert "JAM101" in _flake8(*arguments)
    assert not (tmp_path / "caches").exists()


@pytest.mark.usefixtures("project")
def test_off_in_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment decides where no option does."""
    monkeypatch.setenv(location.VARIABLE, "off")
    assert cache_folder() == ""
    assert cache_folder("kept") == "kept"
    assert cache_folder("off") == ""
    assert Settings(cache="off") == Settings() == Settings(cache="")
    assert not (tmp_path / "caches").exists()


def test_one_folder_for_each_project(project: Path) -> None:
    """Wherever in a project one stands, its folder is the same; another project has another."""
    (project / ".git").mkdir()
    inner = project / "inner"
    inner.mkdir()
    (inner / "setup.cfg").touch()
    here = cache_folder()
    os.chdir(inner)
    assert cache_folder() == here
    os.chdir(project.parent)
    assert cache_folder() != here


@on_linux
@pytest.mark.usefixtures("project")
def test_folder_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The rules of XDG: an absolute XDG_CACHE_HOME, or else ~/.cache; without a home there is no cache."""
    monkeypatch.delenv(location.VARIABLE)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert cache_folder().startswith(str(tmp_path / ".cache" / "flake8-fakeasync" / "project-"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert cache_folder().startswith(str(tmp_path / "xdg" / "flake8-fakeasync" / "project-"))
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", "nowhere")
    assert cache_folder() == ""


@pytest.mark.usefixtures("project")
def test_nowhere_to_write(tmp_path: Path) -> None:
    """A folder that cannot be made changes nothing but speed."""
    (tmp_path / "caches").touch()
    assert "app.py:3:5: JAM101" in _flake8()
    assert "app.py:3:5: JAM101" in _flake8()


@pytest.mark.usefixtures("project")
def test_info_and_clear(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command says where the cache is and how large, and deletes what is ours in there."""
    _flake8()
    (folder,) = (tmp_path / "caches").iterdir()
    (folder / "mine.txt").touch()
    assert main(["cache", "info"]) == 0
    where, entries, size = capsys.readouterr().out.splitlines()
    assert where == f"cache: {folder}"
    assert int(entries.removeprefix("entries: ")) >= 2
    assert size.endswith(" MB of 256 MB at most")
    assert main(["cache", "clear"]) == 0
    assert [path.name for path in folder.iterdir()] == ["mine.txt"]
    assert main(["cache", "clear", "--fakeasync-cache=off"]) == 0
    assert capsys.readouterr().out.endswith("cache: off\n")


@pytest.mark.usefixtures("project")
def test_projects_that_are_gone(tmp_path: Path) -> None:
    """Caches of other projects are deleted when nobody has used them for long; what is not ours stays."""
    caches = tmp_path / "caches"
    gone, used, foreign = (caches / f"{name}-0123456789abcdef" for name in ("gone", "used", "foreign"))
    for folder in (gone, used, foreign):
        folder.mkdir(parents=True)
        (folder / ("notes" if folder == foreign else "swept")).touch()
    for file in (gone / ("0" * 32), used / ("0" * 32), gone / "swept", used / "swept", foreign / "notes"):
        file.touch()
        os.utime(file, (0, 0))
    (used / ("0" * 32)).touch()
    assert "JAM101" in _flake8()
    assert sorted(each.name.partition("-")[0] for each in caches.iterdir()) == ["foreign", "project", "used"]
    assert (used / ("0" * 32)).exists()
