"""flake8 with us in it, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_DRIVER = Path(__file__).parent.parent / "driver.py"
FAILURE = "1:1: JAM000 internal error ({}): this file was not checked; run flake8 -v"


def flake8(
    *arguments: str,
    engine: str = "calls",
    start: str = "fork",
    source: bytes | None = None,
    code: int | None = 1,
) -> str:
    """Return what flake8 prints with an engine of the driver; stdin is ``source``."""
    run = subprocess.run(
        [sys.executable, _DRIVER, start, engine, "--isolated", *arguments],
        input=source,
        capture_output=True,
        check=False,
    )
    printed = (run.stdout + run.stderr).decode()
    assert "Traceback" not in printed or "-v" in arguments, printed
    assert code in {None, run.returncode}, printed
    return printed


def write(name: str, text: str | bytes) -> str:
    """Write a file of the test and return its name."""
    path = Path(name)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return name
