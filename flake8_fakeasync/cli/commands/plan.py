"""`fakeasync plan`: how the code that is reported becomes async, step by step."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from flake8_fakeasync.cli import output
from flake8_fakeasync.cli.plans.plan import Plan
from flake8_fakeasync.cli.progress import shown
from flake8_fakeasync.cli.report import relative
from flake8_fakeasync.cli.run import Run
from flake8_fakeasync.plugin import Plugin

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from flake8_fakeasync.cli.plans.plan import Step
    from flake8_fakeasync.cli.plans.steps import Action
    from flake8_fakeasync.diagnostics import Violation

_FAILURE = "JAM000"
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
        failures = [str(one) for one in file.violations if one.rule.code == _FAILURE]
        for problem in filter(None, (file.problem, *failures)):
            print(f"fakeasync: {problem}", file=sys.stderr)
    violations = [one for file in checked for one in file.violations if _is_wanted(one, chosen.root)]
    plan = Plan(violations, Plugin.session.engine.program)
    output.write((f"{line}\n" for line in _markdown(plan.steps())), chosen.output)
    return 0


def _is_wanted(found: Violation, roots: list[str] | None) -> bool:
    if not roots:
        return True
    names = {found.fields["culprit"].removesuffix("()"), *(frame.function for frame in found.frames)}
    return any(root.removesuffix("()") in names for root in roots)


def _markdown(steps: Iterable[Step]) -> Iterator[str]:
    number = 0
    for number, step in enumerate(steps, 1):
        where = f" in {relative(step.file)}" if step.file else ""
        yield f"{number}. {step.title.replace('{place}', where)}"
        yield from (f"   - {line}" for line in _lines(step.actions))
    if not number:
        yield "Nothing to do."


def _lines(actions: Iterable[Action]) -> Iterator[str]:
    """Yield a line for each thing to do in a file, with all lines of the file where it is to be done."""
    lines: dict[tuple[str, str], list[int]] = {}
    for action in actions:
        lines.setdefault((action.file, action.text), []).append(action.line)
    for (file, text), numbers in lines.items():
        yield f"{relative(file)}:{', '.join(map(str, numbers))}: {text}"
