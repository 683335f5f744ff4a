"""A Code Quality report of GitLab."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from flake8_fakeasync.cli.report import relative

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.cli.report import Report


def render(report: Report, *, colors: bool) -> Iterator[str]:
    """Yield a list of issues."""
    del colors
    issues = [
        {
            "type": "issue",
            "check_name": found.rule.code,
            "description": f"{found.rule.code} {found.message}",
            "categories": ["Performance"],
            "severity": "major",
            "fingerprint": fingerprint,
            "location": {
                "path": relative(found.path),
                "lines": {"begin": found.line, "end": max(found.line, found.end_line)},
            },
        }
        for found, fingerprint in report.fingerprints()
    ]
    yield json.dumps(issues, indent=2) + "\n"
