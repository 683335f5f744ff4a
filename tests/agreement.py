"""What other linters report about blocking calls, and what we say to it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync import check
from flake8_fakeasync.catalog.other_linters import codes
from judging import ALL

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CODES = tuple(codes())
_OURS = re.compile(r"JAM[12]")
_PRINTED = re.compile(r"(?P<path>.+?):(?P<line>\d+):\d+: (?P<code>ASYNC\d{3})")
_AT_ONCE = 500


class Place(NamedTuple):
    """A report of another linter."""

    path: str
    line: int
    code: str


def by_ruff(files: Iterable[Path]) -> set[Place]:
    """Return what ruff reports."""
    command = [
        str(Path(sys.executable).with_name("ruff")),
        "check",
        "--isolated",
        "--no-cache",
        "--preview",
        "--ignore-noqa",
        "--output-format=json",
    ]
    found: set[Place] = set()
    for printed in _outputs([*command, "--exit-zero", f"--select={','.join(CODES)}"], files):
        found |= {Place(one["filename"], one["location"]["row"], one["code"]) for one in json.loads(printed)}
    return found


def by_flake8_async(files: Iterable[Path]) -> set[Place]:
    """Return what flake8-async reports."""
    command = [sys.executable, "-m", "flake8", "--isolated", "-j1", "--exit-zero", "--disable-noqa"]
    only = [f"--enable={','.join(CODES)}", f"--select={','.join(CODES)}", "--fakeasync-disable=ALL"]
    found: set[Place] = set()
    for printed in _outputs([*command, *only], files):
        matches = filter(None, map(_PRINTED.match, printed.splitlines()))
        found |= {Place(match["path"], int(match["line"]), match["code"]) for match in matches}
    return found


def missed(places: set[Place]) -> list[Place]:
    """Return those of which we say nothing on their line, whatever the rule for blocking or offloading."""
    paths = sorted({place.path for place in places})
    ours = {(one.path, one.line) for one in check(paths, ALL) if _OURS.match(one.rule.code)}
    return sorted(place for place in places if (place.path, place.line) not in ours)


def _outputs(command: Sequence[str], files: Iterable[Path]) -> Iterable[str]:
    """Run a command on files, so many at a time, and yield what it prints."""
    paths = list(map(str, files))
    for start in range(0, len(paths), _AT_ONCE):
        run = subprocess.run([*command, *paths[start : start + _AT_ONCE]], capture_output=True, check=True, text=True)
        yield run.stdout
