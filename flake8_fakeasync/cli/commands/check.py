"""`fakeasync check`: our rules alone, in one process."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_fakeasync.baseline import Baseline
from flake8_fakeasync.cli import accepted, formats, misspelt, output, since
from flake8_fakeasync.cli.progress import shown
from flake8_fakeasync.cli.report import Report
from flake8_fakeasync.cli.run import Run
from flake8_fakeasync.cli.shard import shard
from flake8_fakeasync.cli.styles import wants_colors

if TYPE_CHECKING:
    import argparse

HELP = "check files and folders"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take paths, what to print and where; all else goes to flake8."""
    parser.add_argument("paths", nargs="*", help="files and folders, - for standard input (default: this folder)")
    parser.add_argument("--format", choices=formats.names(), default="text")
    parser.add_argument("--output", metavar="FILE", help="write there instead of to standard output")
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto")
    parser.add_argument("--shard", metavar="K/N", help="check the K-th of N parts of the files")
    parser.add_argument("--all", action="store_true", help="also report what is left out by default")
    change = parser.add_mutually_exclusive_group()
    change.add_argument("--since", metavar="REV", help="report only what is new since a git revision")
    change.add_argument(
        "--staged", action="store_true", help="check what is staged; report only what is new since the last commit"
    )
    parser.epilog = "Options of flake8, such as --config, --exclude and --fakeasync-enable, are taken as well."
    parser.set_defaults(flake8=[])


def run(chosen: argparse.Namespace) -> int:
    """Print what is reported."""
    found = Run([*chosen.flake8, *chosen.paths])
    found.ask_for_quiet(shows_all=chosen.all)
    if unknown := misspelt.unknown(found.options):
        print(f"fakeasync: {unknown}", file=sys.stderr)
    report = _report(found, chosen)
    colors = chosen.output is None and wants_colors(chosen.color)
    output.write(formats.load(chosen.format).render(report, colors=colors), chosen.output)
    for problem in report.problems:
        print(f"fakeasync: {problem}", file=sys.stderr)
    return report.status


def _report(found: Run, chosen: argparse.Namespace) -> Report:
    files = shard(found.files(), chosen.shard)
    path = accepted.configured(found)
    baseline = accepted.read(path) if path is not None else Baseline(Path(), {})
    checked = since.staged(found, files) if chosen.staged else list(shown(found.check(files), len(files)))
    if chosen.since is not None:
        checked = since.since(found, chosen.since, checked)
    violations, notes = accepted.beyond(baseline, checked)
    problems = tuple(file.problem for file in checked if file.problem)
    is_part = chosen.staged or chosen.since is not None  # of what the baseline has, most is not looked at
    quiet = () if is_part else tuple(one for file in checked for one in file.quiet)
    return Report(violations, len(checked) - len(problems), problems, () if is_part else notes, quiet)
