"""The command says of real projects what flake8 says with our plugin."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import wheels
from flake8_fakeasync.cli import main
from sarif_logs import run_of

if TYPE_CHECKING:
    from pathlib import Path

_FIVE = ("autogenstudio", "chainlit", "gpt-researcher", "khoj", "mcp")
_WITH = wheels.LIST.parent.parent.parent / "tools" / "flake8_with.py"


@pytest.mark.slow
@pytest.mark.parametrize("pin", [pin for pin in wheels.counted() if pin.project in _FIVE], ids=str)
def test_findings(pin: wheels.Pin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Text is the same, line for line, with all rules; SARIF keeps to its schema and has all of it."""
    monkeypatch.chdir(wheels.unpacked(pin, wheels.default_cache()))
    chosen = ["--isolated", "--fakeasync-enable=ALL", "--fakeasync-reports=all"]
    command = [sys.executable, str(_WITH), "flake8-fakeasync", "--select=JAM", "-j1", *chosen, "."]
    lines = sorted(subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines())
    text, log = tmp_path / "text", tmp_path / "log"
    main(["check", "--format=concise", f"--output={text}", *chosen, "."])
    main(["check", "--format=sarif", f"--output={log}", *chosen, "."])
    assert lines
    assert sorted(text.read_text(encoding="utf-8").splitlines()) == lines
    found = [
        f"{os.curdir}/{place['artifactLocation']['uri']}:{place['region']['startLine']}: {result['ruleId']}"
        for result in run_of(log.read_text(encoding="utf-8"))["results"]
        for place in [result["locations"][0]["physicalLocation"]]
    ]
    assert sorted(found) == sorted(f"{':'.join(line.split(':')[:2])}: {line.split()[1]}" for line in lines)
