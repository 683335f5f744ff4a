"""The tool that measures our phases runs; what is asserted is shape, not time."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("resource", reason="the tool asks for the memory of its process")

ROOT = Path(__file__).parent.parent


def test_phases() -> None:
    """Each phase that the benchmark shows is one that is still there."""
    files = sorted((ROOT / "examples" / "fake_async").rglob("*.py"))
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "phases.py"],
        input="\n".join(map(str, files)),
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    assert found["files"] == len(files) > 1
    assert set(found["phases"]) == {"gate", "walk", "project", "rules"}
