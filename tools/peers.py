"""What our command costs beside other linters on the same trees: ``make peers``. Prints a table, for people to read.

The wheels are pinned in ``tests/corpus/wheels.toml`` and downloaded once. hydroid and ty-async have to be installed
beside this Python. Times are CPU seconds of the process and its children, the least of a few runs.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import wheels

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_BIN = Path(sys.executable).parent
_HERE = Path(__file__).parent
_TREES = ("starlette==1.10.0", "mcp==2.3.0", "chainlit==2.12.0", "open-webui==0.12.4", "langchain-community==0.4.2")
_OTHERS = ("flake8", "hydroid-cli", "ty-async")
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class Cost(NamedTuple):
    """Seconds of CPU and on the clock."""

    cpu: float
    wall: float


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, default=wheels.default_cache(), help="where wheels are kept")
    parser.add_argument("--only", default="", help="measure the trees that have this in their name")
    parser.add_argument("--repeat", type=int, default=2, help="runs of each command, of which the least counts")
    chosen = parser.parse_args()
    wheels.require_python()
    print(", ".join(f"{name} {version(name)}" for name in ("flake8-fakeasync", *_OTHERS)))
    pins = [wheels.Pin(text) for text in _TREES if chosen.only in text]
    for number, pin in enumerate(pins):
        folder = wheels.unpacked(pin, chosen.cache)
        costs = _costs(folder, chosen.repeat)
        lines = sum(len(file.read_bytes().splitlines()) for file in wheels.python_files(folder))
        head = ("Code", "lines", *costs)
        row = (pin.text.replace("==", " "), f"{lines:,}", *(f"{cost.cpu:.1f}" for cost in costs.values()))
        for each in (row,) if number else (head, ("---", *("---:",) * (len(head) - 1)), row):
            print(f"| {' | '.join(each)} |", flush=True)


def _costs(folder: Path, repeat: int) -> Mapping[str, Cost]:
    """Return what each linter spends on a tree; they take turns, so that a busy machine harms all alike."""
    with tempfile.TemporaryDirectory() as scratch:
        ours = [sys.executable, "-m", "flake8_fakeasync", "check", "--isolated", "--format=concise", "."]
        flake8 = [sys.executable, str(_HERE / "flake8_with.py"), "", "-j1", "--isolated", "--exit-zero", "."]
        commands = {
            "`fakeasync check`": [*ours, "--fakeasync-cache=off"],
            "the same from the cache": [*ours, f"--fakeasync-cache={scratch}/cache"],
            "flake8 alone": flake8,
            "hydroid": [str(_BIN / "hydroid"), "--no-cache", f"--python={sys.executable}", "."],
            "ty-async": [str(_BIN / "ty-async"), ".", "--async200-stdlib", "--async200-transitive"],
        }
        _run(commands["the same from the cache"], folder)  # fills it
        runs: dict[str, list[Cost]] = {name: [] for name in commands}
        for _ in range(repeat):
            for name, command in commands.items():
                runs[name].append(_run(command, folder))
    return {name: min(costs) for name, costs in runs.items()}


def _run(command: Sequence[str], folder: Path) -> Cost:
    """Run a linter to its end, whatever it finds."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_ENVIRONMENT
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 1}:
        sys.exit(f"{' '.join(command[:8])} ... ended with {process.returncode}")
    return Cost(used.ru_utime + used.ru_stime, time.perf_counter() - start)


if __name__ == "__main__":
    main()
