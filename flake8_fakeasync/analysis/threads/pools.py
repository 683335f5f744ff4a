"""How many calls at once a pool of threads lets through."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.names.offloads import argument
from flake8_fakeasync.analysis.names.things import External, Literal, OwnClass, OwnInstance, OwnModule, known
from flake8_fakeasync.analysis.syntax.rows import Attribute, Call, Declared, Enter, Global, Imported, Join, Value

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.modules.module import Module
    from flake8_fakeasync.analysis.names.names import Names

_FARTHEST = 12


def workers(names: "Names", module: "Module", executor: Value) -> int | None:
    """Return the number of threads that a pool is made with, None when it is not told or not always the same."""
    found = {_workers(names, home, call) for home, call in _made(names, module, executor, _FARTHEST)}
    return found.pop() if len(found) == 1 else None


def _workers(names: "Names", module: "Module", call: Call) -> int | None:
    things = known(names.things(module, call.function))
    if not all(isinstance(thing, External) and thing.name.endswith("ThreadPoolExecutor") for thing in things):
        return None
    value = argument(call, 0, "max_workers")
    numbers = [thing.value for thing in names.things(module, value) if isinstance(thing, Literal)] if value else []
    number = numbers[0] if len(numbers) == 1 else None
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def _made(names: "Names", module: "Module", value: Value, depth: int) -> list[tuple["Module", Call]]:
    """Return the calls that make what a value is, through names and attributes, with their modules."""
    row = module.row(value)
    if not depth:
        return []
    if isinstance(row, Call):
        return [(module, row)]
    return [each for home, found in _origins(names, module, row) for each in _made(names, home, found, depth - 1)]


def _origins(names: "Names", module: "Module", row: object) -> list[tuple["Module", Value]]:
    if isinstance(row, Join):
        return [(module, part) for part in row.parts]
    if isinstance(row, Declared | Enter):
        return [(module, row.value)]
    if isinstance(row, Global):
        return [(module, value) for value in module.facts.names.get(row.name, ())]
    if isinstance(row, Imported) and row.name is not None:
        return _in_module(names, names.module_named(module, row.module), row.name)
    if isinstance(row, Attribute):
        found: list[tuple[Module, Value]] = []
        for thing in known(names.things(module, row.base)):
            if isinstance(thing, OwnInstance | OwnClass):
                found += _stored(names, OwnClass(thing.module, thing.scope), row.name)
            else:
                found += _in_module(names, thing, row.name)
        return found
    return []


def _in_module(names: "Names", thing: object, name: str) -> list[tuple["Module", Value]]:
    module = names.project.module(thing.path) if isinstance(thing, OwnModule) else None
    return [(module, value) for value in module.facts.names.get(name, ())] if module is not None else []


def _stored(names: "Names", cls: OwnClass, name: str) -> list[tuple["Module", Value]]:
    for each in names.lineage(cls).own:
        module = names.project.module(each.module)
        if module is None:
            continue
        stores = module.attributes.get(each.scope, {}).get(name, [])
        values = [*module.cls(each.scope).names.get(name, ()), *(store.value for store in stores)]
        if values:
            return [(module, value) for value in values]
    return []
