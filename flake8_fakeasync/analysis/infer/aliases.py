"""What a name is bound to: an alias of types, or a constant, here or in another module of the project."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Expr, Global, Imported
from flake8_fakeasync.analysis.values import NOTHING, External, OwnModule

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module


_COPIES = frozenset(f"builtins.{name}" for name in ("frozenset", "list", "set", "tuple"))


class Aliased(NamedTuple):
    """The values that a name is bound to, and their module."""

    module: "Module"
    exprs: tuple[ExprId, ...]


def display(evaluator: "Evaluator", module: "Module", expr: ExprId) -> tuple["Module", Expr]:
    """Return the row that a value is written as, with its module: constants that a module names are looked up."""
    row = module.row(expr)
    if isinstance(row, Global | Imported | Attribute):
        home, exprs = aliased(evaluator, module, row) or (module, ())
        if len(exprs) == 1 and exprs[0] not in home.writes_by_container:
            module, row = home, home.row(exprs[0])
    if isinstance(row, Call) and len(row.arguments) == 1:
        called = evaluator.infer(module, row.function)
        if called and all(isinstance(each, External) and each.name in _COPIES for each in called):
            row = module.row(row.arguments[0])
    return module, row


def aliased(evaluator: "Evaluator", module: "Module", row: Expr) -> Aliased | None:
    """Return what a name in an annotation is bound to; None for names from elsewhere."""
    if isinstance(row, Global):
        if row.name in module.facts.names:
            return Aliased(module, module.facts.names[row.name])
        starred = evaluator.starred(module, row.name)
        if starred is None or isinstance(starred, External):
            return None
        return Aliased(starred, starred.facts.names[row.name])
    name = row.name if isinstance(row, Imported | Attribute) else None
    if name is None:
        return None
    if isinstance(row, Imported):
        base = evaluator.module_named(module, row.module)
        bases = frozenset({base}) if base is not None else NOTHING
    else:
        bases = evaluator.infer(module, row.base) if isinstance(row, Attribute) else NOTHING
    for value in bases:
        found = evaluator.project.defining(value.path, name) if isinstance(value, OwnModule) else None
        if found is not None and name in found.facts.names:
            return Aliased(found, found.facts.names[name])
    return None
