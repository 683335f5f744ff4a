"""What a fix changes, line by line, for a reader who has to decide."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync import Edit, Fix

_START, _END = ("line", "column"), ("endLine", "endColumn")


def preview(fix: Fix, text: str) -> dict[str, Any]:
    """Return a fix with the lines that it changes."""
    lines = StringIO(text).readlines()
    edits = sorted(fix.edits)
    return {
        "title": fix.title,
        "applicability": fix.applicability,
        "diff": [change for group in _groups(edits) for change in _changes(lines, group)],
        "edits": [
            {**dict(zip(_START, edit.start, strict=True)), **dict(zip(_END, edit.end, strict=True)), "text": edit.text}
            for edit in edits
        ],
    }


def _groups(edits: list[Edit]) -> Iterator[list[Edit]]:
    """Yield edits that share lines, together."""
    group: list[Edit] = []
    for edit in edits:
        if group and edit.start[0] > group[-1].end[0]:
            yield group
            group = []
        group.append(edit)
    if group:
        yield group


def _changes(lines: list[str], group: list[Edit]) -> Iterator[dict[str, str]]:
    """Yield lines that edits take away, then those that they put in their place."""
    first = group[0].start[0] - 1
    before = lines[first : group[-1].end[0]] or [""]
    after = list(before)
    for edit in reversed(group):
        start, end = edit.start[0] - 1 - first, edit.end[0] - 1 - first
        mended = f"{after[start][: edit.start[1]]}{edit.text}{after[end][edit.end[1] :]}"
        after[start : end + 1] = StringIO(mended).readlines()
    while before and after and before[-1] == after[-1]:
        del before[-1], after[-1]
    yield from _signed("-", before)
    yield from _signed("+", after)


def _signed(sign: str, lines: list[str]) -> Iterator[dict[str, str]]:
    return ({"sign": sign, "text": line.rstrip("\n")} for line in lines)
