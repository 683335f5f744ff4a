"""Responses whose body is still on its way, and what is read from them too early."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.idioms.idioms import called, places
from flake8_fakeasync.analysis.idioms.protocols import Used, effect, misused
from flake8_fakeasync.analysis.syntax.facts import Store, Use
from flake8_fakeasync.analysis.syntax.rows import (
    Attribute,
    Await,
    Call,
    Constant,
    Display,
    Enter,
    Join,
    Narrowed,
    Value,
)

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.linked import Linked

_ENTERED = {"context": "async stream", "enters": "stream"}
_SENT = {"coroutine": "async stream", "blocks": "stream"}
_HANDED_OVER = frozenset({"returned", "yielded"})


def read_too_early(linked: "Linked", attribute: Attribute) -> Used | None:
    """Return what is read from a streamed response that nothing has read, or read the wrong way."""
    if attribute.name not in linked.catalog.idiom_names["misuse"]:
        return None
    origins = _origins(linked, attribute.base)
    way = _way(linked, origins.pop()) if len(origins) == 1 else None
    found = misused(linked, attribute.id, way) if way is not None else None
    if found is None or _is_read(linked, attribute.base, found.idiom.note) or _is_handed_over(linked, attribute.base):
        return None
    return found


def _origins(linked: "Linked", value: Value) -> set[Value]:
    """Return the values that a value is one of, tests and loops taken away."""
    found, pending = set[Value](), [value]
    seen = set[Value]()
    while pending:
        current = pending.pop()
        row = linked.module.row(current)
        if current in seen:
            continue
        seen.add(current)
        if isinstance(row, Join):
            pending += row.parts
        elif isinstance(row, Narrowed):
            pending.append(row.base)
        else:
            found.add(current)
    return found


def _way(linked: "Linked", value: Value) -> str | None:
    """Return how the body of a response is on its way: "stream", "async stream", None when it is here."""
    row = linked.module.row(value)
    if isinstance(row, Enter):
        call = linked.module.row(row.value)
        return _ENTERED.get(_effect(linked, call)) if isinstance(call, Call) else None
    call = linked.module.row(row.value) if isinstance(row, Await) else row
    if isinstance(call, Call) and _asks_for_stream(linked, call):
        return _SENT.get(_effect(linked, call))
    return None


def _effect(linked: "Linked", call: Call) -> str:
    """Return what a call does, if all that it may call does the same."""
    found = {effect(linked, place) for place in places(linked, call.function, called)}
    return found.pop() or "" if len(found) == 1 else ""


def _asks_for_stream(linked: "Linked", call: Call) -> bool:
    row = linked.module.row(dict(call.keywords).get("stream", 0))
    return isinstance(row, Constant) and row.value is True


def _is_read(linked: "Linked", value: Value, reader: str | None) -> bool:
    """Return whether somewhere the whole body is read."""
    mine = _origins(linked, value)
    readings = (each for each in linked.all(Attribute) if each.name == reader)
    return any(mine & _origins(linked, each.base) for each in readings)


def _is_handed_over(linked: "Linked", value: Value) -> bool:
    """Return whether something else gets hold of the response and may read it."""
    mine = _origins(linked, value)
    given = [use.value for use in linked.all(Use) if use.how in _HANDED_OVER]
    given += [store.value for store in linked.all(Store)]
    given += [item for display in linked.all(Display) for item in display.items]
    for call in linked.all(Call):
        given += [*call.arguments, *(each for _, each in call.keywords)]
    return any(mine & _origins(linked, each) for each in given if each)
