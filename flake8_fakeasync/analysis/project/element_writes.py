"""What containers are filled with, wherever in their module: `several.append(x)`, `named[key] = x`."""

from collections import defaultdict
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Global, Join

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.project.module import Module


def writes_by_container(module: "Module") -> dict[ExprId, list[ExprId]]:
    """Return, by the value that a container is made as, what is put into it anywhere in its module."""
    found: dict[ExprId, list[ExprId]] = defaultdict(list)
    for base, expr in module.facts.element_writes:
        for container in _made(module, base):
            found[container].append(expr)
    return found


def _made(module: "Module", base: ExprId) -> list[ExprId]:
    """Return the values that a container read here was made as, as far as its module shows."""
    row = module.row(base)
    while isinstance(row, Join) and len(set(row.parts)) == 1:
        base = row.parts[0]
        row = module.row(base)
    if isinstance(row, Join):
        return list(dict.fromkeys(row.parts))
    if isinstance(row, Global):
        return list(module.facts.names.get(row.name, ()))
    cls = module.class_of_self(row.base) if isinstance(row, Attribute) else None
    if not isinstance(row, Attribute) or cls is None:
        return [base]
    stored = module.attributes.get(cls, {}).get(row.name, [])
    return [*(store.value for store in stored), *module.cls(cls).names.get(row.name, ())]
