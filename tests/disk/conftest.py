"""What tests of the cache share."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_fakeasync.disk import grounds
from runs import checked

_APP = "import low\nasync def main():\n    low.fetch()\n"
_LOW = "import requests\ndef fetch():\n    requests.get('')\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stand in a project of two files, with its cache; return what is reported there."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("pyproject.toml", ""), ("app.py", _APP), ("low.py", _LOW)):
        Path(name).write_text(text, encoding="utf-8")
    found = checked("app.py")
    assert len(found) == 1
    return found


@pytest.fixture(params=[grounds.MOST_OWN, 0], ids=["own", "shared"])
def _each_ground(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let answers keep what they rest on themselves, and share all of it."""
    monkeypatch.setattr(grounds, "MOST_OWN", request.param)
