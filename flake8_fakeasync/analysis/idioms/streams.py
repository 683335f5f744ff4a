"""Responses whose body is still on its way, and what is read from them too early."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.idioms.idioms import called, places
from flake8_fakeasync.analysis.idioms.protocols import Used, effect, misused
from flake8_fakeasync.analysis.syntax.branch_tests import Narrowed
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Await, Call, Constant, Display, Enter, ExprId, Join
from flake8_fakeasync.analysis.syntax.facts import Store, Use

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.view import View

_ENTERED = {"context": "async stream", "enters": "stream"}
_SENT = {"coroutine": "async stream", "blocks": "stream"}
_HANDED_OVER = frozenset({"returned", "yielded"})


def read_too_early(view: "View", attribute: Attribute) -> Used | None:
    """Return what is read from a streamed response that nothing has read, or read the wrong way."""
    if attribute.name not in view.catalog.idiom_names["misuse"]:
        return None
    found = origins(view, attribute.base)
    way = way_of(view, found.pop()) if len(found) == 1 else None
    used = misused(view, attribute.id, way) if way is not None else None
    if used is None or is_read(view, attribute.base, used.idiom.note) or _is_handed_over(view, attribute.base):
        return None
    return used


def origins(view: "View", expr: ExprId) -> set[ExprId]:
    """Return the values that a value is one of, tests and loops taken away."""
    found, pending = set[ExprId](), [expr]
    seen = set[ExprId]()
    while pending:
        current = pending.pop()
        row = view.module.row(current)
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


def way_of(view: "View", expr: ExprId) -> str | None:
    """Return how the body of a response is on its way: "stream", "async stream", None when it is here."""
    row = view.module.row(expr)
    if isinstance(row, Enter):
        call = view.module.row(row.value)
        return _ENTERED.get(_effect(view, call)) if isinstance(call, Call) else None
    call = view.module.row(row.value) if isinstance(row, Await) else row
    if isinstance(call, Call) and _asks_for_stream(view, call):
        return _SENT.get(_effect(view, call))
    return None


def _effect(view: "View", call: Call) -> str:
    """Return what a call does, if all that it may call does the same."""
    found = {effect(view, place) for place in places(view, call.function, called)}
    return found.pop() or "" if len(found) == 1 else ""


def _asks_for_stream(view: "View", call: Call) -> bool:
    row = view.module.row(dict(call.keywords).get("stream", 0))
    return isinstance(row, Constant) and row.value is True


def is_read(view: "View", expr: ExprId, reader: str | None) -> bool:
    """Return whether somewhere the whole body is read."""
    mine = origins(view, expr)
    readings = (each for each in view.all(Attribute) if each.name == reader)
    return any(mine & origins(view, each.base) for each in readings)


def _is_handed_over(view: "View", expr: ExprId) -> bool:
    """Return whether something else gets hold of the response and may read it."""
    mine = origins(view, expr)
    given = [use.value for use in view.all(Use) if use.how in _HANDED_OVER]
    given += [store.value for store in view.all(Store)]
    given += [item for display in view.all(Display) for item in display.items]
    for call in view.all(Call):
        given += call.given
    return any(mine & origins(view, each) for each in given if each)
