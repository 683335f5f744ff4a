"""What linting one file of a large project costs, as an editor and pre-commit do: with and without a cache."""

from __future__ import annotations

import random
import statistics
import tempfile
from typing import TYPE_CHECKING

import wheels

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PROJECT = "litellm==1.109.1"  # whose modules import one another more than those of any other project we know
_FILES = 24
_RUNS = 3


def measured(cache: Path, run: Callable[[str, list[str]], float], ours: str) -> Iterator[tuple[str, str]]:
    """Yield the ratios; `run` returns the CPU seconds of flake8 with a plugin, `ours` or none, and arguments."""
    folder = wheels.unpacked(wheels.Pin(PROJECT), cache)
    every = wheels.python_files(folder)
    modules = [file for file in every if "async def" in file.read_text(encoding="utf-8")]
    files = random.Random(5).sample(modules, _FILES)  # noqa: S311
    yield "modules of the project, those with `async def`, measured", f"{len(every):,}, {len(modules):,}, {_FILES}"
    with tempfile.TemporaryDirectory() as kept:
        plain = [_least(run, "", [str(file)]) for file in files]
        cold = [_least(run, ours, [str(file)]) for file in files]
        warm = [_least(run, ours, [f"--fakeasync-cache={kept}", str(file)]) for file in files]
    for name, costs in (("nothing kept", cold), ("`fakeasync-cache`", warm)):
        ratios = [cost / base for cost, base in zip(costs, plain, strict=True)]
        yield f"flake8 with us / without, {name}: median, most", f"{statistics.median(ratios):.2f}, {max(ratios):.2f}"
        yield f"seconds, {name}: median, most", f"{statistics.median(costs):.2f}, {max(costs):.2f}"
    yield "seconds, without us: median, most", f"{statistics.median(plain):.2f}, {max(plain):.2f}"


def _least(run: Callable[[str, list[str]], float], plugin: str, arguments: list[str]) -> float:
    """Return the least of a few runs; the first of them fills the cache."""
    return min(run(plugin, arguments) for _ in range(_RUNS))
