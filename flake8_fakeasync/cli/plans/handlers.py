"""Which `except` clauses move with the calls that they guard: those for exceptions of the library that goes."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.handlers.handlers import clauses
from flake8_fakeasync.analysis.handlers.stale import printed, replacement
from flake8_fakeasync.analysis.syntax.exprs import Call
from flake8_fakeasync.analysis.view import View
from flake8_fakeasync.cli.plans.steps import Action

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flake8_fakeasync.analysis.ids import RegionId
    from flake8_fakeasync.analysis.program import Program
    from flake8_fakeasync.analysis.project.module import Module


def moving(program: Program, calls: Iterable[tuple[str, int]], old: frozenset[str], new: str) -> Iterator[Action]:
    """Yield what to do about the handlers around calls, by file and line, that a plan replaces.

    `old` are the libraries that go, `new` is the one that takes their place.
    """
    lines: defaultdict[str, set[int]] = defaultdict(set)
    for file, line in calls:
        lines[file].add(line)
    for file in sorted(lines):
        module = program.project.module(file)
        if module is None:
            continue
        around = {region for call in module.rows(Call) if call.line in lines[file] for region in _regions(module, call)}
        for catch in clauses(View(module, program, {})):
            entries = [entry for name in catch.names if (entry := program.catalog.exception(name)) is not None]
            stale = [entry for entry in entries if entry.library in old]
            if stale and any(each.region in around for each in catch.guarded):
                yield Action(file, catch.line, f"`except {printed(stale)}`: {replacement(stale, (new,))}")


def _regions(module: Module, call: Call) -> list[RegionId]:
    return module.facts.enclosing(call.region)
