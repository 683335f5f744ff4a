"""For people: each violation with its line and its call path, and a summary."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from flake8_fakeasync.cli.folding import folded
from flake8_fakeasync.cli.report import relative, source_line
from flake8_fakeasync.cli.styles import styled
from flake8_fakeasync.diagnostics import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flake8_fakeasync.cli.report import Report
    from flake8_fakeasync.diagnostics import Violation

_MOST = 10  # lines of each part of the summary


def render(report: Report, *, colors: bool) -> Iterator[str]:
    """Yield the lines."""
    paint = styled(colors=colors)
    for found, below in folded(report.violations):
        place, code = paint("path", f"{_where(found.path, found.line)}:{found.column + 1}"), found.rule.code
        yield f"{place}: {paint('code', code)} {found.message}\n"
        yield from (f"{paint('mark' if '^' in line else 'source', line)}\n" for line in _excerpt(found))
        for frame in found.frames:
            text = source_line(frame.file or found.path, frame.line).strip()
            where = paint("path", _where(frame.file or found.path, frame.line))
            yield f"    {where} in {frame.function}(){': ' + text if text else ''}\n"
        yield from (f"    {paint('path', where)}: {line}\n" for where, line in map(_in_short, below))
        yield "\n"
    yield from (f"{line}\n" for line in _summary(report))


def _in_short(found: Violation) -> tuple[str, str]:
    """Return the place of a violation, and what is there."""
    call = found.frames[0].function if found.frames else found.fields["culprit"].removesuffix("()")
    return _where(found.path, found.line), f"{found.rule.code} {call}() in {found.fields['qualname']}()"


def _where(path: str, line: int) -> str:
    """Return a place in a file, on one line whatever the name of the file."""
    return f"{printable(relative(path))}:{line}"


def _excerpt(found: Violation) -> Iterator[str]:
    """Yield the source line of a violation, underlined."""
    text = source_line(found.path, found.line)
    if not text:
        return
    end = found.end_column if found.end_line == found.line else len(text)
    shown = text.expandtabs(4)
    before = len(text[: found.column].expandtabs(4))
    width = max(1, len(text[:end].expandtabs(4)) - before)
    margin = f"{found.line:>6} | "
    yield f"{margin}{shown}"
    yield f"{' ' * (len(margin) - 2)}| {' ' * before}{'^' * width}"


def _summary(report: Report) -> Iterator[str]:
    found = report.violations
    if len(found) > 1:
        names = {one.rule.code: one.rule.name for one in found}
        yield from _counts("by rule", Counter(f"{code} {names[code]}" for code in (one.rule.code for one in found)))
        folders = Counter(relative(one.path).rpartition("/")[0] or "." for one in found)
        if len(folders) > 1:
            yield from _counts("by folder", folders)
    roots = report.by_root()
    if roots:
        yield "by root (several reports lead there):"
        for root, count in roots[:_MOST]:
            frame = root.frame
            yield f"  {count:>5}  {root.culprit} at {relative(frame.file)}:{frame.line} in {frame.function}()"
            yield f"         to accept it: fakeasync-nonblocking = {root.accepted}"
    yield from report.notes
    if report.quiet:
        reasons = ", ".join(f"{reason} {count}" for reason, count in report.reasons())
        yield f"{len(report.quiet)} more: {reasons}; --all shows them"
    if report.failures:
        yield f"{_many(report.failures, 'file')} not checked because of an internal error (JAM000)"
    yield f"{_many(len(found), 'violation')} in {_many(report.files, 'file')}"


def _counts(title: str, counts: Counter[str]) -> Iterable[str]:
    yield f"{title}:"
    ordered = sorted(counts.items(), key=lambda counted: (-counted[1], counted[0]))
    yield from (f"  {count:>5}  {name}" for name, count in ordered[:_MOST])
    if len(ordered) > _MOST:
        yield f"         and {len(ordered) - _MOST} more"


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
