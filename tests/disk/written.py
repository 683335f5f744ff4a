"""Projects of tests of the cache, written file by file."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_fakeasync import report

FETCH = "import requests\ndef fetch():\n    requests.get('')\n"


def write(path: str, text: str) -> None:
    """Write a file; its folder comes with it."""
    Path(path).parent.mkdir(exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def nobody_judges(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let violations come from nowhere but from what is kept."""

    def judged(*_: object, **__: object) -> None:
        pytest.fail("a file was judged again")

    monkeypatch.setattr(report, "_judged", judged)
