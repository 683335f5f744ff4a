"""What we cost: ``make bench``. Prints ratios and seconds for code of others; people read them.

The wheels are pinned in ``tests/corpus/wheels.toml`` and downloaded once. All times are CPU seconds of the process
and its children, the least of a few runs, but for those of ``-j2``, which are on the clock.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import one_file
import wheels

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_HERE = Path(__file__).parent
_FLAKE8 = ("--isolated", "--select=F,JAM,ASYNC", "--output-file", os.devnull, "--exit-zero")
_RUFF = (
    str(Path(sys.executable).with_name("ruff")),
    "check",
    "--isolated",
    "--no-cache",
    "--select=ASYNC",
    "--silent",
    "-e",
)
_OURS, _OTHER = "flake8-fakeasync", "flake8-async"
_ONE_FILE = "one file"
_SOME = 20  # flake8-async takes its time
_MEGABYTE = 1024 * 1024
# As users have it: what is imported was compiled before. Nothing is kept but where a folder is named.
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
_ENVIRONMENT["FAKEASYNC_CACHE"] = "off"


class Cost(NamedTuple):
    """What a command took: seconds of CPU, seconds on the clock, most memory of one process in bytes."""

    cpu: float
    wall: float
    memory: int


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, default=wheels.default_cache(), help="where wheels are kept")
    parser.add_argument("--only", default="", help="measure the corpora that have this in their name")
    parser.add_argument("--repeat", type=int, default=2, help="runs of each command, of which the least counts")
    parser.add_argument("--engine", action="store_true", help="leave flake8 and ruff out")
    chosen = parser.parse_args()
    wheels.require_python()
    print(_versions(), _start_up(), sep="\n\n")
    for corpus in wheels.measured(chosen.cache):
        if chosen.only in corpus.name:
            rows = [*_engine(corpus), *([] if chosen.engine else _tools(corpus, chosen.repeat))]
            print(_table(corpus.name, rows), flush=True)
    if chosen.only in _ONE_FILE:
        print(_table(_ONE_FILE, list(one_file.measured(chosen.cache, _lint, _OURS))), flush=True)


def _versions() -> str:
    """Say what was measured on what."""
    names = (_OURS, "flake8", _OTHER, "ruff")
    return f"Python {platform.python_version()}, " + ", ".join(f"{name} {version(name)}" for name in names)


def _start_up() -> str:
    """Say what importing us adds to flake8's own imports."""
    without, with_plugin = ("import flake8.main.cli", "import flake8.main.cli, flake8_fakeasync.plugin")
    costs = [[_run([sys.executable, "-c", code]).cpu for _ in range(10)] for code in (without, with_plugin)]
    return f"Importing the plugin takes {(min(costs[1]) - min(costs[0])) * 1000:.0f} ms."


