"""What a value may be, seen through branches, declarations and tests."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.syntax.branch_tests import Narrowed
from flake8_fakeasync.analysis.syntax.exprs import Constant, Declared, Join

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.project.module import Module


def alternatives(module: "Module", *exprs: ExprId) -> list[ExprId]:
    """Return the values that may be behind these, in order, None left out."""
    pending, seen = list(exprs[::-1]), set[ExprId]()
    found: list[ExprId] = []
    while pending:
        expr = pending.pop()
        row = module.row(expr)
        if expr in seen or (isinstance(row, Constant) and row.value is None):
            continue
        seen.add(expr)
        if isinstance(row, Join):
            pending += row.parts[::-1]
        elif isinstance(row, Declared | Narrowed):
            pending.append(row.value if isinstance(row, Declared) else row.base)
        else:
            found.append(expr)
    return found
