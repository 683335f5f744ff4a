"""Draws the results as an SVG: rows of clients, two columns of bars."""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from benchmarks import svg
from benchmarks.results import Deadline, Load
from benchmarks.variants import BY_NAME

MARGIN = 24
ROW = 22
BAR = 12
COLUMNS = (260, 580)
"""Where the bars of the two columns start."""
LONGEST = 190
"""How long the longest bar of a column is; its figure follows it."""
TITLE = "Fake async and true async, measured on loopback"


class Row(NamedTuple):
    """One client: a value for each column."""

    label: str
    family: str
    values: tuple[float, float]


class Section(NamedTuple):
    """Rows that share scales, in named groups."""

    title: str
    columns: tuple[str, str]
    formats: tuple[str, str]
    groups: Sequence[tuple[str, Sequence[Row]]]


def row_of(result: Load | Deadline, label: str, values: tuple[float, float]) -> Row:
    """Return the row of a result."""
    return Row(label, BY_NAME[result.variant].family, values)


def pool_of(load: Load) -> int:
    """Return how many requests the variant runs at once."""
    return BY_NAME[load.variant].pool


def load_row(load: Load) -> Row:
    """Return total time and processor time of a burst."""
    return row_of(load, BY_NAME[load.variant].label, (load.seconds, load.cpu_ms))


def load_section(loads: Sequence[Load], latency: float) -> Section:
    """Return the largest burst, grouped by the size of the pool."""
    requests = max(load.requests for load in loads)
    shown = sorted((load for load in loads if load.requests == requests), key=pool_of)
    groups = [(f"{pool} at a time", [load_row(load) for load in group]) for pool, group in groupby(shown, pool_of)]
    return Section(
        f"{requests:,} requests at once, each answered after {1000 * latency:g} ms",
        ("seconds for all of them", "CPU milliseconds for each"),
        ("{:.1f}", "{:.1f}"),
        groups,
    )


def deadline_label(result: Deadline) -> str:
    """Return the client without its pool, which says nothing here, and what set the deadline."""
    label = BY_NAME[result.variant].label.removeprefix("requests.get, ")
    return f"{label.removesuffix(', 10 connections')}, {result.limit}"


def deadline_section(deadlines: Sequence[Deadline], slow: float, seconds: float) -> Section:
    """Return the cancellation runs: when control came back, and when the process was gone."""
    rows = [row_of(result, deadline_label(result), (result.returned, result.ended)) for result in deadlines]
    return Section(
        f"10 calls that take {slow:g} s, under a deadline of {seconds:g} s",
        ("seconds until control is back", "seconds until the process is gone"),
        ("{:.2f}", "{:.2f}"),
        [("", rows)],
    )


def bars(row: Row, y: float, section: Section, scales: Sequence[float]) -> list[str]:
    """Return the label and the two bars of a row."""
    shapes = [svg.text(COLUMNS[0] - 12, y + 11, row.label, "label", "end")]
    for start, value, form, scale in zip(COLUMNS, row.values, section.formats, scales, strict=True):
        length = max(1.0, LONGEST * value / scale)
        shapes.append(svg.box(start, y, length, BAR, row.family))
        shapes.append(svg.text(start + length + 6, y + 11, form.format(value), "figure"))
    return shapes


def drawn(section: Section, top: float) -> tuple[list[str], float]:
    """Return the shapes of a section that starts at ``top``, and where it ends."""
    shapes = [svg.text(MARGIN, top, section.title, "head")]
    y = top + 22
    shapes += [svg.text(start, y, name, "note") for start, name in zip(COLUMNS, section.columns, strict=True)]
    rows = [row for _, group in section.groups for row in group]
    scales = [max(row.values[column] for row in rows) or 1.0 for column in (0, 1)]
    y += 10
    for name, group in section.groups:
        shapes.append(svg.line(MARGIN, svg.WIDTH - MARGIN, y))
        shapes.append(svg.text(MARGIN, y + 20, name, "note"))
        # The group's name has a line of its own, so that long labels cannot run into it.
        y += 28 if name else 10
        for row in group:
            shapes += bars(row, y, section, scales)
            y += ROW
        y += 2
    return shapes, y


def legend(y: float) -> list[str]:
    """Return what the colours mean."""
    meanings = (("threads", "blocking call in a thread"), ("async", "async client"))
    shapes = []
    for place, (family, meaning) in enumerate(meanings):
        x = COLUMNS[0] + place * 210
        shapes.append(svg.box(x, y - 10, BAR, BAR, family))
        shapes.append(svg.text(x + 18, y, meaning, "note"))
    return shapes


def plot(sections: Sequence[Section], foot: str) -> str:
    """Return the picture of the sections, with a line about their origin below."""
    shapes = [svg.text(MARGIN, 36, TITLE, "title"), *legend(62)]
    y: float = 96
    for section in sections:
        more, y = drawn(section, y)
        shapes += more
        y += 26
    shapes.append(svg.text(MARGIN, y, foot, "note"))
    return svg.document(y + 18, TITLE, shapes)
