"""What is done only where something is there: it may be left out."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Expr, Global, Operation

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.project.module import Module


def is_optional(module: "Module", fact: Operation) -> bool:
    """Return whether a method is called of what a test has just found, on `self` or in the module.

    Attributes are known for a class. Whether the object that a caller has is one with that attribute, is not. Nor is
    whether somebody has set a module-level name.
    """
    function = module.row(fact.function) if isinstance(fact, Call) else None
    receiver = module.row(function.base) if isinstance(function, Attribute) else None
    of_self = isinstance(receiver, Attribute) and module.class_of_self(receiver.base) is not None
    if not of_self and not isinstance(receiver, Global):
        return False
    around = (module.facts.regions[region] for region in module.facts.enclosing(fact.region))
    found = (module.row(expr) for region in around if region.kind == "branch" for expr in region.detail[1:])
    return any(_is_same(row, receiver) for row in found)


def _is_same(one: Expr, other: Expr | None) -> bool:
    """Return whether two reads are of the same name or attribute."""
    if isinstance(one, Attribute) and isinstance(other, Attribute):
        return (one.base, one.name) == (other.base, other.name)
    return isinstance(one, Global) and one == other
