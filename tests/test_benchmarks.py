"""The benchmarks run end to end on a tiny configuration; what is asserted is shape, not time."""

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

for library in ("requests", "httpx", "httpx2", "aiohttp", "anyio"):
    pytest.importorskip(library, reason=f"the benchmarks measure {library}")

ROOT = Path(__file__).parent.parent
# A process of its own imports it, from the root; the tests have no path to it.
COMMAND = [sys.executable, "-m", "benchmarks"]
TINY = ["--requests", "4", "--latency", "5", "--slow", "0.4", "--deadline", "0.1"]
CHOSEN = ["threads-3", "httpx2-10", "httpx-each", "on-the-loop"]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """Run the command once; return the table and the plot it wrote."""
    place = tmp_path_factory.mktemp("benchmarks")
    table, plot = place / "table.txt", place / "plot.svg"
    written = ["--table", str(table), "--plot", str(plot)]
    done = subprocess.run(
        [*COMMAND, *TINY, *written, "--only", *CHOSEN],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.rstrip("\n") == table.read_text(encoding="utf-8").rstrip("\n")
    return table.read_text(encoding="utf-8"), plot.read_text(encoding="utf-8")


def cells(table: str, label: str) -> list[list[str]]:
    """Return the figures of every row of a client."""
    return [line[len(label) :].split() for line in table.splitlines() if line.startswith(label)]


def test_every_client_has_its_row(outcome: tuple[str, str]) -> None:
    """One burst for each, and the cancellation run for those that take part."""
    table, _ = outcome
    assert [len(row) for row in cells(table, "requests.get, 3 threads")] == [11, 7]
    assert [len(row) for row in cells(table, "httpx2, 10 connections")] == [11, 7]
    assert [len(row) for row in cells(table, "httpx, a client per request")] == [11]
    assert [len(row) for row in cells(table, "requests.get on the loop, no thread")] == [11]


def test_the_table_names_what_was_measured(outcome: tuple[str, str]) -> None:
    """A figure without versions cannot be repeated."""
    first = outcome[0].splitlines()[0]
    assert "processors" in first
    assert all(f"{name} " in first for name in ("Python", "requests", "httpx", "httpx2", "aiohttp"))


def test_only_threads_outlive_a_deadline(outcome: tuple[str, str]) -> None:
    """Threads stay busy on three of the calls; an async client hangs up on all of them."""
    threads = cells(outcome[0], "requests.get, 3 threads")[1]
    native = cells(outcome[0], "httpx2, 10 connections")[1]
    assert threads[2:4] == ["3", "3"]
    assert native[2:4] == ["0", "0"]


def test_the_plot_is_svg_with_a_bar_for_every_value(outcome: tuple[str, str]) -> None:
    """Two columns of bars for each row, and two boxes of the legend."""
    root = ET.fromstring(outcome[1])  # noqa: S314  (written by the line above)
    colours = [box.get("class") for box in root.iter(f"{SVG}rect")]
    bars = [colour for colour in colours if colour in {"threads", "async", "loop"}]
    assert len(bars) == 2 + 2 * (len(CHOSEN) + 2)
    assert "prefers-color-scheme: dark" in outcome[1]


def test_the_page_shows_the_recorded_results() -> None:
    """After a new measurement, docs/fake-async-measured.md needs its figures and its words again."""
    page = (ROOT / "docs" / "fake-async-measured.md").read_text(encoding="utf-8")
    recorded = (ROOT / "benchmarks" / "results.txt").read_text(encoding="utf-8")
    assert [line for line in recorded.splitlines() if line not in page] == []
