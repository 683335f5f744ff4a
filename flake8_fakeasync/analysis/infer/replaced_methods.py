"""Subclasses of clients that replace what the other methods of a client go through."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.syntax.exprs import FunctionRef
from flake8_fakeasync.catalog import routes

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.values import OwnClass


def is_cut_off(evaluator: "Evaluator", line: "tuple[OwnClass, ...]", base: str, name: str) -> bool:
    """Return whether a method of a client goes through one that a class replaces, so that it does not get there.

    `line` are the classes of the project, nearest first; `base` is the client that they are derived from.
    """
    return any(_is_replaced(evaluator, line, each) for each in routes.through(base, name))


def _is_replaced(evaluator: "Evaluator", line: "tuple[OwnClass, ...]", name: str) -> bool:
    """Return whether the nearest class that defines a method never uses one of that name of anything but `self`."""
    for cls in line:
        module = evaluator.project.module(cls.module)
        bindings = module.cls(cls.scope).names.get(name, ()) if module is not None else ()
        row = module.row(bindings[-1]) if module is not None and bindings else None
        if module is not None and isinstance(row, FunctionRef):
            scopes = {row.scope, *(each.id for each in module.inside(row.scope))}
            reads = [read for read in module.uses_of.reads.get(name, ()) if module.class_of_self(read.base) is None]
            return not any(module.facts.function_of(read.region).id in scopes for read in reads)
        if bindings:
            return False
    return False
