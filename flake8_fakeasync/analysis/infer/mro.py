"""The method resolution order of a class of the project."""

from collections import Counter, deque
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.mro import Mro
from flake8_fakeasync.analysis.value_order import order
from flake8_fakeasync.analysis.values import External, OwnClass, Value

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

_DEEPEST = 40  # classes of which each is a base of the next; what is derived from more is unknown
_MOST = 200  # classes in line; what more of them have is unknown
_TRANSPARENT_BASES = frozenset({"builtins.object", "typing.Generic", "typing.Protocol", "abc.ABC"})


def mro(evaluator: "Evaluator", cls: OwnClass) -> Mro:
    """Return the line of a class in the order in which Python asks it for attributes."""
    line = dict.fromkeys(_line(evaluator, cls, (), {}) or ())  # in a circle a class is behind itself
    if not 0 < len(line) <= _MOST:
        return Mro((cls,), ())
    external = [each.name for each in line if isinstance(each, External)]
    kept = [name for name in external if name not in _TRANSPARENT_BASES]
    return Mro(tuple(each for each in line if isinstance(each, OwnClass)), tuple(kept))


def _line(
    evaluator: "Evaluator", cls: Value, below: tuple[Value, ...], found: "dict[Value, list[Value] | None]"
) -> "list[Value] | None":
    """Return a class and its bases in line, None where these are too deep.

    `found` are lines of classes met before, which many may have as a base.
    """
    if cls in found:
        return found[cls]
    module = evaluator.project.module(cls.module) if isinstance(cls, OwnClass) else None
    if module is None or not isinstance(cls, OwnClass):
        return [cls]
    if cls in below:
        return []
    bases = _bases(evaluator, module, cls)
    lines: list[list[Value] | None] = [] if len(below) < _DEEPEST else [None]
    for base in bases:
        if None not in lines:
            lines.append(_line(evaluator, base, (*below, cls), found))
    found[cls] = [cls, *_behind(bases, [line for line in lines if line is not None])] if None not in lines else None
    return found[cls]


def _behind(bases: list[Value], lines: list[list[Value]]) -> list[Value]:
    return (lines[0] or bases) if len(bases) == 1 else _merged([*lines, bases])


def _bases(evaluator: "Evaluator", module: "Module", cls: OwnClass) -> list[Value]:
    values = [evaluator.infer(module, base) for base in module.cls(cls.scope).bases]
    known_ones = [each for several in values for each in sorted(several, key=order)]
    return [each for each in known_ones if isinstance(each, OwnClass | External)]


def _merged(lines: list[list[Value]]) -> list[Value]:
    """Merge the lines of the bases: a class comes after those that any line has before it (C3)."""
    merged = dict[Value, None]()
    waiting = Counter(each for line in lines for each in dict.fromkeys(line[1:]))  # lines that have it behind others
    rest = [deque(line) for line in lines if line]
    while rest:
        chosen = next((line[0] for line in rest if not waiting[line[0]]), rest[0][0])
        merged[chosen] = None
        for line in rest:
            while line and line[0] in merged:
                line.popleft()
                if line:
                    waiting[line[0]] -= 1
        rest = [line for line in rest if line]
    return list(merged)
