"""Writes the results as text."""

from collections.abc import Iterable, Sequence

from benchmarks.results import Deadline, Load
from benchmarks.variants import BY_NAME

LOAD_HEADINGS = (
    "client", "pool", "total s", "req/s", "of limit", "p50 ms", "p99 ms",
    "CPU ms/req", "threads", "MB", "MB more", "stall ms",
)  # fmt: skip
DEADLINE_HEADINGS = (
    "client", "deadline by", "control back s", "threads busy", "requests busy",
    "next call s", "asyncio.run s", "process gone s",
)  # fmt: skip


def limit(load: Load, latency: float) -> float:
    """Return the requests a second that the pool allows: its size by the latency."""
    return min(BY_NAME[load.variant].pool, load.requests) / latency


def load_row(load: Load, latency: float) -> tuple[str, ...]:
    """Return the cells of one burst."""
    variant = BY_NAME[load.variant]
    return (
        variant.label,
        str(variant.pool),
        f"{load.seconds:.2f}",
        f"{load.rate:.0f}",
        f"{load.rate / limit(load, latency):.0%}",
        f"{load.median_ms:.0f}",
        f"{load.p99_ms:.0f}",
        f"{load.cpu_ms:.2f}",
        str(load.threads),
        f"{load.memory_mb:.1f}",
        f"{load.grown_mb:.1f}",
        f"{load.stall_ms:.0f}",
    )


def deadline_row(deadline: Deadline) -> tuple[str, ...]:
    """Return the cells of one cancellation run."""
    return (
        BY_NAME[deadline.variant].label,
        deadline.limit,
        f"{deadline.returned:.2f}",
        str(deadline.threads),
        str(deadline.requests),
        f"{deadline.following:.2f}",
        f"{deadline.loop_closed:.2f}",
        f"{deadline.ended:.2f}",
    )


def grid(headings: Sequence[str], rows: Iterable[Sequence[str]], left: int = 1) -> str:
    """Return rows in columns: the first ``left`` columns flush left, figures flush right."""
    lines = [headings, *rows]
    widths = [max(len(cell) for cell in column) for column in zip(*lines, strict=True)]

    def written(cells: Sequence[str]) -> str:
        padded = (
            cell.ljust(width) if place < left else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        return "  ".join(padded).rstrip()

    rule = "  ".join("-" * width for width in widths)
    return "\n".join([written(headings), rule, *(written(row) for row in lines[1:])])


def load_tables(loads: Sequence[Load], latency: float) -> list[str]:
    """Return one table for every size of burst."""
    tables = []
    for requests in sorted({load.requests for load in loads}):
        rows = [load_row(load, latency) for load in loads if load.requests == requests]
        title = f"{requests} requests at once, each answered after {1000 * latency:g} ms"
        tables.append(f"{title}\n\n{grid(LOAD_HEADINGS, rows)}")
    return tables


def deadline_table(deadlines: Sequence[Deadline], slow: float, seconds: float) -> str:
    """Return the table of the cancellation runs."""
    title = f"10 calls that take {slow:g} s, each under a deadline of {seconds:g} s"
    return f"{title}\n\n{grid(DEADLINE_HEADINGS, map(deadline_row, deadlines), left=2)}"
