"""What a project asks for, in each file that may say it, and which versions that allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flake8_fakeasync.analysis.project.requirements import Requirements, requirement
from flake8_fakeasync.analysis.project.versions import ANY, bounds
from flake8_fakeasync.disk.reader import Disk

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pyproject.toml", '[project]\ndependencies = ["httpx>=0.28,<1"]\n'),
        ("pyproject.toml", '[dependency-groups]\ntest = ["httpx>=0.28", {include-group = "x"}, "httpx<1"]\n'),
        ("pyproject.toml", '[tool.poetry.dependencies]\nhttpx = {version = ">=0.28,<1"}\n'),
        ("requirements-dev.txt", "# tests\n-r requirements.txt\nhttpx >= 0.28, < 1  # the client\n"),
        ("Pipfile", '[packages]\nhttpx = ">=0.28,<1"\n'),
        ("Pipfile.lock", '{"default": {"httpx": {"version": ">=0.28,<1"}}}'),
    ],
)
def test_files(tmp_path: Path, name: str, text: str) -> None:
    """Each file says it in its own way."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert Requirements(Disk()).of(str(tmp_path)) == {"httpx": bounds(">=0.28,<1")}


def test_locked_versions(tmp_path: Path) -> None:
    """A lock file names one version; what has none in it says nothing."""
    (tmp_path / "uv.lock").write_text(
        '[[package]]\nname = "httpx"\nversion = "0.28.1"\n[[package]]\nname = "own"\n', encoding="utf-8"
    )
    assert Requirements(Disk()).of(str(tmp_path)) == {"httpx": bounds("==0.28.1")}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pyproject.toml", "dependencies = ["),
        ("Pipfile.lock", "[1"),
        ("Pipfile.lock", "[1]"),
        ("uv.lock", "package = 1"),
        ("Pipfile", "packages = 1"),
    ],
)
def test_files_that_are_something_else(tmp_path: Path, name: str, text: str) -> None:
    """What is not what its name says asks for nothing."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert Requirements(Disk()).of(str(tmp_path)) == {}


@pytest.mark.parametrize(
    ("specifier", "allowed", "refused"),
    [
        ("==2.1", "==2.1", "==2.1.1"),
        ("==2.*", "==2.9", "==3"),
        ("~=2.1", "==2.9", "==3"),
        ("^0.3", "==0.3.9", "==0.4"),
        ("^2.3", "==2.9", "==3"),
        ("~2.3", "==2.3.9", "==2.4"),
        (">2", "==3", "==1"),
        ("<=2", "==2", "==2.1"),
    ],
)
def test_specifiers(specifier: str, allowed: str, refused: str) -> None:
    """What an operator allows, and what it does not."""
    assert bounds(specifier).meets(bounds(allowed))
    assert not bounds(specifier).meets(bounds(refused))


def test_what_cannot_be_read() -> None:
    """Of versions, what is not understood allows all; a name has to be one."""
    assert bounds("!=2") == bounds("latest") == bounds("@main") == ANY
    with pytest.raises(ValueError, match="=="):
        requirement("==2")
