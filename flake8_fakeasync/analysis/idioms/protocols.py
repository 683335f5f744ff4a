"""What is awaited and must not be, what is not and must be, what is entered or iterated the wrong way."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.idioms import sdks
from flake8_fakeasync.analysis.idioms.idioms import (
    MIGRATED_TO,
    Place,
    agreed,
    called,
    instance,
    may_be_member,
    places,
    read,
)
from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Await, Call, Declared, Element, Enter, Expr, Parameter
from flake8_fakeasync.analysis.values import OwnInstance, known
from flake8_fakeasync.catalog.idioms import Idiom

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.view import View

_METHODS = frozenset({"blocks", "coroutine", "context"})


class Used(NamedTuple):
    """A member of a library, the way it is used and what the catalog says about it."""

    place: Place
    way: str
    idiom: Idiom


def effect(view: "View", place: Place) -> str | None:
    """Return what calling a member does, None for what the catalog of HTTP libraries does not know."""
    cls = view.catalog.cls(place.owner)
    if cls is not None:
        member = cls.member(place.name) if place.name else None
        return member.effect if member and cls.kind == "http" else None
    function = view.catalog.function(str(place))
    return function.effect if function and function.kind == "http" else None


def misused(view: "View", expr: ExprId, way: str) -> Used | None:
    """Return what the catalog says about using a value in this way: the result of a call, a member, an instance."""

    def look(place: Place) -> Idiom | None:
        return view.catalog.misuse(place.owner, way, place.name)

    row, asked = view.module.row(expr), view.catalog.idiom_names.get(way, frozenset())
    found = None
    if isinstance(row, Call) and may_be_member(view, row.function):
        found = agreed(view, row.function, called, look)
    elif isinstance(row, Attribute) and row.name in asked:
        found = agreed(view, expr, read, look)
    if found is None and "" in asked and _may_be_ours(view, row):
        found = agreed(view, expr, instance, look)
    return Used(found[0], way, found[1]) if found is not None else None


def _may_be_ours(view: "View", row: Expr) -> bool:
    """Return whether a value may come from a library, judged by the names that lead to it."""
    if isinstance(row, Await | Enter):
        row = view.module.row(row.value)
    if isinstance(row, Call | Attribute):
        return may_be_member(view, row.function if isinstance(row, Call) else row.id)
    return isinstance(row, Parameter | Declared)


def wrongly_entered(view: "View", fact: Await | Enter | Element) -> Used | None:
    """Return what is wrong with awaiting, entering or iterating over a value."""
    if isinstance(fact, Await):
        return misused(view, fact.value, "await")
    if isinstance(fact, Enter):
        return misused(view, fact.value, "async with" if fact.is_async else "with")
    return misused(view, fact.base, "async for" if fact.is_async else "for")


def awaited_sync(view: "View", fact: Await) -> Place | None:
    """Return the member that is awaited although nothing that it returns is awaitable."""
    row = view.module.row(fact.value)
    sdk = sdks.member(view, row.function, "blocks") if isinstance(row, Call) else None
    if sdk is not None:
        return None if _is_asked(view, fact.value) else sdk
    if isinstance(row, Call):
        found = places(view, row.function, called) if may_be_member(view, row.function) else []
    else:
        found = places(view, fact.value, read) if may_be_member(view, fact.value) else []
    if not found or misused(view, fact.value, "await") is not None or _is_asked(view, fact.value):
        return None
    if isinstance(row, Call) and sdks.is_overridden(view, row.function):
        return None
    is_wrong = is_uncalled_method if not isinstance(row, Call) else _is_sync
    return found[0] if all(is_wrong(view, place) or _is_plain(view, place) for place in found) else None


def _is_sync(view: "View", place: Place) -> bool:
    return effect(view, place) == "blocks"


def is_uncalled_method(view: "View", place: Place) -> bool:
    """Return whether a member that is awaited without being called is a method; JAM304 is about closing methods."""
    cls = view.catalog.cls(place.owner)
    return effect(view, place) in _METHODS and not (cls is not None and place.name in cls.close)


def own_class(view: "View", expr: ExprId) -> str | None:
    """Return the name of your own class that a method is read from, None if it is read from anything else."""
    row = view.module.row(expr)
    names: set[str] = set()
    for value in known(view.infer(row.base)) if isinstance(row, Attribute) else ():
        module = view.program.project.module(value.module) if isinstance(value, OwnInstance) else None
        if module is None or not isinstance(value, OwnInstance):
            return None
        names.add(module.cls(value.scope).name)
    return names.pop() if len(names) == 1 else None


def _is_asked(view: "View", expr: ExprId) -> bool:
    """Return whether a value is tested before it is awaited: an older version may have given a coroutine."""
    return expr in view.module.asked_about


def _is_plain(view: "View", place: Place) -> bool:
    """Return whether the result of a member is not awaitable; that of closing an async client may be."""
    cls = view.catalog.cls(place.owner)
    if cls is not None and cls.is_async and place.name in cls.close:
        return False
    return place.library in MIGRATED_TO and effect(view, place) == "pure"
