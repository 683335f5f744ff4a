"""Violations as plain tuples, as the result cache keeps them, and the check of what is read back."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

Json: TypeAlias = Any  # as it was read
Position: TypeAlias = tuple[int, int]
Step: TypeAlias = tuple[str, str, int, str]  # of a call path: function, file, line, module
Repair: TypeAlias = tuple[tuple[tuple[Position, Position, str], ...], str, str]  # edits, applicability, title
_LAST = 2**31


class Answer(NamedTuple):
    """A violation: place and end, in characters; code; fields; frames; fixes; why it is pedantic."""

    place: tuple[int, int, int, int]
    code: str
    fields: tuple[tuple[str, str], ...]
    frames: tuple[Step, ...]
    fixes: tuple[Repair, ...]
    pedantic: str


def checked(found: Json) -> Answer | None:
    """Return a violation as it was kept, None for anything else."""
    try:
        place, code, fields, frames, fixes, pedantic = found
        line, column, end_line, end_column = map(_number, place)
        return Answer(
            (line, column, end_line, end_column),
            _text(code),
            tuple([(_text(name), _text(value)) for name, value in fields]),
            tuple([(_text(name), _text(file), _number(at), _text(module)) for name, file, at, module in frames]),
            tuple([_fix(*each) for each in fixes]),
            _text(pedantic),
        )
    except (TypeError, ValueError):
        return None


def _fix(edits: Json, applicability: Json, title: Json) -> Repair:
    places = tuple([(_position(start), _position(end), _text(text)) for start, end, text in edits])
    return places, _text(applicability), _text(title)


def _position(found: Json) -> Position:
    line, column = found
    return _number(line), _number(column)


def _number(found: Json) -> int:
    if type(found) is not int or not 0 <= found < _LAST:
        raise ValueError(found)
    return found


def _text(found: Json) -> str:
    if type(found) is not str or "\0" in found:
        raise ValueError(found)
    return found
