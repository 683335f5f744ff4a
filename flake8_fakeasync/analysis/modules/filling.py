"""What containers are filled with, wherever in their module: `several.append(x)`, `named[key] = x`."""

from collections import defaultdict
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.syntax.rows import Attribute, Global, Join, Value

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.modules.module import Module


def fillings(module: "Module") -> dict[Value, list[Value]]:
    """Return, by the value that a container is made as, what is put into it anywhere in its module."""
    found: dict[Value, list[Value]] = defaultdict(list)
    for base, value in module.facts.puts:
        for container in _made(module, base):
            found[container].append(value)
    return found


def _made(module: "Module", base: Value) -> list[Value]:
    """Return the values that a container read here was made as, as far as its module shows."""
    row = module.row(base)
    while isinstance(row, Join) and len(set(row.parts)) == 1:
        base = row.parts[0]
        row = module.row(base)
    if isinstance(row, Join):
        return list(row.parts)
    if isinstance(row, Global):
        return list(module.facts.names.get(row.name, ()))
    cls = module.class_of_self(row.base) if isinstance(row, Attribute) else None
    if not isinstance(row, Attribute) or cls is None:
        return [base]
    stored = module.attributes.get(cls, {}).get(row.name, [])
    return [*(store.value for store in stored), *module.cls(cls).names.get(row.name, ())]
