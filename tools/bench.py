"""What we cost: ``make bench``. Prints ratios and seconds for code of others; people read them.

The wheels are pinned in ``tests/corpus/wheels.toml`` and downloaded once. All times are CPU seconds of the process
and its children, the least of a few runs, but where it says that they are on the clock.
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
_CACHE = "size of the cache"
_KEPT = ("litellm==1.109.1", "prefect==3.9.1")
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
    if chosen.only in _CACHE:
        print(_table(_CACHE, list(_cache_sizes(chosen.cache))), flush=True)


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
    runs: dict[str, list[Cost]] = {}
    size = 0
    for _ in range(repeat):
        for jobs in ("-j1", "-j4"):
            with tempfile.TemporaryDirectory() as kept:
                keeping = [f"--fakeasync-cache={kept}", *files]
                for name, command in (
                    ("flake8", _flake8("", jobs, files)),
                    ("no cache", _flake8(_OURS, jobs, files)),
                    ("the first time", _flake8(_OURS, jobs, keeping)),
                    ("nothing changed", _flake8(_OURS, jobs, keeping)),
                ):
                    runs.setdefault(f"{jobs}, {name}", []).append(_run(command))
                size = _size(kept)
        runs.setdefault("ruff ASYNC", []).append(_run([*_RUFF, *files]))
    least = {name: Cost(*map(min, zip(*costs, strict=True))) for name, costs in runs.items()}
    for name, cost in least.items():
        base = least[f"{name.partition(',')[0]}, flake8" if "," in name else "-j1, flake8"]
        yield f"{name}: CPU, clock, relative to flake8", f"{cost.cpu / base.cpu:.3f}, {cost.wall / base.wall:.3f}"
    yield "size of the cache / bytes of source", f"{size / sum(map(os.path.getsize, files)):.2f}"
    some = files[::_SOME]
    slowed = _run(_flake8(_OTHER, "-j1", some)).cpu / _run(_flake8("", "-j1", some)).cpu
    yield f"flake8 with flake8-async / without, every {_SOME}th file", f"{slowed:.1f}"
    for name, cost in least.items():
        yield name, f"{cost.cpu:.1f} s CPU, {cost.wall:.1f} s, {cost.memory / _MEGABYTE:.0f} MB"


def _cache_sizes(cache: Path) -> Iterator[tuple[str, str]]:
    """Yield what is kept of whole projects after one run."""
    for project in _KEPT:
        files = wheels.python_files(wheels.unpacked(wheels.Pin(project), cache))
        with tempfile.TemporaryDirectory() as kept:
            _run(_flake8(_OURS, "-j2", [f"--fakeasync-cache={kept}", *map(str, files)]))
            size, source = _size(kept), sum(map(os.path.getsize, files))
        yield f"{project}: cache, source", f"{size / _MEGABYTE:.1f} MB, {source / _MEGABYTE:.1f} MB"


def _size(folder: str) -> int:
    """Return the bytes in the files of a folder."""
    return sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())


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
