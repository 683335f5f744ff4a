"""What linting one file of a large project costs, as an editor and pre-commit do: with and without a cache."""

from __future__ import annotations

import random
import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import wheels

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PROJECT = "litellm==1.109.1"  # whose modules import one another more than those of any other project we know
_FILES = 24
_RUNS = 3


def measured(cache: Path, run: Callable[[str, list[str]], float], ours: str) -> Iterator[tuple[str, str]]:
    """Yield the ratios; `run` returns the CPU seconds of flake8 with a plugin, `ours` or none, and arguments."""
    every = wheels.python_files(wheels.unpacked(wheels.Pin(PROJECT), cache))
    modules = [file for file in every if "async def" in file.read_text(encoding="utf-8")]
    files = random.Random(5).sample(modules, _FILES)  # noqa: S311
    yield "modules of the project, those with `async def`, measured", f"{len(every):,}, {len(modules):,}, {_FILES}"
    with tempfile.TemporaryDirectory() as kept:
        keeping = f"--fakeasync-cache={kept}"
        plain = [_least(run, "", [str(file)]) for file in files]
        cold = [_least(run, ours, [str(file)]) for file in files]
        first = [
            run(ours, [f"--fakeasync-cache={Path(kept) / f'first{number}'}", str(file)])
            for number, file in enumerate(files)
        ]
        warm = [_least(run, ours, [keeping, str(file)]) for file in files]
        edited = [_least_edited(run, ours, keeping, file) for file in files]
    runs = (("nothing kept", cold), ("the very first time", first), ("from a cache", warm))
    for name, costs in (*runs, ("from a cache, the file edited", edited)):
        ratios = [cost / base for cost, base in zip(costs, plain, strict=True)]
        yield f"flake8 with us / without, {name}: median, most", f"{statistics.median(ratios):.2f}, {max(ratios):.2f}"
        yield f"seconds, {name}: median, most", f"{statistics.median(costs):.2f}, {max(costs):.2f}"
    yield "seconds, without us: median, most", f"{statistics.median(plain):.2f}, {max(plain):.2f}"


def _least(run: Callable[[str, list[str]], float], plugin: str, arguments: list[str]) -> float:
    """Return the least of a few runs; the first of them fills the cache."""
    return min(run(plugin, arguments) for _ in range(_RUNS))


def _least_edited(run: Callable[[str, list[str]], float], plugin: str, keeping: str, file: Path) -> float:
    """Return the least of a few runs, before each of which the file is edited; it is put back in the end."""
    text, costs = file.read_bytes(), list[float]()
    try:
        for number in range(_RUNS):
            file.write_bytes(text + f"\nEDITED = {number}\n".encode())
            costs.append(run(plugin, [keeping, str(file)]))
    finally:
        file.write_bytes(text)
    return min(costs)
