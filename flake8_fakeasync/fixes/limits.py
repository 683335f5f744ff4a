"""Places of a text in which nothing is edited: f-strings, and lines of several statements."""

from __future__ import annotations

import io
import re
import tokenize
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.fixes.edits import Lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flake8_fakeasync.fixes.edits import Replacement

_FORMATTED = "inside an f-string"
_SEVERAL = "on a line with several statements (;)"
_STARTS = ("FSTRING_START", "TSTRING_START")
_ENDS = ("FSTRING_END", "TSTRING_END")
_PREFIX = re.compile("[a-z]*[ft]", re.IGNORECASE)
_OTHERS = frozenset({tokenize.NL, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING})


class _Place(NamedTuple):
    start: int
    end: int
    why: str


class Limits:
    """The places of a text that no edit may touch."""

    def __init__(self, text: str) -> None:
        lines = Lines(text)
        try:
            tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
            self._places = [*_formatted(tokens, lines), *_joined(tokens, lines)]
        except (tokenize.TokenError, SyntaxError):
            self._places = [_Place(-1, len(text) + 1, "in a file that cannot be split into tokens")]

    def obstacle(self, edits: Iterable[Replacement]) -> str:
        """Return why edits are not made, empty if they may be."""
        found = (place.why for edit in edits for place in self._places if _is_cut(place, edit))
        return next(found, "")


def _is_cut(place: _Place, edit: Replacement) -> bool:
    """Return whether an edit touches a place without replacing it as a whole."""
    is_whole = place.why == _FORMATTED and edit.start <= place.start and place.end <= edit.end
    return edit.start < place.end and place.start < edit.end and not is_whole


def _formatted(tokens: list[tokenize.TokenInfo], lines: Lines) -> Iterator[_Place]:
    """Yield the f-strings: the positions of their parts differ among versions of Python."""
    starts = list[int]()
    for token in tokens:
        name = tokenize.tok_name[token.type]
        if name in _STARTS:
            starts.append(lines.offset(*token.start))
        elif name in _ENDS:
            yield _Place(starts.pop(), lines.offset(*token.end), _FORMATTED)
        elif token.type == tokenize.STRING and _PREFIX.match(token.string):
            yield _Place(lines.offset(*token.start), lines.offset(*token.end), _FORMATTED)


def _joined(tokens: list[tokenize.TokenInfo], lines: Lines) -> Iterator[_Place]:
    """Yield the logical lines with more than one statement."""
    first: tokenize.TokenInfo | None = None
    is_joined = False
    for token in tokens:
        if token.type == tokenize.NEWLINE:
            if first is not None and is_joined:
                yield _Place(lines.offset(*first.start) - 1, lines.offset(*token.end), _SEVERAL)
            first, is_joined = None, False
        elif token.type not in _OTHERS:
            first = first or token
            is_joined |= token.type == tokenize.OP and token.string == ";"
