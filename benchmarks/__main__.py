"""Runs every measurement, prints the table, and writes it and the plot."""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import machine, plot, processes, table
from benchmarks.results import Deadline, Load
from benchmarks.variants import BY_NAME, VARIANTS, Variant

TABLE = processes.ROOT / "benchmarks" / "results.txt"
PLOT = processes.ROOT / "docs" / "images" / "fake-async.svg"


def arguments() -> argparse.ArgumentParser:
    """Return the reader of the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    add = parser.add_argument
    add("--latency", type=float, default=25, metavar="MS", help="of every answer (%(default)s)")
    add("--requests", type=int, nargs="+", default=[100, 1000], help="sizes of the bursts")
    add("--slow", type=float, default=1.0, metavar="S", help="a slow answer (%(default)s)")
    add("--deadline", type=float, default=0.2, metavar="S", help="for slow ones (%(default)s)")
    add("--only", nargs="+", choices=sorted(BY_NAME), default=sorted(BY_NAME), metavar="NAME")
    add("--table", type=Path, default=TABLE, help="where the table goes")
    add("--plot", type=Path, default=PLOT, help="where the plot goes")
    return parser


def loads(port: int, options: argparse.Namespace, variants: Sequence[Variant]) -> Iterator[Load]:
    """Measure every burst of every variant."""
    for variant in variants:
        for requests in options.requests:
            if requests <= variant.most:
                say(f"{variant.label}: {requests} requests")
                yield processes.load(port, variant.name, requests, options.latency / 1000)


def deadlines(port: int, options: argparse.Namespace, variants: Sequence[Variant]) -> Iterator[Deadline]:
    """Measure every cancellation run of every variant."""
    for variant in variants:
        for limit in variant.limits:
            say(f"{variant.label}: {limit}")
            yield processes.deadline(port, variant.name, limit, options.slow, options.deadline)


def say(words: str) -> None:
    """Tell the person who waits what is being measured."""
    print(f"  {words}", file=sys.stderr)


def main() -> None:
    """Measure, print, write."""
    options = arguments().parse_args()
    chosen = [variant for variant in VARIANTS if variant.name in options.only]
    begin, busyness = time.monotonic(), machine.busyness()
    with processes.server() as port:
        bursts = list(loads(port, options, chosen))
        cancelled = list(deadlines(port, options, chosen))
    latency = options.latency / 1000
    about = f"{machine.machine()}; {machine.versions()}"
    head = f"{about}\nload average before: {busyness}; measured in {time.monotonic() - begin:.0f} s"
    parts = [head, *table.load_tables(bursts, latency)]
    sections = [plot.load_section(bursts, latency)]
    if cancelled:
        parts.append(table.deadline_table(cancelled, options.slow, options.deadline))
        sections.append(plot.deadline_section(cancelled, options.slow, options.deadline))
    written = "\n\n\n".join(parts) + "\n"
    options.table.write_text(written, encoding="utf-8")
    options.plot.write_text(plot.plot(sections, about), encoding="utf-8")
    print(written)


if __name__ == "__main__":
    main()
