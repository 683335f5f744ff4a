"""Where a module catches exceptions, in whatever form: what is caught, and which code is guarded."""

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.handlers.guards import Stretch
from flake8_fakeasync.analysis.names.things import External, Several, known
from flake8_fakeasync.analysis.syntax.rows import Call, Caught, Display, Join, Narrowed, Union, Value

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.linked import Linked
    from flake8_fakeasync.analysis.syntax.facts import Handler

TEST = "isinstance"


class Catch(NamedTuple):
    """One place that catches exceptions.

    `says` is how a message calls it; `names` are the exceptions outside the project that it catches, `others` those
    that are caught beside it; `types` are the values of what it catches, `region` is where it stands, `stretches` the
    code it guards.
    """

    says: str
    names: tuple[str, ...]
    others: tuple[str, ...]
    types: tuple[Value, ...]
    stretches: tuple[Stretch, ...]
    region: int
    line: int
    column: int


def exceptions(linked: "Linked", value: Value) -> tuple[str, ...]:
    """Return the exceptions outside the project that an except clause with this value catches, in order."""
    found: list[str] = []
    row = linked.module.row(value)
    if isinstance(row, Join | Union):
        found += [name for each in row.parts for name in exceptions(linked, each)]
    elif isinstance(row, Display):
        found += [name for each in row.items for name in exceptions(linked, each)]
    else:
        for thing in sorted(known(linked.things(value)), key=repr):
            parts = thing.parts if isinstance(thing, Several) else (frozenset({thing}),)
            found += [each.name for part in parts for each in sorted(part, key=repr) if isinstance(each, External)]
    return tuple(dict.fromkeys(found))


def clauses(linked: "Linked") -> Iterator[Catch]:
    """Yield what each except clause catches."""
    caught = [(handler, exceptions(linked, handler.types)) for handler in linked.facts.handlers]
    beside: dict[int, list[tuple[Handler, tuple[str, ...]]]] = defaultdict(list)
    for handler, names in caught:
        beside[handler.guarded].append((handler, names))
    for handler, names in caught:
        others = tuple(name for other, found in beside[handler.guarded] if other is not handler for name in found)
        guarded = (Stretch(linked.module, handler.guarded),)
        yield Catch(
            "except", names, others, (handler.types,), guarded, handler.region, handler.line, handler.column
        )  # fmt: skip


def tests(linked: "Linked") -> Iterator[Catch]:
    """Yield each `isinstance(error, Error)` where `error` is what an except clause has caught."""
    asking: dict[Value, list[Call]] = defaultdict(list)
    for row in linked.module.rows(Call):
        if len(row.arguments) == 2:  # noqa: PLR2004  (the object and the classes)
            caught = origin(linked, row.arguments[0])
            if caught and External("builtins.isinstance") in linked.things(row.function):
                asking[caught].append(row)
    for handler in linked.facts.handlers:
        asked = asking.get(handler.caught, [])
        stretches = (Stretch(linked.module, handler.guarded),)
        for call in asked:
            others = [name for other in asked if other != call for name in exceptions(linked, other.arguments[1])]
            catch = catch_of(linked, call, TEST, call.arguments[1:], stretches)
            yield catch._replace(others=tuple(others))


def origin(linked: "Linked", value: Value) -> Value:
    """Return the caught exception that a value is, after tests on it or not; UNKNOWN when it is something else."""
    row = linked.module.row(value)
    while isinstance(row, Narrowed):
        value, row = row.base, linked.module.row(row.base)
    return value if isinstance(row, Caught) else 0


def catch_of(
    linked: "Linked", call: Call, says: str, types: tuple[Value, ...], stretches: tuple[Stretch, ...]
) -> Catch:
    """Return what a call catches that takes exceptions of these types."""
    return Catch(says, names_of(linked, types), (), types, stretches, call.region, call.line, call.column)


def names_of(linked: "Linked", types: tuple[Value, ...]) -> tuple[str, ...]:
    """Return the exceptions outside the project that these values stand for."""
    return tuple(dict.fromkeys(name for value in types for name in exceptions(linked, value)))
