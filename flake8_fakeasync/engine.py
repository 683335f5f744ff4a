"""From source to violations: gate, walk, link, ask."""

from __future__ import annotations

import gc
import sys
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.program import Program
from flake8_fakeasync.analysis.project.project import invalidate as invalidate_project
from flake8_fakeasync.catalog import load
from flake8_fakeasync.disk.reader import absolute
from flake8_fakeasync.prefilter import runs_functions
from flake8_fakeasync.rules import checks, selected
from flake8_fakeasync.runtime import paused

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator, Sequence

    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.catalog import Catalog
    from flake8_fakeasync.diagnostics import Violation
    from flake8_fakeasync.settings import Settings

# A question about a name may lead through as many others as `memory.DEEPEST` says, at a dozen frames each.
FRAMES = 2000
# Rows of facts that the garbage collector may still look at.
SETTLED = 50_000
# What rules about threads and loops look for in coroutines, whatever their module imports.
THREADS = ("to_thread", "run_in_executor", "run_in_threadpool", "concurrent.futures", "_threadsafe")
WAITED_FOR = ("threading.", "from threading", "asyncio.run(", "run_until_complete", "queue.Queue", "multiprocessing")


def violations(tree: ast.Module, lines: Sequence[str], filename: str, settings: Settings) -> list[Violation]:
    """Return the violations of one file, in no particular order, some perhaps twice."""
    with _room():
        return list(_violations(tree, "".join(lines), filename, settings))


@contextmanager
def _room() -> Iterator[None]:
    """Allow deep questions, and do not search the many facts for garbage while more of them are made."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, FRAMES))
    with paused() as collects:
        try:
            yield
        finally:
            sys.setrecursionlimit(limit)
            if collects:
                _settle()


def _settle() -> None:
    """Take facts out of the collector's sight once there are many: they stay, and going through them is dear."""
    made = sum(program.project.made for program in _programs)
    if made - _settled[0] > SETTLED:
        _settled[0] = made
        gc.freeze()


def _violations(tree: ast.Module, text: str, filename: str, settings: Settings) -> Iterator[Violation]:
    program = _program(settings, load(settings.catalog, settings.cache))
    if not _can_matter(program, filename, text):
        return
    linked = program.link(filename, text, tree)
    for kind, asking in checks(settings).items():
        facts: Sequence[object] = linked.all(kind)
        for fact in facts:
            for check in asking:
                yield from (_placed(found, linked) for found in check(fact, linked))


def _placed(found: Violation, context: Context) -> Violation:
    """Return a violation with what its place tells: where it ends, and the function around it."""
    place = found.place
    if place is None:
        return found
    end = found.end_line, found.end_column
    if not found.end_line:
        end = context.positions.span(place)[2:]
    fields = {**found.fields, "qualname": context.qualname(place)}
    return replace(found, end_line=end[0], end_column=end[1], fields=fields, place=None)


def ground(path: str, settings: Settings) -> set[str] | None:
    """Return the files and folders that the violations of a file rest on besides itself.

    None if that cannot be told: one of these files was handed to us with another text than it has.
    """
    return _program(settings, load(settings.catalog, settings.cache)).project.ground(path)


def invalidate() -> None:
    """Look at the disk again: what the modules of a project say may have changed since the last run."""
    invalidate_project()
    for program in _programs:
        program.project.refresh()


_programs: list[Program] = []
_settled = [-SETTLED]  # facts of the first file as well: most processes of an editor lint one


@lru_cache(maxsize=8)
def _program(settings: Settings, catalog: Catalog) -> Program:
    kinds = {kind for rule in selected(settings) for kind in rule.kinds}
    words = catalog.roots | catalog.roots_of(kinds) | {entry.partition(".")[0] for entry in settings.blocking}
    program = Program(catalog, settings, words, catalog.builtins() if "builtins" in words else ())
    _programs.append(program)
    return program


def _can_matter(program: Program, filename: str, text: str) -> bool:
    """Return whether a file that passed the first look can have violations: from what the files it imports say."""
    waits = ("async def" in text or runs_functions(text)) and any(word in text for word in THREADS + WAITED_FOR)
    if waits:
        return True
    return program.project.text_matters(absolute(filename), text)
