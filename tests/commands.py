"""Commands of other programs that tests run."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def run(
    command: list[str],
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    code: int = 0,
) -> str:
    """Return what a command prints; it has to end with this exit code."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        text=True,
    )
    assert done.returncode == code, f"{' '.join(command)}\n{done.stdout}"
    return done.stdout


def commit(folder: Path) -> None:
    """Make a folder a git repository in which everything is committed."""
    identity = ["-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    run(["git", "init", "--quiet", "--initial-branch=main"], folder)
    run(["git", "add", "."], folder)
    run(["git", *identity, "commit", "--quiet", "--message=all"], folder)
