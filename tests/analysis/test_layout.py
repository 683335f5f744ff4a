"""Which file a module name means, against Python's own import system."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from flake8_fakeasync.analysis.project.layout import Layout
from flake8_fakeasync.disk.reader import Disk

if TYPE_CHECKING:
    from pathlib import Path

_FILES = (
    "module.py",
    "both.py",
    "both/__init__.py",
    "package/__init__.py",
    "package/inner.py",
    "package/deep/__init__.py",
    "package/deep/last.py",
    "package/bare/inside.py",
    "bare/inside.py",
    "bare/deep/last.py",
    "other/shadowed/__init__.py",
    "shadowed/inside.py",
)
_NAMES = (
    "module",
    "both",
    "package",
    "package.inner",
    "package.deep",
    "package.deep.last",
    "package.bare.inside",
    "bare.inside",
    "bare.deep.last",
    "shadowed",
    "nothing",
    "package.nothing",
)
_ASK = """
import importlib.util, sys
sys.path[:0] = sys.argv[1:3]
for name in sys.argv[3:]:
    try:
        found = importlib.util.find_spec(name)
    except ModuleNotFoundError:
        found = None
    print(found.origin if found and found.origin else None)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a folder with packages of all kinds."""
    for name in _FILES:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    return tmp_path


def test_as_python_imports(project: Path) -> None:
    """A package wins over a module of its name, and either over a bare folder, in whichever root it is."""
    roots = (str(project), str(project / "other"))
    command = [sys.executable, "-I", "-c", _ASK, *roots, *_NAMES]
    asked = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    layout = Layout(Disk())
    assert [str(layout.find(name, roots)) for name in _NAMES] == asked


@pytest.mark.parametrize(
    ("file", "name", "below"),
    [
        ("module.py", "module", "module"),
        ("package/__init__.py", "package", "package"),
        ("package/deep/last.py", "package.deep.last", "package.deep.last"),
        ("bare/inside.py", "inside", "bare.inside"),
    ],
)
def test_names_of_files(project: Path, file: str, name: str, below: str) -> None:
    """A file has the name that it is imported by, relative imports the folders without `__init__.py` as well."""
    (project / "pyproject.toml").touch()
    place = Layout(Disk()).place(str(project / file))
    assert (place.name, place.below) == (name, below)
    assert place.is_package is file.endswith("__init__.py")
    assert str(project) in place.roots


def test_installed_packages_are_found_by_their_own_names(project: Path) -> None:
    """Of a folder of installed packages only those are found that are followed."""
    installed = project / "other"
    (installed / "beside.py").touch()
    layout = Layout(Disk(), followed=(str(installed / "shadowed"),))
    roots = (str(project), str(installed))
    assert layout.find("shadowed", roots) == str(installed / "shadowed" / "__init__.py")
    assert layout.find("beside", roots) is None
    assert layout.find("module", roots) == str(project / "module.py")
