"""`fakeasync config`: what is in force."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flake8_fakeasync.cli import main

if TYPE_CHECKING:
    import pytest


def test_config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Each option is printed with its value and where that is from; a misspelt one is named."""
    monkeypatch.chdir(tmp_path)
    Path("setup.cfg").write_text("[flake8]\nfakeasync-disable = JAM102, JAM5\nfakeasync_depth = 3\n")
    assert main(["config", "--fakeasync-client=httpx2"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert {
        "fakeasync-disable = JAM102, JAM5  # setup.cfg",
        "fakeasync-depth = 3  # setup.cfg",
        "fakeasync-client = httpx2  # command line",
        "fakeasync-dispatch = any",
        "fakeasync-cache =  # FAKEASYNC_CACHE",
    } <= set(lines)
    Path("setup.cfg").write_text("[flake8]\nfakeasync-disabel = JAM102\n")
    assert main(["config"]) == 2
    said = "unknown option in the configuration: fakeasync-disabel (did you mean fakeasync-disable?)\n"
    assert capsys.readouterr().err == f"fakeasync: error: {said}"
    Path("app.py").touch()
    assert main(["check", "app.py"]) == 0
    assert capsys.readouterr().err == f"fakeasync: {said}"
