"""Everything known about each violation, as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from flake8_fakeasync.cli.report import relative

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.cli.report import Report
    from flake8_fakeasync.diagnostics import Edit, Violation


def render(report: Report, *, colors: bool) -> Iterator[str]:
    """Yield an object with the violations, the number of files checked, the problems, and what is quiet by reason."""
    del colors
    found = [_violation(one, fingerprint) for one, fingerprint in report.fingerprints()]
    whole = {
        "violations": found,
        "files": report.files,
        "problems": list(report.problems),
        "quiet": dict(report.reasons()),
    }
    yield json.dumps(whole, indent=2) + "\n"


def _violation(found: Violation, fingerprint: str) -> dict[str, object]:
    """Return a violation; columns count from 1, as in the other formats."""
    return {
        "code": found.rule.code,
        "name": found.rule.name,
        "message": found.message,
        "weight": found.weight,
        "pedantic": found.pedantic,
        "path": relative(found.path),
        "line": found.line,
        "column": found.column + 1,
        "end_line": found.end_line,
        "end_column": found.end_column + 1,
        "fields": dict(found.fields),
        "frames": [{**frame._asdict(), "file": relative(frame.file)} for frame in found.frames],
        "fixes": [{**fix._asdict(), "edits": list(map(_edit, fix.edits))} for fix in found.fixes],
        "fingerprint": fingerprint,
    }


def _edit(edit: Edit) -> dict[str, object]:
    (line, column), (end_line, end_column) = edit.start, edit.end
    return {
        "line": line,
        "column": column + 1,
        "end_line": end_line,
        "end_column": end_column + 1,
        "text": edit.text,
    }
