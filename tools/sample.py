"""What default reports are worth: ``draw`` picks some at random to be read, ``table`` sums up what was read.

``draw`` takes a seed, which is written down before anything is read, and folders with one project each; it prints the
head of ``tests/corpus/sampled.csv`` and a line for each report, to be filled in with a verdict and a reason, and with
`silent` once its cause is repaired.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
from collections import Counter, defaultdict
from pathlib import Path

import wheels
from flake8_fakeasync import Settings, check

READ = wheels.LIST.parent / "sampled.csv"
VERDICTS = ("right", "debatable", "wrong")
_NOW = "reported now"
_HEAD = ("project", "version", "file", "line", "code", "verdict", "why", "now")
_95_PERCENT = 1.96  # standard deviations


def main() -> None:
    """Do what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    actions = parser.add_subparsers(dest="action", required=True)
    draw = actions.add_parser("draw")
    draw.add_argument("folders", nargs="+", type=Path)
    draw.add_argument("--seed", type=int, required=True)
    draw.add_argument("--count", type=int, default=200)
    actions.add_parser("table")
    chosen = parser.parse_args()
    if chosen.action == "table":
        print(table(), end="")
        return
    found = [line for folder in chosen.folders for line in reports(folder)]
    drawn = random.Random(chosen.seed).sample(found, min(chosen.count, len(found)))  # noqa: S311  (no secret)
    csv.writer(sys.stdout, lineterminator="\n").writerows([_HEAD, *sorted(drawn)])


def reports(folder: Path) -> list[tuple[str, ...]]:
    """Return a line for each default report in a project."""
    found = check(wheels.python_files(folder), Settings())
    places = ((Path(one.path).relative_to(folder).as_posix(), str(one.line), one.rule.code) for one in found)
    return [(folder.name, "", *place, "", "", "") for place in places]


def table() -> str:
    """Return a Markdown table of verdicts by rule, with the intervals of the right ones at 95 %: as read, and now."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    with READ.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for code in (row["code"], "all"):
                counts[code][row["verdict"]] += 1
                counts[code][_NOW] += not row["now"]
    heads = ("Rule", *VERDICTS, "right, %", "right now, %")
    rows = [_row(code, counts[code]) for code in sorted(counts)]
    return "".join(f"| {' | '.join(row)} |\n" for row in (heads, ("---", *("---:",) * (len(heads) - 1)), *rows))


def _row(code: str, counts: Counter[str]) -> tuple[str, ...]:
    numbers = [counts[verdict] for verdict in VERDICTS]
    now = _percent(counts["right"], counts[_NOW]) if counts[_NOW] else ""
    return code, *(str(number or "") for number in numbers), _percent(numbers[0], sum(numbers)), now


def _percent(hits: int, of: int) -> str:
    low, high = interval(hits, of)
    return f"{100 * low:.0f} to {100 * high:.0f}"


def interval(hits: int, of: int) -> tuple[float, float]:
    """Return the Wilson interval of a share at 95 %."""
    share, square = hits / of, _95_PERCENT**2
    center = share + square / (2 * of)
    spread = _95_PERCENT * (share * (1 - share) / of + square / (4 * of**2)) ** 0.5
    return (center - spread) / (1 + square / of), (center + spread) / (1 + square / of)


if __name__ == "__main__":
    main()
