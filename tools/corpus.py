"""What all rules report in the pinned wheels: ``make corpus`` compares the counts with those committed.

``--update`` commits to new counts. The reports themselves are kept in the cache, so that the next run can show which
came and which went; ``--only`` looks at some of the projects.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

import wheels
from flake8_fakeasync import Settings, check

if TYPE_CHECKING:
    from collections.abc import Iterable

COUNTS = wheels.LIST.parent / "counts.txt"
_REPORT = re.compile(r"(?P<path>.+):(?P<line>\d+):\d+: (?P<code>JAM\d{3}) ")
_SHOWN = 40


def main() -> int:
    """Compare, show what differs and return whether anything does, or whether we failed on a file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, default=wheels.default_cache(), help="where wheels are kept")
    parser.add_argument("--only", default="", help="the projects that have this in their name")
    parser.add_argument("--update", action="store_true", help="write the counts instead of comparing them")
    parser.add_argument("--judge", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    wheels.require_python()
    if chosen.judge:
        sys.stdout.writelines(f"{line}\n" for line in reports(chosen.judge))
        return 0
    pins = [pin for pin in wheels.counted() if chosen.only in pin.text]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = dict(zip(pins, pool.map(lambda pin: _in_process(pin, chosen.cache), pins), strict=True))
    differs = [_differs(pin, lines, chosen.cache / "reports", keep=chosen.update) for pin, lines in found.items()]
    failed = [line for lines in found.values() for line in lines if " JAM000 " in line]
    sys.stdout.writelines(f"{line}\n" for line in failed)
    if chosen.update:
        kept = [line for line in _known() if line.split()[0] not in {pin.text for pin in pins}]
        COUNTS.write_text("".join(f"{line}\n" for line in sorted(kept + counts(found))), encoding="utf-8")
    return int(bool(failed) or (any(differs) and not chosen.update))


def reports(folder: Path) -> list[str]:
    """Return all reports of all rules in a folder, with paths relative to it."""
    os.chdir(folder)
    return [str(one) for one in check(wheels.python_files(Path()), Settings(enable=("ALL",), reports="all"))]


def counts(found: dict[wheels.Pin, list[str]]) -> list[str]:
    """Return a line for each project and rule."""
    lines = []
    for pin, reported in found.items():
        codes = Counter(match["code"] for line in reported if (match := _REPORT.match(line)))
        lines += [f"{pin.text} {code} {count}" for code, count in sorted(codes.items())]
    return lines


def _in_process(pin: wheels.Pin, cache: Path) -> list[str]:
    """Return the reports in a wheel, found by a process of its own."""
    command = [sys.executable, __file__, "--judge", str(wheels.unpacked(pin, cache).absolute())]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout.splitlines()


def _known() -> list[str]:
    """Return the counts that are committed."""
    return COUNTS.read_text(encoding="utf-8").splitlines() if COUNTS.exists() else []


def _differs(pin: wheels.Pin, reported: list[str], folder: Path, *, keep: bool) -> bool:
    """Show what is not as it was; return whether counts differ."""
    known = [line for line in _known() if line.split()[0] == pin.text]
    new = counts({pin: reported})
    kept = folder / f"{pin.folder}.txt"
    before = kept.read_text(encoding="utf-8").splitlines() if kept.exists() else reported
    _show(unified_diff(known, new, "committed", "now", lineterm="", n=0))
    _show(unified_diff(before, reported, f"{pin.text} at the last update", "now", lineterm="", n=0))
    if keep:
        folder.mkdir(parents=True, exist_ok=True)
        kept.write_text("\n".join(reported), encoding="utf-8")
    return known != new


def _show(difference: Iterable[str]) -> None:
    """Print the first lines of a difference."""
    lines = list(difference)
    for line in lines[:_SHOWN]:
        print(line)
    if len(lines) > _SHOWN:
        print(f"... and {len(lines) - _SHOWN} lines more")


if __name__ == "__main__":
    sys.exit(main())
