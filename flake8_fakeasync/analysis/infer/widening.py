"""Widening: what the answers in a cycle are brought down to, so that they do not grow from round to round.

Containers of one shape become one, with what any of them contains; what lies deep in containers, or far below an
object, is left out.
"""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.infer.contents import Contents, contents
from flake8_fakeasync.analysis.values import NOTHING, External, Instance, Partial, Value, ValueSet

if TYPE_CHECKING:
    from collections.abc import Hashable

_LEVELS = 2
_LONGEST = 10  # names of which a qualified name is made


def widened(values: ValueSet, levels: int = _LEVELS) -> ValueSet:
    """Return the values with one container of each shape, and contents of at most so many levels."""
    found: set[Value] = set()
    boxes: dict[Hashable, list[Contents]] = {}
    for value in values:
        box = contents(value)
        if box is not None:
            boxes.setdefault(box.shape, []).append(box)
        elif not _is_far(value):
            found.add(value)
    for alike in boxes.values():
        parts = [NOTHING.union(*part) for part in zip(*(box.parts for box in alike), strict=True)]
        found.add(alike[0].make(tuple(widened(part, levels - 1) if levels else NOTHING for part in parts)))
    return frozenset(found)


def _is_far(value: Value) -> bool:
    match value:
        case External():
            return value.name.count(".") >= _LONGEST
        case Instance():
            names = value.path.split(".")
            return len(set(names)) < len(names)  # `parent.parent`
        case Partial():
            return isinstance(value.target, Partial)
        case _:
            return False
