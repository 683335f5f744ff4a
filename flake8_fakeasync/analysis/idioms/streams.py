"""Responses whose body is still on its way, and what is read from them too early."""

from functools import cached_property
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.idioms.idioms import called, places
from flake8_fakeasync.analysis.idioms.protocols import Used, effect, misused
from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.syntax.branch_tests import Narrowed
from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN, Attribute, Await, Call, Constant, Display, Enter, Join
from flake8_fakeasync.analysis.syntax.facts import Store, Use
from flake8_fakeasync.analysis.syntax.kinds import UseKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flake8_fakeasync.analysis.view import View

_ENTERED = {"context": "async stream", "enters": "stream"}
_SENT = {"coroutine": "async stream", "blocks": "stream"}
_MAY_STREAM = frozenset({Await, Call, Enter, Join, Narrowed})
_MOST = 200  # values that are looked at for one
_HANDED_OVER: frozenset[UseKind] = frozenset({"returned", "yielded"})


class Responses:
    """Answers for one module: what happens to the responses in it."""

    def __init__(self, view: "View") -> None:
        self._view = view
        self._read: dict[str, frozenset[ExprId]] = {}

    def read_too_early(self, attribute: Attribute) -> Used | None:
        """Return what is read from a streamed response that nothing has read, or read the wrong way."""
        if attribute.name not in self._view.catalog.idiom_names["misuse"]:
            return None
        response, way = self.streamed(attribute.base)
        used = misused(self._view, attribute.id, way) if way is not None else None
        if used is None or self.is_read(response, used.idiom.note) or response in self._given_away:
            return None
        return used

    def streamed(self, expr: ExprId) -> tuple[ExprId, str | None]:
        """Return where the one response that a value is comes from, and how its body is on its way, if it is."""
        found = origins(self._view, expr) if type(self._view.facts.exprs[expr]) in _MAY_STREAM else ()
        response = next(iter(found)) if len(found) == 1 else UNKNOWN
        return response, _way_of(self._view, response) if response else None

    def is_read(self, response: ExprId, reader: str | None) -> bool:
        """Return whether somewhere the whole body is read, which a member of a name does."""
        if reader is None:
            return False
        if reader not in self._read:
            readings = self._view.module.uses_of.reads.get(reader, ())
            self._read[reader] = self._origins(each.base for each in readings)
        return response in self._read[reader]

    def first_given(self, response: ExprId) -> ExprId:
        """Return the first call that is given a response."""
        return self._first_given[response]

    @cached_property
    def _given_away(self) -> frozenset[ExprId]:
        """The values of which something else gets hold: it may read them."""
        view = self._view
        given = [use.value for use in view.all(Use) if use.how in _HANDED_OVER]
        given += [store.value for store in view.all(Store)]
        given += [item for display in view.all(Display) for item in display.items]
        for call in view.all(Call):
            given += call.given
        return self._origins(given)

    @cached_property
    def _first_given(self) -> dict[ExprId, ExprId]:
        found: dict[ExprId, ExprId] = {}
        for call in self._view.all(Call):
            for response in self._origins(call.given):
                found.setdefault(response, call.id)
        return found

    def _origins(self, exprs: "Iterable[ExprId]") -> frozenset[ExprId]:
        return frozenset(each for expr in exprs if expr for each in origins(self._view, expr))


def origins(view: "View", expr: ExprId) -> set[ExprId]:
    """Return the values that a value is one of, tests and loops taken away; of very many, only some."""
    found, pending = set[ExprId](), [expr]
    seen = set[ExprId]()
    while pending and len(seen) < _MOST:
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


def _way_of(view: "View", expr: ExprId) -> str | None:
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
    row = view.module.row(dict(call.keywords).get("stream", UNKNOWN))
    return isinstance(row, Constant) and row.value is True
