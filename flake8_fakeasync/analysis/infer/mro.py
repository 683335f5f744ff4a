"""The method resolution order of a class of the project."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.values import External, Mro, OwnClass, Value, order

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator

_LONGEST = 40
_TRANSPARENT_BASES = frozenset({"builtins.object", "typing.Generic", "typing.Protocol", "abc.ABC"})


def mro(evaluator: "Evaluator", cls: OwnClass) -> Mro:
    """Return the line of a class in the order in which Python asks it for attributes."""
    line = _line(evaluator, cls, (), {})
    external = [each.name for each in line if isinstance(each, External)]
    kept = [name for name in external if name not in _TRANSPARENT_BASES]
    return Mro(tuple(each for each in line if isinstance(each, OwnClass)), tuple(kept))


def _line(evaluator: "Evaluator", cls: Value, below: tuple[Value, ...], found: dict[Value, list[Value]]) -> list[Value]:
    """Return a class and its bases in line; `found` are lines of classes met before, which many may have as a base."""
    if cls in found:
        return found[cls]
    module = evaluator.project.module(cls.module) if isinstance(cls, OwnClass) else None
    if module is None or not isinstance(cls, OwnClass):
        return [cls]
    if cls in below or len(below) > _LONGEST:
        return []
    values = [evaluator.infer(module, base) for base in module.cls(cls.scope).bases]
    known_ones = [each for several in values for each in sorted(several, key=order)]
    bases: list[Value] = [each for each in known_ones if isinstance(each, OwnClass | External)]
    lines = [_line(evaluator, base, (*below, cls), found) for base in bases]
    found[cls] = [cls, *_merged([*lines, bases])]
    return found[cls]


def _merged(lines: list[list[Value]]) -> list[Value]:
    """Merge the lines of the bases: a class comes after those that any line has before it (C3)."""
    merged: list[Value] = []
    while lines := [line for line in lines if line]:
        heads = [line[0] for line in lines]
        chosen = next((head for head in heads if not any(head in line[1:] for line in lines)), heads[0])
        merged.append(chosen)
        lines = [[each for each in line if each != chosen] for line in lines]
    return merged
