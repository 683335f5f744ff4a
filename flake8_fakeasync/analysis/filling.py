"""What is put into containers and objects by calls and items: `several.append(x)`, `named[key] = x`, `setattr`."""

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.facts import Attribute, Call, Constant, Global, Join, ModuleFacts, Row, Store, Value

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.module import Module

_ADDS = {"add": 0, "append": 0, "appendleft": 0, "insert": 1, "setdefault": 1}


def named_stores(facts: ModuleFacts) -> Iterator[Store]:
    """Yield the stores of a module that are calls: `setattr(base, "name", value)`."""
    for row in facts.values:
        if isinstance(row, Call) and len(row.arguments) == 3 and _sets(facts.values[row.function]):  # noqa: PLR2004
            base, name, value = row.arguments
            constant = facts.values[name]
            if isinstance(constant, Constant) and isinstance(constant.value, str):
                yield Store(base, constant.value, value, row.region, row.line, row.column)


def _sets(function: Row) -> bool:
    return getattr(function, "name", "") in {"setattr", "__setattr__"} and isinstance(function, Attribute | Global)


def fillings(module: "Module") -> dict[Value, list[Value]]:
    """Return, by the value that a container is made as, what is put into it anywhere in its module."""
    found: dict[Value, list[Value]] = defaultdict(list)
    for base, value in _puts(module.facts):
        for container in _made(module, base):
            found[container].append(value)
    return found


def _puts(facts: ModuleFacts) -> Iterator[tuple[Value, Value]]:
    for store in facts.stores:
        if not store.name and store.value:
            yield store.base, store.value
    for row in facts.values:
        function = facts.values[row.function] if isinstance(row, Call) else None
        if not isinstance(row, Call) or not isinstance(function, Attribute):
            continue
        place = _ADDS.get(function.name)
        if place is not None and place < len(row.arguments) and row.arguments[place]:
            yield function.base, row.arguments[place]


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
