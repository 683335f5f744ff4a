"""The places of a module that catch exceptions, all forms together; here those that are calls."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.handlers.guards import Stretch
from flake8_fakeasync.analysis.handlers.handlers import Catch, catch_of, clauses, names_of, tests
from flake8_fakeasync.analysis.names.offloads import argument
from flake8_fakeasync.analysis.names.things import External, OwnFunction, known
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts, Scope
from flake8_fakeasync.analysis.syntax.rows import Call, Element, Enter, Global, Imported, Join, Row, Union, Value
from flake8_fakeasync.catalog.catchers import ALL, ROOTS, Catcher, catcher

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.linked import Linked


def catches(linked: "Linked") -> Iterator[Catch]:
    """Yield every place in a module that catches exceptions from outside the project."""
    facts = linked.facts
    found = [*clauses(linked)]
    if found:
        found += tests(linked)
    imported = {row.module.partition(".")[0] for row in linked.module.rows(Imported)}
    if not imported.isdisjoint(ROOTS):
        rows = (row for kind in (Call, Element, Enter) for row in linked.module.rows(kind))
        found += [catch for row in rows for catch in _by_call(linked, row)]
        found += [catch for scope in facts.scopes for catch in _decorated(linked, scope)]
    yield from (catch for catch in found if catch.names)


def _by_call(linked: "Linked", row: Row) -> Iterator[Catch]:
    if isinstance(row, Enter):
        yield from _block(linked, row)
    elif isinstance(row, Call):
        yield from _called(linked, row)
    elif isinstance(row, Element):
        yield from _loop(linked, row)


def _decorated(linked: "Linked", scope: Scope) -> Iterator[Catch]:
    for decorator in scope.decorators if isinstance(scope, FunctionFacts) else ():
        yield from _retried(linked, decorator, scope.region, scope.region)


def _loop(linked: "Linked", element: Element) -> Iterator[Catch]:
    """Yield what a loop over attempts catches in its body."""
    for catch in _retried(linked, element.base, element.region, element.region):
        regions = enumerate(linked.facts.regions)
        bodies = [number for number, region in regions if region.kind == "loop" and region.detail == (element.base,)]
        yield catch._replace(stretches=tuple(Stretch(linked.module, body) for body in bodies))


def _block(linked: "Linked", enter: Enter) -> Iterator[Catch]:
    call = linked.module.row(enter.value)
    found = _catcher(linked, call) if isinstance(call, Call) else None
    if found is None or found.form != "block" or not isinstance(call, Call):
        return
    types = _types(call, found)
    later = [row for row in linked.facts.values[enter.id + 1 :] if isinstance(row, Enter) and row.body == enter.body]
    rows = [row for each in later for row in (each, linked.module.row(each.value))]
    extra = tuple(row for row in rows if isinstance(row, Enter | Call))
    stretch = Stretch(linked.module, enter.body, extra)
    yield catch_of(linked, call, found.says, types, (stretch,))


def _called(linked: "Linked", call: Call) -> Iterator[Catch]:
    """Yield `pytest.raises(Error, function, …)`."""
    if len(call.arguments) < 2:  # noqa: PLR2004  (the exceptions and the callable)
        return
    found = _catcher(linked, call)
    if found is None or found.callable is None:
        return
    stretches: list[Stretch] = []
    for thing in known(linked.things(argument(call, found.callable, None))):
        module = linked.program.project.module(thing.module) if isinstance(thing, OwnFunction) else None
        if module is not None and isinstance(thing, OwnFunction):
            stretches.append(Stretch(module, module.function(thing.scope).region))
    if stretches:
        yield catch_of(linked, call, found.says, _types(call, found), tuple(stretches))


def _retried(linked: "Linked", value: Value, region: int, standing: int) -> Iterator[Catch]:
    """Yield what a retrying decorator, or a loop over its attempts, catches."""
    row = linked.module.row(value)
    if isinstance(row, Global):
        values = linked.facts.names.get(row.name, ())
        row = linked.module.row(values[0]) if len(values) == 1 else row
    found = _catcher(linked, row) if isinstance(row, Call) else None
    if found is None or found.form != "decorator" or not isinstance(row, Call):
        return
    stretches = (Stretch(linked.module, region),)
    if found.predicate is None:
        yield catch_of(linked, row, found.says, _types(row, found), stretches)._replace(region=standing)
        return
    chosen = [predicate for name, predicate in row.keywords if name == found.predicate]
    predicates = [each for predicate in chosen for each in _alternatives(linked, predicate)]
    for each in predicates:
        others = [name for other in predicates if other != each for name in names_of(linked, other[1])]
        catch = catch_of(linked, each[0], found.says, each[1], stretches)
        yield catch._replace(region=standing, others=tuple(others))


def _alternatives(linked: "Linked", value: Value) -> Iterator[tuple[Call, tuple[Value, ...]]]:
    """Yield the predicates that a chain of `|` is made of, with the exceptions that each takes."""
    row = linked.module.row(value)
    if isinstance(row, Union | Join):
        for each in row.parts:
            yield from _alternatives(linked, each)
    elif isinstance(row, Call):
        found = _catcher(linked, row)
        if found is not None and found.form == "predicate":
            yield row, _types(row, found)


def _catcher(linked: "Linked", call: Call) -> Catcher | None:
    names = [thing.name for thing in linked.things(call.function) if isinstance(thing, External)]
    return catcher(names[0]) if len(names) == 1 else None


def _types(call: Call, found: Catcher) -> tuple[Value, ...]:
    if found.position == ALL:
        return call.arguments
    position = len(call.arguments) if found.position is None else found.position
    value = argument(call, position, found.keyword)
    return (value,) if value else ()
