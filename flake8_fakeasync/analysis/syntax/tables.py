"""What is read off the rows of a module once they are complete: rows by kind and function, stores that are calls."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from flake8_fakeasync.analysis.syntax.facts import ClassFacts, Region, Scope, Store
from flake8_fakeasync.analysis.syntax.rows import Attribute, Call, Constant, Element, Enter, Global, Row, Value

_ADDS = {"add": 0, "append": 0, "appendleft": 0, "insert": 1, "setdefault": 1}
_SETS = frozenset({"setattr", "__setattr__"})


def kinds(values: Sequence[Row]) -> dict[type[Row], list[Value]]:
    """Return the numbers of the rows of each kind."""
    found: dict[type[Row], list[Value]] = defaultdict(list)
    for value, row in enumerate(values):
        found[type(row)].append(value)
    return dict(found)


def doings(
    rows: dict[type[Row], list[Value]], values: Sequence[Row], regions: Sequence[Region], scopes: Sequence[Scope]
) -> dict[int, list[Value]]:
    """Return, by function, the rows that may run other code; what is read only to be called is left out."""
    called = {row.function for value in rows.get(Call, ()) if isinstance(row := values[value], Call)}
    reads = (value for value in rows.get(Attribute, ()) if value not in called)
    ran = sorted([*reads, *(value for kind in (Call, Element, Enter) for value in rows.get(kind, ()))])
    functions = _functions(regions, scopes)
    found: dict[int, list[Value]] = defaultdict(list)
    for value in ran:
        row = values[value]
        if isinstance(row, Attribute | Call | Element | Enter):
            found[functions[row.region]].append(value)
    return dict(found)


def _functions(regions: Sequence[Region], scopes: Sequence[Scope]) -> list[int]:
    """Return, by region, the function that runs it: class bodies belong to the function around them."""
    runs = [scope.id for scope in scopes]
    for scope in scopes:  # a class stands after what is around it
        if isinstance(scope, ClassFacts):
            runs[scope.id] = runs[scope.parent]
    return [runs[region.scope] for region in regions]


def stores_by_call(calls: Sequence[Value], values: Sequence[Row]) -> Iterator[Store]:
    """Yield the stores that are calls: `setattr(base, "name", value)`."""
    for number in calls:
        row = values[number]
        if isinstance(row, Call) and len(row.arguments) == 3 and _sets(values[row.function]):  # noqa: PLR2004
            base, name, value = row.arguments
            constant = values[name]
            if isinstance(constant, Constant) and isinstance(constant.value, str):
                yield Store(base, constant.value, value, row.region, row.line, row.column)


def _sets(function: Row) -> bool:
    return isinstance(function, Attribute | Global) and function.name in _SETS


def puts(calls: Sequence[Value], values: Sequence[Row], stores: Sequence[Store]) -> Iterator[tuple[Value, Value]]:
    """Yield each container and what is put into it."""
    for store in stores:
        if not store.name and store.value:
            yield store.base, store.value
    for number in calls:
        row = values[number]
        function = values[row.function] if isinstance(row, Call) else None
        if not isinstance(row, Call) or not isinstance(function, Attribute):
            continue
        place = _ADDS.get(function.name)
        if place is not None and place < len(row.arguments) and row.arguments[place]:
            yield function.base, row.arguments[place]
