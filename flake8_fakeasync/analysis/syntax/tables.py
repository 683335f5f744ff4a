"""What is read off the rows of a module once they are complete: rows by kind and function, stores that are calls."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from flake8_fakeasync.analysis.syntax.facts import Store
from flake8_fakeasync.analysis.syntax.rows import Attribute, Call, Constant, Global, Row, Value

_ADDS = {"add": 0, "append": 0, "appendleft": 0, "insert": 1, "setdefault": 1}
_SETS = frozenset({"setattr", "__setattr__"})
_NAMES = _SETS.union(_ADDS)


def kinds(values: Sequence[Row]) -> dict[type[Row], list[Value]]:
    """Return the numbers of the rows of each kind."""
    found: dict[type[Row], list[Value]] = defaultdict(list)
    for value, kind in enumerate(map(type, values)):
        found[kind].append(value)
    return dict(found)


def doings(
    ran: dict[int, list[Value]], called: set[Value], rows: dict[type[Row], list[Value]]
) -> dict[int, list[Value]]:
    """Return, by function, the rows that may run other code; what is read only to be called is left out."""
    only_called = called.intersection(rows.get(Attribute, ()))
    found = [(scope, [value for value in values if value not in only_called]) for scope, values in ran.items()]
    return dict(sorted(((scope, values) for scope, values in found if values), key=_first))


def _first(doing: tuple[int, list[Value]]) -> Value:
    return doing[1][0]


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
