"""The classes of the project that are derived from one of its classes, and what these say of a method."""

from collections import defaultdict
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.project.neighbours import deriving
from flake8_fakeasync.analysis.syntax.exprs import FunctionRef
from flake8_fakeasync.analysis.values import OwnClass, OwnFunction, OwnInstance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

_ENOUGH = 40
_MOST = 400  # of more classes, nothing is known


def subclasses(evaluator: "Evaluator", cls: OwnClass) -> list[OwnClass]:
    """Return the classes of the project that have a class as a base, at any distance; none of tests."""
    return evaluator.queries.uncut(evaluator.subclasses, cls, lambda: _subclasses(evaluator, cls))


def _subclasses(evaluator: "Evaluator", cls: OwnClass) -> list[OwnClass]:
    found, pending = dict[OwnClass, None](), [cls]
    while pending and len(found) < _ENOUGH:
        below = [each for each in _right_below(evaluator, pending.pop(0)) if each not in found and each != cls]
        found.update(dict.fromkeys(below))
        pending += below
    return list(found) if len(found) <= _MOST else []


def _right_below(evaluator: "Evaluator", base: OwnClass) -> "Iterator[OwnClass]":
    home = evaluator.project.module(base.module)
    for module in deriving(evaluator.project, home, home.cls(base.scope).name) if home is not None else ():
        if not module.is_test:
            yield from _by_base(evaluator, module).get(base, ())


def _by_base(evaluator: "Evaluator", module: "Module") -> dict[OwnClass, list[OwnClass]]:
    """Return the classes of a module by those of the project that are their bases."""
    return evaluator.queries.uncut(evaluator.derived, module.path, lambda: _index(evaluator, module))


def _index(evaluator: "Evaluator", module: "Module") -> dict[OwnClass, list[OwnClass]]:
    found: dict[OwnClass, list[OwnClass]] = defaultdict(list)
    for cls in module.classes():
        bases = {value for expr in cls.bases for value in evaluator.infer(module, expr)}
        for base in bases:
            if isinstance(base, OwnClass):
                found[base].append(OwnClass(module.path, cls.id))
    return found


def method(evaluator: "Evaluator", cls: OwnClass, name: str) -> OwnFunction | None:
    """Return the method of a name that a class defines itself, as one of its instances has it."""
    home = evaluator.project.module(cls.module)
    bound = home.cls(cls.scope).names.get(name, ()) if home is not None else ()
    row = home.row(bound[-1]) if home is not None and bound else None
    if not isinstance(row, FunctionRef):
        return None
    return OwnFunction(cls.module, row.scope, OwnInstance(cls.module, cls.scope))
