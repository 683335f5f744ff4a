"""How well libraries are derived: ``table`` derives the pinned ones, ``draw`` picks entries to be read in the source.

``table`` writes its tables into `docs/how-it-works.md`. ``draw`` takes a seed, which is written down before anything is
read, and how many entries of a kind to draw; it prints the head of ``tests/corpus/derived.csv`` and a line for each
entry, to be filled in with a verdict and a reason.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
import time
import tomllib
from collections import Counter, defaultdict
from itertools import islice, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import docs
import wheels
from derive_catalog import wheel
from flake8_fakeasync.derive.derive import derive
from flake8_fakeasync.derive.entries import BLOCKING, Derived
from flake8_fakeasync.derive.packages import opened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flake8_fakeasync.derive.entries import ClassEntry, FunctionEntry, MemberEntry

PINS = Path(__file__).with_suffix(".toml")
PAGE = docs.ROOT / "docs" / "how-it-works.md"
READ = wheels.LIST.parent / "derived.csv"
KINDS = ("blocks", "sometimes", "equivalent")
VERDICTS = ("right", "debatable", "wrong")
_HEAD = ("kind", "package", "version", "name", "says", "verdict", "why")
_HEADS = ("Distribution", "lines", "public functions", "block", "sometimes", "async classes", "equivalents", "seconds")


class Measured(NamedTuple):
    """What was derived from a distribution, how many lines it has, and the seconds of CPU time that it took."""

    found: Derived
    lines: int
    seconds: float


class Entry(NamedTuple):
    """One thing that a derived file says: of which kind, about which name, and the call path or twin."""

    kind: str
    name: str
    says: str


def main() -> None:
    """Do what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("table")
    draw = actions.add_parser("draw")
    draw.add_argument("kind", choices=KINDS)
    draw.add_argument("--seed", type=int, required=True)
    draw.add_argument("--count", type=int, default=50)
    chosen = parser.parse_args()
    pins = tomllib.loads(PINS.read_text(encoding="utf-8"))["distributions"]
    measured = [measure(pin) for pin in pins]
    if chosen.action == "table":
        text = PAGE.read_text(encoding="utf-8")
        text = docs.filled(text, "derived", f"\n{table(measured)}\n")
        PAGE.write_text(docs.filled(text, "derived-read", f"\n{verdicts()}\n"), encoding="utf-8")
        return
    drawn = draw_from(measured, chosen.kind, chosen.seed, chosen.count)
    csv.writer(sys.stdout, lineterminator="\n").writerows([_HEAD, *sorted(drawn)])


def draw_from(measured: list[Measured], kind: str, seed: int, count: int) -> list[tuple[str, ...]]:
    """Return entries of a kind, in turn from one distribution after the other: a large one has no more than others."""
    random_source = random.Random(seed)  # noqa: S311  (no secret)
    piles: list[list[tuple[str, ...]]] = []
    for each in measured:
        pile = [
            (kind, each.found.name, each.found.version, entry.name, entry.says, "", "")
            for entry in entries(each.found)
            if entry.kind == kind
        ]
        piles.append(random_source.sample(pile, len(pile)))
    in_turn = (entry for several in zip_longest(*piles) for entry in several if entry is not None)
    return list(islice(in_turn, count))


def measure(pin: str) -> Measured:
    """Derive a release, downloaded if need be."""
    folder = Path("build") / "derived"
    folder.mkdir(parents=True, exist_ok=True)
    name, version = pin.split("==", 1)
    path = wheel(name, version, folder)
    begin = time.process_time()
    with opened(str(path)) as package:
        found = derive(package)
        seconds = time.process_time() - begin
        return Measured(found, sum(file.read_bytes().count(b"\n") for _, file in package.modules()), seconds)


def table(measured: list[Measured]) -> str:
    """Return a Markdown table with a line for each distribution, and their sum."""
    rows = [(f"{each.found.name} {each.found.version}", *_numbers(each)) for each in measured]
    sums = [sum(column) for column in zip(*(row[1:] for row in rows), strict=True)]
    return _markdown(_HEADS, [*rows, ("all", *sums)])


def _numbers(each: Measured) -> tuple[int | float, ...]:
    kinds = Counter(entry.kind for entry in entries(each.found))
    async_count = sum(cls.is_async for cls in each.found.classes)
    blocking, sometimes, paired = (kinds[kind] for kind in KINDS)
    return each.lines, each.found.public, blocking, sometimes, async_count, paired, each.seconds


def entries(found: Derived) -> Iterator[Entry]:
    """Yield what is said: what blocks, what does so sometimes, and the twin of each function that blocks."""
    by_name = {name: cls for cls in found.classes for name in cls.names}
    for function in found.functions:
        name = function.names[0]
        if name.rpartition(".")[0] not in by_name:
            yield from _entries(name, function.member, _twin_of_function(function))
    for cls in found.classes:
        if cls.connects:
            yield Entry("blocks", cls.names[0], _path(cls.connects.functions, cls.connects.api))
        for member in cls.members:
            twin = _twin_of_member(cls, member, by_name.get(cls.instead or ""))
            yield from _entries(f"{cls.names[0]}.{member.name}", member, twin)


def _entries(name: str, member: MemberEntry, twin: str) -> Iterator[Entry]:
    kind = "blocks" if member.effect in BLOCKING else member.effect
    if member.proof is not None and kind in KINDS:
        yield Entry(kind, name, _path(member.proof.functions, member.proof.api))
    if twin and kind == "blocks":
        yield Entry("equivalent", name, twin)


def _path(functions: tuple[str, ...], api: str) -> str:
    return " -> ".join((*functions, api))


def _twin_of_function(function: FunctionEntry) -> str:
    name = function.names[0]
    owner, _, last = name.rpartition(".")
    return (function.instead or "").format(name=name, owner=owner, last=last)


def _twin_of_member(cls: ClassEntry, member: MemberEntry, other: ClassEntry | None) -> str:
    """Return the twin of a method: beside it, or in the async class that is used instead."""
    own = dict(cls.twins).get(member.name)
    if own is not None:
        return f"{cls.names[0]}.{own}"
    names = {each.name for each in other.members} if other is not None else set()
    return next((f"{cls.instead}.{name}" for name in (member.name, f"a{member.name}") if name in names), "")


def verdicts() -> str:
    """Return a Markdown table of what was read, by kind."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    with READ.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            counts[row["kind"]][row["verdict"]] += 1
    rows = [(f"`{kind}`", *(counts[kind][verdict] or "" for verdict in VERDICTS)) for kind in KINDS]
    return _markdown(("Kind", *VERDICTS), rows)


def _markdown(heads: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> str:
    lines = [heads, ("---", *("---:",) * (len(heads) - 1)), *(tuple(map(_cell, row)) for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _cell(value: object) -> str:
    return f"{value:.1f}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)


if __name__ == "__main__":
    main()
