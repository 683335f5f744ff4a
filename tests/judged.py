"""Reports in code of others, read by us: `tests/corpus/judged.csv` says of each whether it is right."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from typing import NamedTuple

import wheels

VERDICTS = ("right", "debatable", "wrong")


class Judged(NamedTuple):
    """One report and what we think of it: `right` is what its author should repair."""

    project: str
    version: str
    file: str
    line: str
    code: str
    verdict: str
    why: str


def judged() -> list[Judged]:
    """Return all that have been read."""
    with (wheels.LIST.parent / "judged.csv").open(encoding="utf-8", newline="") as file:
        return [Judged(*row) for row in list(csv.reader(file))[1:]]


def table() -> str:
    """Return a Markdown table of verdicts by code."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in judged():
        counts[one.code][one.verdict] += 1
        counts["all"][one.verdict] += 1
    rows = [
        f"| {code} | {' | '.join(str(counts[code][verdict] or '') for verdict in VERDICTS)} |"
        for code in sorted(counts)
    ]
    return "\n".join([f"| Rule | {' | '.join(VERDICTS)} |", "| --- | ---: | ---: | ---: |", *rows, ""])
