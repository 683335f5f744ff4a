"""`fakeasync baseline`: the reports that a project lives with."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_fakeasync.baseline import Baseline
from flake8_fakeasync.cli import accepted, output
from flake8_fakeasync.cli.errors import CommandError
from flake8_fakeasync.cli.progress import shown
from flake8_fakeasync.cli.report import relative
from flake8_fakeasync.cli.run import Run

if TYPE_CHECKING:
    import argparse
    from collections import Counter
    from collections.abc import Iterator, Sequence

    from flake8_fakeasync.baseline import Key
    from flake8_fakeasync.cli.run import Checked

HELP = "accept today's reports, so that only new ones are reported"
_DEFAULT = "fakeasync-baseline.json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what to do, paths, and the file."""
    parser.add_argument(
        "action",
        choices=("write", "update", "check"),
        help="write: accept all current reports; update: drop what is gone; check: list what is new and what is gone",
    )
    parser.add_argument("paths", nargs="*", help="files and folders (default: this folder)")
    parser.add_argument("--file", help=f"the baseline (default: what fakeasync-baseline says, else {_DEFAULT})")
    parser.set_defaults(flake8=[])


def run(chosen: argparse.Namespace) -> int:
    """Do it; `check` returns 1 if the baseline does not fit."""
    found = Run([*chosen.flake8, *chosen.paths])
    configured = accepted.configured(found)
    path = Path(chosen.file) if chosen.file else configured or Path(_DEFAULT)
    old = accepted.read(path) if chosen.action != "write" else None
    files = found.files()
    checked = list(shown(found.check(files), len(files)))
    problems = [file.problem for file in checked if file.problem]
    for problem in problems:
        print(f"fakeasync: {problem}", file=sys.stderr)
    if old is None:
        return _write(path, checked, is_configured=configured is not None, is_whole=not problems)
    gone = old.gone(accepted.violations(checked), accepted.files(checked))
    if chosen.action == "check":
        return _check(old, checked, gone) or bool(problems)
    output.replace(path, old.without(gone).text())
    print(f"{sum(gone.values())} dropped from {relative(str(path))}")
    return 0


def _write(path: Path, checked: Sequence[Checked], *, is_configured: bool, is_whole: bool) -> int:
    if not is_whole:
        message = f"'{path}' is not written: some files could not be checked"
        raise CommandError(message)
    new = Baseline.of(path.parent, accepted.violations(checked))
    output.replace(path, new.text())
    print(f"{sum(new.counts.values())} accepted in {relative(str(path))}")
    if not is_configured:
        print(f"add to the [flake8] section of the configuration: fakeasync-baseline = ./{path.name}")
    return 0


def _check(old: Baseline, checked: Sequence[Checked], gone: Counter[Key]) -> int:
    new = old.new(accepted.violations(checked))
    for found in new:
        print(f"new: {found}")
    for line in _described(gone):
        print(f"gone: {line}")
    return int(bool(new or gone))


def _described(gone: Counter[Key]) -> Iterator[str]:
    for key, count in sorted(gone.items()):
        where = f" in {key.function}()" if key.function else ""
        yield f"{key.path}: {key.code} {key.culprit}{where}{f', {count} times' if count > 1 else ''}"
