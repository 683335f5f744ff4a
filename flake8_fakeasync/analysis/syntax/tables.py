"""What is read off the rows of a module once they are complete: rows by kind and function, stores that are calls."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from operator import attrgetter

from flake8_fakeasync.analysis.syntax.facts import ClassFacts, Region, Scope, Store
from flake8_fakeasync.analysis.syntax.rows import Attribute, Call, Constant, Element, Enter, Global, Row, Value

_ADDS = {"add": 0, "append": 0, "appendleft": 0, "insert": 1, "setdefault": 1}
_SETS = frozenset({"setattr", "__setattr__"})
_NAMES = _SETS.union(_ADDS)
_FUNCTION, _REGION = attrgetter("function"), attrgetter("region")


def kinds(values: Sequence[Row]) -> dict[type[Row], list[Value]]:
    """Return the numbers of the rows of each kind."""
    found: dict[type[Row], list[Value]] = defaultdict(list)
    for value, kind in enumerate(map(type, values)):
        found[kind].append(value)
    return dict(found)


def doings(
    rows: dict[type[Row], list[Value]], values: Sequence[Row], regions: Sequence[Region], scopes: Sequence[Scope]
) -> dict[int, list[Value]]:
    """Return, by function, the rows that may run other code; what is read only to be called is left out."""
    called = set(map(_FUNCTION, map(values.__getitem__, rows.get(Call, ()))))
    ran = [value for value in rows.get(Attribute, ()) if value not in called]
    for kind in (Call, Element, Enter):
        ran += rows.get(kind, ())
    ran.sort()
    functions = _functions(regions, scopes)
    found: dict[int, list[Value]] = defaultdict(list)
    for value, region in zip(ran, map(_REGION, map(values.__getitem__, ran)), strict=True):
        found[functions[region]].append(value)
    return dict(found)


def _functions(regions: Sequence[Region], scopes: Sequence[Scope]) -> list[int]:
    """Return, by region, the function that runs it: class bodies belong to the function around them."""
    runs = [scope.id for scope in scopes]
    for scope in scopes:  # a class stands after what is around it
        if isinstance(scope, ClassFacts):
            runs[scope.id] = runs[scope.parent]
    return [runs[region.scope] for region in regions]


def named(calls: Sequence[Value], values: Sequence[Row]) -> list[tuple[Call, Attribute | Global]]:
    """Return the calls that may store or put something, each with what it calls."""
    found: list[tuple[Call, Attribute | Global]] = []
    for number in calls:
        row = values[number]
        function = values[row.function] if isinstance(row, Call) else row
        if isinstance(function, (Attribute, Global)) and function.name in _NAMES and isinstance(row, Call):
            found.append((row, function))
    return found


def stores_by_call(calls: Sequence[tuple[Call, Attribute | Global]], values: Sequence[Row]) -> Iterator[Store]:
    """Yield the stores that are calls: `setattr(base, "name", value)`."""
    for row, function in calls:
        if len(row.arguments) == 3 and function.name in _SETS:  # noqa: PLR2004
            base, name, value = row.arguments
            constant = values[name]
            if isinstance(constant, Constant) and isinstance(constant.value, str):
                yield Store(base, constant.value, value, row.region, row.line, row.column)


def puts(calls: Sequence[tuple[Call, Attribute | Global]], stores: Sequence[Store]) -> Iterator[tuple[Value, Value]]:
    """Yield each container and what is put into it."""
    for store in stores:
        if not store.name and store.value:
            yield store.base, store.value
    for row, function in calls:
        place = _ADDS.get(function.name)
        if place is None or not isinstance(function, Attribute):
            continue
        if place < len(row.arguments) and row.arguments[place]:
            yield function.base, row.arguments[place]
