"""The comments that hide reports, as flake8 reads them; flake8 itself is not loaded in the browser."""

from __future__ import annotations

import io
import re
import tokenize
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flake8_fakeasync import Violation

_IN_LINE = re.compile(r"# noqa(?::\s?(?P<codes>(?:[A-Z]+[0-9]+(?:[,\s]+)?)+))?", re.IGNORECASE)
_IN_FILE = re.compile(r"\s*# flake8[:=]\s*noqa", re.IGNORECASE)
_NEITHER = {tokenize.ENDMARKER, tokenize.DEDENT}


def shown(found: Iterable[Violation], text: str) -> Iterator[Violation]:
    """Yield the violations in this text, which is Python, that no comment hides."""
    lines = list(io.StringIO(text))
    if "noqa" not in text.lower():
        yield from found
    elif not any(map(_IN_FILE.match, lines)):
        around = {**dict(enumerate(lines, 1)), **_lines_of_strings(text, lines)}
        yield from (one for one in found if not _hides(around.get(one.line, ""), one.rule.code))


def _hides(line: str, code: str) -> bool:
    """Return whether a comment in a line hides reports of this code: it names the code, or none at all."""
    comment = _IN_LINE.search(line)
    if comment is None or comment["codes"] is None:
        return comment is not None
    named = [each for each in re.split(r"[,\s]+", comment["codes"]) if each]
    return code.startswith(tuple(named))


def _lines_of_strings(text: str, lines: list[str]) -> dict[int, str]:
    """Return the text in which a comment counts for a line: a string of several lines belongs together."""
    found: dict[int, str] = {}
    first = last = 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type in _NEITHER:
            continue
        first, last = first or token.start[0], max(last, token.end[0])
        if token.type in {tokenize.NL, tokenize.NEWLINE}:
            found.update(dict.fromkeys(range(first, last + 1), "".join(lines[first - 1 : last])))
            first = last = 0
    return found
