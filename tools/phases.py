"""CPU seconds of our phases on the files named on stdin, beside ``ast.parse``; prints JSON.

The functions that the phases consist of are wrapped from outside: there is no clock in the package.
"""

from __future__ import annotations

import ast
import gc
import json
import os
import resource
import sys
import time
import tokenize
import warnings
from collections import defaultdict
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from flake8_fakeasync import Session, prefilter
from flake8_fakeasync.analysis import program
from flake8_fakeasync.analysis.project import cache, project
from flake8_fakeasync.report import report

if TYPE_CHECKING:
    from collections.abc import Callable

_SLOWEST = 5
_SESSION = Session(owns_process=True)  # as flake8 and our command have it
_WARM = "import requests\nasync def fetch(url):\n    return requests.get(url)\n"  # loads rules and catalog


class Clock:
    """Adds up CPU time by phase; a phase inside of another is not counted twice."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, float] = defaultdict(float)
        self._phases: list[str] = []
        self._since = 0.0

    def switch(self) -> None:
        """Add the time since the last switch to the phase that runs."""
        now = time.process_time()
        if self._phases:
            self.spent[self._phases[-1]] += now - self._since
        self._since = now

    def run(self, phase: str, function: Callable[..., Any], *arguments: Any, **keywords: Any) -> Any:  # noqa: ANN401
        """Call a function, and count its time for a phase."""
        self.switch()
        self._phases.append(phase)
        try:
            return function(*arguments, **keywords)
        finally:
            self.switch()
            self._phases.pop()

    def watch(self, owner: object, name: str, phase: str) -> None:
        """Count the time of an attribute of a module or class, which is a function, for a phase."""
        function = getattr(owner, name)

        @wraps(function)
        def timed(*arguments: Any, **keywords: Any) -> Any:  # noqa: ANN401
            return self.run(phase, function, *arguments, **keywords)

        setattr(owner, name, timed)


class Source(NamedTuple):
    """A file that can be parsed."""

    path: Path
    text: str


def main() -> None:
    """Measure and print."""
    paths = [Path(line) for line in sys.stdin.read().splitlines()]
    clock = Clock()
    sources = [source for path in paths if (source := _read(path)) is not None]
    report(ast.parse(_WARM), _WARM.splitlines(keepends=True), "", _SESSION)
    before = _memory()
    _watch(clock)
    costs = {source.path: _judge(source, clock) for source in sources}
    print(json.dumps(_summary(sources, costs, clock, _memory() - before)))


def _watch(clock: Clock) -> None:
    """Wrap what the phases consist of; what is left of a run is asking rules."""
    clock.watch(program.Program, "may_report", "gate")
    clock.watch(cache, "walk", "walk")
    clock.watch(program.Program, "module", "project")
    clock.watch(project.Project, "_load", "project")


def _judge(source: Source, clock: Clock) -> tuple[float, float]:
    """Return the CPU seconds of parsing a file and of all that we do with it."""
    is_more_than_looked_at = prefilter.can_matter(source.text)
    start = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(source.text)
    parsed = time.process_time() - start
    lines = source.text.splitlines(keepends=True)
    gc.collect(0)
    path = str(source.path)
    start = time.process_time()
    if is_more_than_looked_at:
        clock.run("rules", report, tree, lines, path, _SESSION)
    else:  # there are no phases, and a look at the clock takes as long as ours at the text
        report(tree, lines, path, _SESSION)
    return parsed, time.process_time() - start


def _read(path: Path) -> Source | None:
    """Return a file, None if it is no Python."""
    try:
        with tokenize.open(path) as file, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            text = file.read()
            ast.parse(text)
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return Source(path, text)


def _summary(
    sources: list[Source], costs: dict[Path, tuple[float, float]], clock: Clock, memory: int
) -> dict[str, object]:
    """Return what is printed: seconds, counts, and the files that cost most beside their parsing."""
    plain = [costs[one.path] for one in sources if not prefilter.can_matter(one.text)]
    slowest = sorted(costs, key=lambda path: -costs[path][1])[:_SLOWEST]
    return {
        "files": len(sources),
        "lines": sum(one.text.count("\n") for one in sources),
        "bytes": sum(map(os.path.getsize, _read_files(sources))),
        "parse": sum(parsed for parsed, _ in costs.values()),
        "ours": sum(spent for _, spent in costs.values()),
        "phases": dict(clock.spent),
        "plain": [sum(parsed for parsed, _ in plain), sum(spent for _, spent in plain)],
        "memory": memory,
        "slowest": [[str(path), *costs[path]] for path in slowest],
    }


def _read_files(sources: list[Source]) -> set[str]:
    """Return the files whose facts are in memory: those judged, and those that they led to."""
    loaded = {module.path for module in _SESSION.engine.program.project.loaded() if module.path}
    return loaded | {str(one.path) for one in sources}


def _memory() -> int:
    """Return the most memory that this process has had so far, in bytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


if __name__ == "__main__":
    main()
