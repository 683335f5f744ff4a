"""Catalog files in wheels: used only if they are asked for, and found without importing anything."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest

from flake8_fakeasync import Session, Settings, SettingsError

if TYPE_CHECKING:
    from pathlib import Path

_CATALOG = 'roots = ["acme"]\nkind = "network"\n[[function]]\nnames = ["acme.load"]\neffect = "blocks"\n'
_APP = "import acme\n\n\nasync def main():\n    acme.load()\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that is searched for distributions, with one in it that offers a catalog."""
    _install(tmp_path, "acme_sdk", "[flake8_fakeasync.catalog]\nfakeasync.toml = acme\n")
    (tmp_path / "acme").mkdir()
    (tmp_path / "acme" / "__init__.py").write_text("raise SystemExit('imported')\n")
    (tmp_path / "acme" / "fakeasync.toml").write_text(_CATALOG)
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def _install(folder: Path, name: str, entry_points: str) -> None:
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name.replace('_', '-')}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(entry_points)


def _reported(settings: Settings, folder: Path) -> list[str]:
    with Session(settings) as session:
        return [each.rule.code for each in session.check_text(_APP, str(folder / "elsewhere" / "app.py"))]


def test_only_if_it_is_asked_for(site: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """What is installed changes nothing by itself."""
    folder = tmp_path_factory.mktemp("project")
    assert _reported(Settings(), folder) == []
    settings = Settings(catalog=("dist:acme-sdk",))
    assert settings.catalog == (str(site / "acme" / "fakeasync.toml"),)
    assert _reported(settings, folder) == ["JAM111"]
    assert "acme" not in sys.modules


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("no-such-sdk", "distribution 'no-such-sdk' is not installed where flake8 runs"),
        (
            "silent",
            "distribution 'silent' offers no catalog files: it needs one entry point in flake8_fakeasync.catalog",
        ),
        ("broken", "distribution 'broken' offers a file that it does not have: 'gone.toml' in 'acme'"),
        ("../acme", "'../acme' is not a valid distribution name"),
    ],
)
def test_what_is_not_offered(site: Path, name: str, problem: str) -> None:
    """A distribution that is not there, or offers nothing, is said."""
    _install(site, "silent", "[console_scripts]\nsilent = acme:main\n")
    _install(site, "broken", "[flake8_fakeasync.catalog]\ngone.toml = acme\n")
    with pytest.raises(SettingsError, match=f"^catalog: {re.escape(problem)}$"):
        Settings(catalog=(f"dist:{name}",))
