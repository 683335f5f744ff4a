"""What is awaited and must not be, what is not and must be, what is entered or iterated the wrong way."""

from contextlib import AbstractAsyncContextManager
from types import CoroutineType, MethodType
from typing import TYPE_CHECKING, NamedTuple

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
from flake8_fakeasync.analysis.syntax.facts import Use
from flake8_fakeasync.analysis.syntax.rows import (
    Attribute,
    Await,
    Call,
    Declared,
    Display,
    Element,
    Enter,
    Parameter,
    Row,
    Value,
)
from flake8_fakeasync.catalog.model import Idiom

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.linked import Linked

_AS_RESULT = frozenset({"dropped", "formatted", "operand", "indexed", "tested", "compared"})


class Used(NamedTuple):
    """A member of a library, the way it is used and what the catalog says about it."""

    place: Place
    way: str
    idiom: Idiom


def effect(linked: "Linked", place: Place) -> str | None:
    """Return what calling a member does, None for what the catalog of HTTP libraries does not know."""
    cls = linked.catalog.cls(place.owner)
    if cls is not None:
        member = cls.member(place.name) if place.name else None
        return member.effect if member and cls.kind == "http" else None
    function = linked.catalog.function(str(place))
    return function.effect if function and function.kind == "http" else None


def misused(linked: "Linked", value: Value, way: str) -> Used | None:
    """Return what the catalog says about using a value in this way: the result of a call, a member, an instance."""

    def look(place: Place) -> Idiom | None:
        return linked.catalog.misuse(place.owner, way, place.name)

    row, asked = linked.module.row(value), linked.catalog.idiom_names.get(way, frozenset())
    found = None
    if isinstance(row, Call) and may_be_member(linked, row.function):
        found = agreed(linked, row.function, called, look)
    elif isinstance(row, Attribute) and row.name in asked:
        found = agreed(linked, value, read, look)
    if found is None and "" in asked and _may_be_ours(linked, row):
        found = agreed(linked, value, instance, look)
    return Used(found[0], way, found[1]) if found is not None else None


def _may_be_ours(linked: "Linked", row: Row) -> bool:
    """Return whether a value may come from a library, judged by the names that lead to it."""
    if isinstance(row, Await | Enter):
        row = linked.module.row(row.value)
    if isinstance(row, Call | Attribute):
        return may_be_member(linked, row.function if isinstance(row, Call) else row.id)
    return isinstance(row, Parameter | Declared)


def wrongly_entered(linked: "Linked", fact: Await | Enter | Element) -> Used | None:
    """Return what is wrong with awaiting, entering or iterating over a value."""
    if isinstance(fact, Await):
        return misused(linked, fact.value, "await")
    if isinstance(fact, Enter):
        return misused(linked, fact.value, "async with" if fact.is_async else "with")
    return misused(linked, fact.base, "async for" if fact.is_async else "for")


def awaited_sync(linked: "Linked", fact: Await) -> Place | None:
    """Return the member that is awaited though nothing it gives can be."""
    row = linked.module.row(fact.value)
    if isinstance(row, Call):
        found = places(linked, row.function, called) if may_be_member(linked, row.function) else []
    else:
        found = places(linked, fact.value, read) if may_be_member(linked, fact.value) else []
    if not found or misused(linked, fact.value, "await") is not None or _is_asked(linked, fact.value):
        return None
    sync = [effect(linked, place) == "blocks" or _is_plain(linked, place) for place in found]
    return found[0] if all(sync) else None


def _is_asked(linked: "Linked", value: Value) -> bool:
    """Return whether a value is tested before it is awaited: an older version may have given a coroutine."""
    return any(use.value == value and use.how in {"tested", "compared"} for use in linked.all(Use))


def _is_plain(linked: "Linked", place: Place) -> bool:
    return place.library in MIGRATED_TO and effect(linked, place) == "pure"


def unawaited(linked: "Linked", call: Call) -> Place | None:
    """Return the coroutine method that a call calls, if its coroutine is dropped or used as if it were the result."""
    if call.id in linked.module.awaited or not may_be_member(linked, call.function):
        return None
    found = places(linked, call.function, called)
    if not found or not all(_gives_coroutine(linked, place) for place in found):
        return None
    return found[0] if _used_as_result(linked, call.id) else None


def _gives_coroutine(linked: "Linked", place: Place) -> bool:
    """Return whether a member has to be awaited; closing a client is a matter of the client's life."""
    cls = linked.catalog.cls(place.owner)
    if cls is None or place.library not in MIGRATED_TO or place.name in cls.close:
        return False
    wanted = effect(linked, place)
    can_be_awaited = linked.catalog.misuse(place.owner, "await", place.name) is None
    return wanted == "coroutine" or (wanted == "context" and can_be_awaited)


def _used_as_result(linked: "Linked", value: Value) -> bool:
    if any(use.value == value and use.how in _AS_RESULT for use in linked.all(Use)):
        return True
    if any(each.base == value and not _is_of_coroutines(each.name) for each in linked.all(Attribute)):
        return True
    loops = [each for each in linked.all(Element) if each.base == value]
    return any(misused(linked, each.base, "async for" if each.is_async else "for") is None for each in loops)


def _is_of_coroutines(name: str) -> bool:
    """Return whether a coroutine, or a context manager that can be awaited, has such an attribute."""
    return hasattr(CoroutineType, name) or hasattr(AbstractAsyncContextManager, name)


def uncalled(linked: "Linked", attribute: Attribute) -> Used | None:
    """Return the coroutine method that is read as if it were a property."""
    if attribute.name not in linked.catalog.idiom_names["value"]:
        return None
    found = misused(linked, attribute.id, "value")
    if found is None or any(call.function == attribute.id for call in linked.all(Call)):
        return None
    if _is_value(linked, attribute.id):
        return found
    handed_over = misused(linked, attribute.id, "argument")
    return handed_over if handed_over is not None and _is_argument(linked, attribute.id) else None


def _is_value(linked: "Linked", value: Value) -> bool:
    if any(use.value == value and use.how in _AS_RESULT - {"dropped"} for use in linked.all(Use)):
        return True
    if any(each.base == value and not hasattr(MethodType, each.name) for each in linked.all(Attribute)):
        return True
    return any(each.base == value for each in linked.all(Element))


def _is_argument(linked: "Linked", value: Value) -> bool:
    for call in linked.all(Call):
        if value in call.arguments or any(value == given for _, given in call.keywords):
            return True
    if any(value in row.items for row in linked.all(Display)):
        return True
    return any(use.value == value and use.how == "returned" for use in linked.all(Use))
