"""What is awaited and must not be, what is not and must be, what is entered or iterated the wrong way."""

from contextlib import AbstractAsyncContextManager
from types import CoroutineType, MethodType
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
from flake8_fakeasync.analysis.infer.values import OwnInstance, known
from flake8_fakeasync.analysis.syntax.exprs import (
    Attribute,
    Await,
    Call,
    Declared,
    Display,
    Element,
    Enter,
    Expr,
    ExprId,
    Parameter,
)
from flake8_fakeasync.analysis.syntax.facts import Use
from flake8_fakeasync.catalog.model import Idiom

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.context import Context

_AS_RESULT = frozenset({"dropped", "formatted", "represented", "operand", "indexed", "tested", "compared"})


class Used(NamedTuple):
    """A member of a library, the way it is used and what the catalog says about it."""

    place: Place
    way: str
    idiom: Idiom


def effect(context: "Context", place: Place) -> str | None:
    """Return what calling a member does, None for what the catalog of HTTP libraries does not know."""
    cls = context.catalog.cls(place.owner)
    if cls is not None:
        member = cls.member(place.name) if place.name else None
        return member.effect if member and cls.kind == "http" else None
    function = context.catalog.function(str(place))
    return function.effect if function and function.kind == "http" else None


def misused(context: "Context", expr: ExprId, way: str) -> Used | None:
    """Return what the catalog says about using a value in this way: the result of a call, a member, an instance."""

    def look(place: Place) -> Idiom | None:
        return context.catalog.misuse(place.owner, way, place.name)

    row, asked = context.module.row(expr), context.catalog.idiom_names.get(way, frozenset())
    found = None
    if isinstance(row, Call) and may_be_member(context, row.function):
        found = agreed(context, row.function, called, look)
    elif isinstance(row, Attribute) and row.name in asked:
        found = agreed(context, expr, read, look)
    if found is None and "" in asked and _may_be_ours(context, row):
        found = agreed(context, expr, instance, look)
    return Used(found[0], way, found[1]) if found is not None else None


def _may_be_ours(context: "Context", row: Expr) -> bool:
    """Return whether a value may come from a library, judged by the names that lead to it."""
    if isinstance(row, Await | Enter):
        row = context.module.row(row.value)
    if isinstance(row, Call | Attribute):
        return may_be_member(context, row.function if isinstance(row, Call) else row.id)
    return isinstance(row, Parameter | Declared)


def wrongly_entered(context: "Context", fact: Await | Enter | Element) -> Used | None:
    """Return what is wrong with awaiting, entering or iterating over a value."""
    if isinstance(fact, Await):
        return misused(context, fact.value, "await")
    if isinstance(fact, Enter):
        return misused(context, fact.value, "async with" if fact.is_async else "with")
    return misused(context, fact.base, "async for" if fact.is_async else "for")


def awaited_sync(context: "Context", fact: Await) -> Place | None:
    """Return the member that is awaited though nothing it gives can be."""
    row = context.module.row(fact.value)
    sdk = sdks.member(context, row.function, "blocks") if isinstance(row, Call) else None
    if sdk is not None:
        return None if _is_asked(context, fact.value) else sdk
    if isinstance(row, Call):
        found = places(context, row.function, called) if may_be_member(context, row.function) else []
    else:
        found = places(context, fact.value, read) if may_be_member(context, fact.value) else []
    if not found or misused(context, fact.value, "await") is not None or _is_asked(context, fact.value):
        return None
    if isinstance(row, Call) and sdks.is_overridden(context, row.function):
        return None
    sync = [effect(context, place) == "blocks" or _is_plain(context, place) for place in found]
    return found[0] if all(sync) else None


def own_class(context: "Context", expr: ExprId) -> str | None:
    """Return the name of your own class that a method is read from, None if it is read from anything else."""
    row = context.module.row(expr)
    names: set[str] = set()
    for value in known(context.infer(row.base)) if isinstance(row, Attribute) else ():
        module = context.program.project.module(value.module) if isinstance(value, OwnInstance) else None
        if module is None or not isinstance(value, OwnInstance):
            return None
        names.add(module.cls(value.scope).name)
    return names.pop() if len(names) == 1 else None


def _is_asked(context: "Context", expr: ExprId) -> bool:
    """Return whether a value is tested before it is awaited: an older version may have given a coroutine."""
    return any(use.value == expr and use.how in {"tested", "compared"} for use in context.all(Use))


def _is_plain(context: "Context", place: Place) -> bool:
    return place.library in MIGRATED_TO and effect(context, place) == "pure"


def unawaited(context: "Context", call: Call) -> Place | None:
    """Return the coroutine method that a call calls, if its coroutine is dropped or used as if it were the result."""
    if call.id in context.module.awaited:
        return None
    if context.coroutine(call.region) is not None and isinstance(context.module.row(call.function), Attribute):
        sdk = sdks.member(context, call.function, "coroutine")
        if sdk is not None:
            return sdk if _used_as_result(context, call.id) else None
    if not may_be_member(context, call.function):
        return None
    found = places(context, call.function, called)
    if not found or not all(_gives_coroutine(context, place) for place in found):
        return None
    return found[0] if _used_as_result(context, call.id) else None


def _gives_coroutine(context: "Context", place: Place) -> bool:
    """Return whether a member has to be awaited; closing a client is a matter of the client's life."""
    cls = context.catalog.cls(place.owner)
    if cls is None or place.library not in MIGRATED_TO or place.name in cls.close:
        return False
    wanted = effect(context, place)
    can_be_awaited = context.catalog.misuse(place.owner, "await", place.name) is None
    return wanted == "coroutine" or (wanted == "context" and can_be_awaited)


def _used_as_result(context: "Context", expr: ExprId) -> bool:
    if any(use.value == expr and use.how in _AS_RESULT for use in context.all(Use)):
        return True
    if any(each.base == expr and not _is_of_coroutines(each.name) for each in context.all(Attribute)):
        return True
    loops = [each for each in context.all(Element) if each.base == expr]
    return any(misused(context, each.base, "async for" if each.is_async else "for") is None for each in loops)


def _is_of_coroutines(name: str) -> bool:
    """Return whether a coroutine, or a context manager that can be awaited, has such an attribute."""
    return hasattr(CoroutineType, name) or hasattr(AbstractAsyncContextManager, name)


def uncalled(context: "Context", attribute: Attribute) -> Used | None:
    """Return the coroutine method that is read as if it were a property."""
    if attribute.name not in context.catalog.idiom_names["value"]:
        return None
    found = misused(context, attribute.id, "value")
    if found is None or any(call.function == attribute.id for call in context.all(Call)):
        return None
    if _is_value(context, attribute.id):
        return found
    handed_over = misused(context, attribute.id, "argument")
    return handed_over if handed_over is not None and _is_argument(context, attribute.id) else None


def _is_value(context: "Context", expr: ExprId) -> bool:
    if any(use.value == expr and use.how in _AS_RESULT - {"dropped"} for use in context.all(Use)):
        return True
    if any(each.base == expr and not hasattr(MethodType, each.name) for each in context.all(Attribute)):
        return True
    return any(each.base == expr for each in context.all(Element))


def _is_argument(context: "Context", expr: ExprId) -> bool:
    for call in context.all(Call):
        if expr in call.arguments or any(expr == given for _, given in call.keywords):
            return True
    if any(expr in row.items for row in context.all(Display)):
        return True
    return any(use.value == expr and use.how == "returned" for use in context.all(Use))
