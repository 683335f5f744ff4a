"""`fakeasync plan`: how the code that is reported becomes async, step by step."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from flake8_fakeasync.cli import output
from flake8_fakeasync.cli.planning import Plan, plan
from flake8_fakeasync.cli.progress import shown
from flake8_fakeasync.cli.report import relative
from flake8_fakeasync.cli.run import Run
from flake8_fakeasync.plugin import Plugin

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from flake8_fakeasync.cli.planning import Action
    from flake8_fakeasync.diagnostics import Violation

HELP = "list the steps that make the reported code async"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take paths, and what to plan for."""
    parser.add_argument("paths", nargs="*", help="files and folders (default: this folder)")
    parser.add_argument("--root", action="append", metavar="NAME", help="only what reaches this function or call")
    parser.add_argument("--output", metavar="FILE", help="write there instead of to standard output")
    parser.set_defaults(flake8=[])


def run(chosen: argparse.Namespace) -> int:
    """Print the plan in Markdown."""
    found = Run([*chosen.flake8, *chosen.paths, "--fakeasync-cache=off"])  # the call graph of this run is needed
    files = found.files()
    checked = list(shown(found.check(files), len(files)))
    for file in checked:
        if file.problem:
            print(f"fakeasync: {file.problem}", file=sys.stderr)
    violations = [one for file in checked for one in file.violations if _is_wanted(one, chosen.root)]
    steps = plan(violations, Plugin.session.engine.program)
    output.write((f"{line}\n" for line in _markdown(steps)), chosen.output)
    return 0


def _is_wanted(found: Violation, roots: list[str] | None) -> bool:
    if not roots:
        return True
    names = {found.fields["culprit"].removesuffix("()"), *(frame.function for frame in found.frames)}
    return any(root.removesuffix("()") in names for root in roots)


def _markdown(steps: Plan) -> Iterator[str]:
    if not any(steps):
        yield "Nothing to do."
        return
    number = 0
    for number, (function, actions) in enumerate(steps.functions, 1):
        yield f"{number}. Make `{function.name}()` in {relative(function.file)} an `async def`"
        yield from (f"   {line}" for line in _lines(actions))
    sections = (
        ("In functions that are async already", steps.awaits),
        *sorted(steps.others.items()),
        (
            "Sync code that calls what becomes async: keep a sync version, or use `asyncio.run`",
            steps.sync_callers,
        ),
    )
    for title, actions in sections:
        if actions:
            number += 1
            yield f"{number}. {title}"
            yield from (f"   {line}" for line in _lines(actions))


def _lines(actions: Iterable[Action]) -> Iterator[str]:
    return (f"- {relative(action.file)}:{action.line}: {action.text}" for action in actions)