def _engine(corpus: wheels.Corpus) -> Iterator[tuple[str, str]]:
    """Yield what a process that only judges spends, by phase."""
    found = _phases(corpus.files)
    parse, ours = found["parse"], found["ours"]
    plain_parse, plain_ours = found["plain"]
    quarter = _phases(corpus.files[: len(corpus.files) // 4])
    growth = (ours / found["lines"]) / (quarter["ours"] / quarter["lines"])
    yield "ours / `ast.parse`", f"{ours / parse:.2f}"
    for phase in ("gate", "walk", "project", "rules"):
        yield f"{phase} / `ast.parse`", f"{found['phases'].get(phase, 0) / parse:.2f}"
    yield "files without async code and HTTP: ours / `ast.parse`", f"{plain_ours / (plain_parse or 1):.3f}"
    yield "memory / bytes of source", f"{found['memory'] / found['bytes']:.1f}"
    yield "time of a line, all of it / the first quarter", f"{growth:.2f}"
    yield "lines, files", f"{found['lines']:,} in {found['files']:,}"
    yield "`ast.parse`, ours", f"{parse:.1f} s, {ours:.1f} s"
    for path, parsed, spent in found["slowest"]:
        yield f"slow: {'/'.join(Path(path).parts[-3:])}", f"{spent:.2f} s, parsed in {parsed:.3f} s"


def _phases(files: Sequence[Path]) -> dict[str, Any]:
    """Return what ``phases.py`` tells of these files."""
    command = [sys.executable, str(_HERE / "phases.py")]
    run = subprocess.run(command, input="\n".join(map(str, files)), capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def _tools(corpus: wheels.Corpus, repeat: int) -> Iterator[tuple[str, str]]:
    """Yield what whole runs of the linters cost; the runs take turns, so that a busy machine harms all alike."""
    files = list(map(str, corpus.files))
    with tempfile.TemporaryDirectory() as kept:
        keeping = [f"--fakeasync-cache={kept}", *files]
        _run(_flake8(_OURS, "-j2", keeping))  # fills the cache
        commands = {
            "flake8": _flake8("", "-j1", files),
            "with us": _flake8(_OURS, "-j1", files),
            "flake8 -j2": _flake8("", "-j2", files),
            "with us -j2": _flake8(_OURS, "-j2", files),
            "with us -j2, from a cache": _flake8(_OURS, "-j2", keeping),
            "ruff ASYNC": [*_RUFF, *files],
        }
        runs: dict[str, list[Cost]] = {name: [] for name in commands}
        for _ in range(repeat):
            for name, command in commands.items():
                runs[name].append(_run(command))
    least = {name: Cost(*map(min, zip(*costs, strict=True))) for name, costs in runs.items()}
    base = least["flake8"]
    yield "flake8 with us / without, CPU, -j1", f"{least['with us'].cpu / base.cpu:.3f}"
    yield "the same on the clock, -j2", f"{least['with us -j2'].wall / least['flake8 -j2'].wall:.3f}"
    yield "the same, from a cache", f"{least['with us -j2, from a cache'].wall / least['flake8 -j2'].wall:.3f}"
    with tempfile.TemporaryDirectory() as empty:
        first = _run(_flake8(_OURS, "-j1", [f"--fakeasync-cache={empty}/cache", *files]))
        size = sum(path.stat().st_size for path in Path(empty).rglob("*") if path.is_file())
    yield "flake8 with us / without, CPU, -j1, the first time with a cache", f"{first.cpu / base.cpu:.3f}"
    yield "size of the cache / bytes of source", f"{size / sum(map(os.path.getsize, files)):.2f}"
    some = files[::_SOME]
    slowed = _run(_flake8(_OTHER, "-j1", some)).cpu / _run(_flake8("", "-j1", some)).cpu
    yield f"flake8 with flake8-async / without, every {_SOME}th file", f"{slowed:.1f}"
    yield "ruff's ASYNC / flake8", f"{least['ruff ASYNC'].cpu / base.cpu:.4f}"
    for name, cost in least.items():
        yield name, f"{cost.cpu:.1f} s CPU, {cost.wall:.1f} s, {cost.memory / _MEGABYTE:.0f} MB"


def _flake8(plugin: str, jobs: str, files: list[str]) -> list[str]:
    """Return a command that runs flake8 with one plugin, or none but its own."""
    return [sys.executable, str(_HERE / "flake8_with.py"), plugin, jobs, *_FLAKE8, *files]


def _run(command: Sequence[str]) -> Cost:
    """Run a command to its end."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=_ENVIRONMENT)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command[:8])} ... ended with {process.returncode}")
    kilobytes = used.ru_maxrss // 1024 if sys.platform == "darwin" else used.ru_maxrss
    return Cost(used.ru_utime + used.ru_stime, time.perf_counter() - start, kilobytes * 1024)


def _lint(plugin: str, arguments: list[str]) -> float:
    """Return the CPU seconds of flake8 with one plugin, or none but its own."""
    return _run(_flake8(plugin, "-j1", arguments)).cpu


def _table(title: str, rows: Sequence[tuple[str, str]]) -> str:
    """Return a Markdown table."""
    return "\n".join([f"\n## {title}\n", "| | |", "| --- | ---: |", *(f"| {k} | {v} |" for k, v in rows)])


if __name__ == "__main__":
    main()
