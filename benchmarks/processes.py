"""Starts the server and the measured clients, each in a process of its own."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.results import Deadline, Load
from benchmarks.server import HOST

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 120


class ChildError(Exception):
    """A measured process failed; says which, and what it wrote to standard error."""

    def __init__(self, module: str, arguments: tuple[str, ...], said: str) -> None:
        """Name the run that failed."""
        super().__init__(f"benchmarks.{module} {' '.join(arguments)} failed:\n{said}")


def environment() -> dict[str, str]:
    """Return this process's variables without proxies: everything measured is on loopback."""
    return {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}


def command(module: str, *arguments: str) -> list[str]:
    """Return the command line that runs a module of this package."""
    return [sys.executable, "-m", f"benchmarks.{module}", *arguments]


@contextmanager
def server() -> Iterator[int]:
    """Run the server; yield its port. It ends with its standard input."""
    with subprocess.Popen(  # noqa: S603  (a module of this package)
        command("server"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True
    ) as process:
        # communicate() closes the server's standard input, which ends it.
        try:
            yield int(process.stdout.readline() if process.stdout else 0)
        finally:
            process.communicate()


def run(module: str, *arguments: str) -> dict[str, Any]:
    """Run a measuring module to its end; return what it printed."""
    done = subprocess.run(  # noqa: S603  (a module of this package)
        command(module, *arguments),
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    if done.returncode != 0:
        raise ChildError(module, arguments, done.stderr)
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def load(port: int, variant: str, requests: int, latency: float) -> Load:
    """Measure one burst of requests, each answered after ``latency`` seconds."""
    return Load(**run("load", variant, f"http://{HOST}:{port}/wait/{latency}", str(requests)))


def deadline(port: int, variant: str, limit: str, slow: float, seconds: float) -> Deadline:
    """Measure calls that take ``slow`` seconds under a deadline of ``seconds``."""
    order = (variant, str(port), limit, str(slow), str(seconds))
    followed = run("deadline", *order, "follow")
    left = run("deadline", *order, "leave")
    # Only the process that is gone can tell that its threads are.
    ended = time.time() - left["began"]
    return Deadline(
        variant=variant,
        limit=limit,
        returned=left["returned"],
        threads=left["threads"],
        requests=left["requests"],
        following=followed["following"],
        loop_closed=left["loop_closed"],
        ended=ended,
    )
