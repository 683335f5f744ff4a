"""`fakeasync-follow`: calls are followed into the installed packages that are named, and into no others."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from flake8_fakeasync import Session, Settings, SettingsError

if TYPE_CHECKING:
    from pathlib import Path

_ACME = "import requests\nimport other\n\n\ndef load(key):\n    requests.get(key)\n\n\ndef far():\n    other.load()\n"
_OTHER = "import requests\n\n\ndef load():\n    requests.get('')\n"
_APP = "import acme\nimport other\n\n\nasync def main():\n    acme.load('')\n    acme.far()\n    other.load()\n"


@pytest.fixture
def environment(tmp_path: Path) -> Path:
    """Return a virtual environment with two packages in it."""
    site = tmp_path / "env" / "lib" / "python3.12" / "site-packages"
    for name, text in (("acme", _ACME), ("other", _OTHER)):
        (site / name).mkdir(parents=True)
        (site / name / "__init__.py").write_text(text)
    (site / "single.py").write_text(_OTHER)
    return tmp_path / "env"


def _reported(settings: Settings, folder: Path, text: str = _APP) -> list[tuple[int, str]]:
    project = folder / "project"
    project.mkdir(exist_ok=True)
    (project / "setup.cfg").touch()
    with Session(settings) as session:
        return [(each.line, each.message) for each in session.check_text(text, str(project / "app.py"))]


def test_only_the_packages_that_are_named(environment: Path, tmp_path: Path) -> None:
    """A package is followed if it is named; another one, even where the first one leads to it, is not."""
    assert _reported(Settings(), tmp_path) == []
    followed = Settings(follow=("acme",), python=str(environment))
    ((line, message),) = _reported(followed, tmp_path)
    assert line == 6
    assert re.search(r"acme\.load\(\) -> requests\.get\(\) at \S*acme/__init__\.py:6", message)
    both = Settings(follow=("acme", "other"), python=str(environment))
    assert [line for line, _ in _reported(both, tmp_path)] == [6, 7, 8]
    module = Settings(follow=("single",), python=str(environment))
    assert len(_reported(module, tmp_path, "import single\n\n\nasync def main():\n    single.load()\n")) == 1
    assert "acme" not in sys.modules


def test_settings_are_stable(environment: Path) -> None:
    """Settings that are made of settings are the same."""
    settings = Settings(follow=("acme",), python=str(environment))
    assert replace(settings, depth=6) == settings


def test_your_own_code_comes_first(environment: Path, tmp_path: Path) -> None:
    """A package of the same name in the project is the one that is meant."""
    (tmp_path / "project" / "acme").mkdir(parents=True)
    (tmp_path / "project" / "acme" / "__init__.py").write_text("def load(key): ...\n\n\ndef far(): ...\n")
    assert _reported(Settings(follow=("acme",), python=str(environment)), tmp_path) == []


@pytest.mark.parametrize(
    ("follow", "python", "problem"),
    [
        ("nothing", "env", "follow: package 'nothing' is not installed in '{env}'"),
        ("acme-sdk", "env", "follow: expected the import name of an installed package, got 'acme-sdk'"),
        ("acme", "nowhere", "python: '{env}' is not a virtual environment: it has no site-packages"),
    ],
)
def test_what_is_not_there(environment: Path, follow: str, python: str, problem: str) -> None:
    """A package that is not installed, and a folder that is no environment, are said."""
    folder = str(environment.parent / python)
    with pytest.raises(SettingsError, match=f"^{re.escape(problem.format(env=folder))}$"):
        Settings(follow=(follow,), python=folder)
