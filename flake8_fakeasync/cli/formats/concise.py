"""One line for each violation, as flake8 prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.cli.report import Report


def render(report: Report, *, colors: bool) -> Iterator[str]:
    """Yield the lines."""
    del colors
    for found in report.violations:
        yield f"{found}\n"
