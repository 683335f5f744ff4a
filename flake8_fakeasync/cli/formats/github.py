"""Workflow commands of GitHub Actions: annotations in the diff of a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.cli.report import relative

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.cli.report import Report


def render(report: Report, *, colors: bool) -> Iterator[str]:
    """Yield a command for each violation."""
    del colors
    for found in report.violations:
        place = f"file={_property(relative(found.path))},line={found.line},col={found.column + 1}"
        if found.end_line == found.line and found.end_column > found.column:
            place += f",endLine={found.end_line},endColumn={found.end_column + 1}"
        title = _property(f"{found.rule.code} {found.rule.name}")
        yield f"::error {place},title={title}::{_data(found.message)}\n"
    for problem in report.problems:
        yield f"::error::{_data(problem)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
