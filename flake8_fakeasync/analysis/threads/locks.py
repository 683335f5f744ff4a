"""Locks of threads that a coroutine holds while it awaits."""

from bisect import bisect_left, bisect_right
from functools import partial
from itertools import islice, takewhile
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Await, Call, Element, Enter, Expr, Global, Join
from flake8_fakeasync.analysis.values import Instance, Literal, known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
    from flake8_fakeasync.analysis.view import View

_LEAVES_AT_ONCE = ("blocking", "block", "timeout")


class HeldLock(NamedTuple):
    """What takes a lock of threads in a coroutine, its class, the line of the first await, what to use instead."""

    place: Enter | Call
    lock: str
    function: str
    awaits: int
    instead: str


def held_locks(view: "View") -> "Iterator[HeldLock]":
    """Yield the locks of threads that coroutines of a module hold over an await, by what takes them."""
    for function in view.module.functions():
        if not function.is_async:
            continue
        awaits = _awaits(view, function)
        for fact in view.module.operations(function.id) if awaits else ():
            found = _held(view, function, fact, awaits)
            if found is not None:
                yield found


def _awaits(view: "View", function: "FunctionFacts") -> list[Await | Enter | Element]:
    """Return what a coroutine awaits in its own code, in order."""
    return sorted(view.module.waits(function.id), key=_place)


def _place(row: Await | Call | Enter | Element) -> ExprId:
    return row.id


def _held(
    view: "View", function: "FunctionFacts", fact: Expr, awaits: list[Await | Enter | Element]
) -> HeldLock | None:
    if isinstance(fact, Enter) and not fact.is_async:
        lock = _lock(view, fact.value)
        inside = takewhile(partial(_is_inside, view, fact), _after(awaits, fact.id)) if lock else ()
        over = (row for row in inside if not _is_released(view, fact.value, fact.id, row))
    elif isinstance(fact, Call) and fact.id not in view.module.awaited:
        method = view.module.row(fact.function)
        if not isinstance(method, Attribute) or method.name != "acquire" or _gives_up(view, fact):
            return None
        lock = _lock(view, method.base)
        later = _after(awaits, fact.id) if lock else ()
        over = (row for row in later if _is_held_until(view, fact, method, row))
    else:
        return None
    first = next(over, None)
    if lock is None or first is None:
        return None
    name, instead = lock
    return HeldLock(fact, name, function.name, first.line, instead)


def _lock(view: "View", expr: ExprId) -> tuple[str, str] | None:
    """Return the class of a lock of threads and its counterpart for coroutines, None for anything else."""
    found: set[tuple[str, str]] = set()
    for value in known(view.infer(expr)):
        cls = view.catalog.cls(value.name) if isinstance(value, Instance) and not value.path else None
        if cls is None or cls.kind != "wait" or cls.enter != "sync":
            return None
        if cls.member("acquire") is None or cls.member("release") is None:
            return None
        found.add((cls.name, cls.instead or "asyncio.Lock"))
    return min(found, default=None)


def _gives_up(view: "View", call: Call) -> bool:
    """Return whether a lock is only taken if that takes no time: `acquire(False)`, `acquire(timeout=0)`."""
    named = [expr for keyword, expr in call.keywords if keyword is None or keyword in _LEAVES_AT_ONCE]
    values = [value for expr in (*call.arguments, *named) for value in view.infer(expr)]
    return any(isinstance(value, Literal) and value.value in (False, 0) for value in values)


def _after(awaits: list[Await | Enter | Element], expr: ExprId) -> "Iterator[Await | Enter | Element]":
    return islice(awaits, bisect_right(awaits, expr, key=_place), None)


def _is_inside(view: "View", entered: Enter, row: Await | Enter | Element) -> bool:
    """Return whether something is awaited in the block of a lock."""
    return entered.body in view.facts.enclosing(row.region)


def _is_held_until(view: "View", call: Call, taken: Attribute, row: Await | Enter | Element) -> bool:
    """Return whether a lock that was acquired is still held where something is awaited."""
    is_around = call.region in view.facts.enclosing(row.region)
    return is_around and not _is_released(view, taken.base, call.id, row)


def _is_released(view: "View", lock: ExprId, since: ExprId, row: Await | Enter | Element) -> bool:
    """Return whether a lock that was taken is released on the way to where something is awaited."""
    around = view.facts.enclosing(row.region)
    releases = view.module.calls_named("release")
    for other in islice(releases, bisect_right(releases, since, key=_place), bisect_left(releases, row.id, key=_place)):
        function = view.module.row(other.function)
        if other.region in around and isinstance(function, Attribute) and _is_same(view, function.base, lock):
            return True
    return False


def _is_same(view: "View", one: ExprId, other: ExprId) -> bool:
    """Return whether two values are read from the same name or attribute."""
    one, other = _before_loops(view, one), _before_loops(view, other)
    mine, theirs = view.module.row(one), view.module.row(other)
    if isinstance(mine, Attribute) and isinstance(theirs, Attribute):
        return mine.name == theirs.name and _before_loops(view, mine.base) == _before_loops(view, theirs.base)
    return one == other or (isinstance(mine, Global) and mine == theirs)


def _before_loops(view: "View", expr: ExprId) -> ExprId:
    """Return the value that a name has in a loop which does not bind it."""
    row = view.module.row(expr)
    while isinstance(row, Join) and len(row.parts) == 1:
        expr, row = row.parts[0], view.module.row(row.parts[0])
    return expr
