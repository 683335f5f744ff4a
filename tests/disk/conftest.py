"""What tests of the cache share."""

from __future__ import annotations

from pathlib import Path

import pytest

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
