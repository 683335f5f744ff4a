"""What has to be awaited and is not: coroutines that are dropped or used as the result, methods read as values."""

from contextlib import AbstractAsyncContextManager
from types import CoroutineType, MethodType
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.idioms import sdks
from flake8_fakeasync.analysis.idioms.idioms import MIGRATED_TO, Place, called, may_be_member, places
from flake8_fakeasync.analysis.idioms.protocols import Used, effect, misused
from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Display, Element
from flake8_fakeasync.analysis.syntax.facts import Use
from flake8_fakeasync.analysis.syntax.kinds import UseKind
from flake8_fakeasync.analysis.values import External, Value

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.view import View

_TAKE_VALUES = frozenset[Value](
    External(name)
    for name in (
        *(f"builtins.{each}" for each in ("bytes", "dict", "float", "int", "len", "list", "sorted", "sum", "tuple")),
        *("io.BytesIO", "io.StringIO", "json.loads"),
    )
)  # fmt: skip
_AS_RESULT: frozenset[UseKind] = frozenset(
    {"dropped", "formatted", "represented", "operand", "indexed", "tested", "compared"}
)


def unawaited(view: "View", call: Call) -> Place | None:
    """Return the coroutine method that a call calls, if its coroutine is dropped or used as if it were the result."""
    if call.id in view.module.awaited:
        return None
    if view.coroutine(call.region) is not None and isinstance(view.module.row(call.function), Attribute):
        sdk = sdks.member(view, call.function, "coroutine")
        if sdk is not None:
            return sdk if _used_as_result(view, call.id) else None
    if not may_be_member(view, call.function):
        return None
    found = places(view, call.function, called)
    if not found or not all(_gives_coroutine(view, place) for place in found):
        return None
    return found[0] if _used_as_result(view, call.id) else None


def _gives_coroutine(view: "View", place: Place) -> bool:
    """Return whether a member has to be awaited; closing a client is a matter of the client's life."""
    cls = view.catalog.cls(place.owner)
    if cls is None or place.library not in MIGRATED_TO or place.name in cls.close:
        return False
    wanted = effect(view, place)
    can_be_awaited = view.catalog.misuse(place.owner, "await", place.name) is None
    return wanted == "coroutine" or (wanted == "context" and can_be_awaited)


def _used_as_result(view: "View", expr: ExprId) -> bool:
    facts = [mention.fact for mention in view.module.uses_of.of(expr)]
    if any(isinstance(fact, Use) and fact.how in _AS_RESULT for fact in facts):
        return True
    if any(isinstance(fact, Attribute) and not _is_of_coroutines(fact.name) for fact in facts):
        return True
    takers = [fact.function for fact in facts if isinstance(fact, Call) and expr in fact.arguments]
    if any(not _TAKE_VALUES.isdisjoint(view.infer(function)) for function in takers):
        return True
    loops = [fact for fact in facts if isinstance(fact, Element)]
    return any(misused(view, each.base, "async for" if each.is_async else "for") is None for each in loops)


def _is_of_coroutines(name: str) -> bool:
    """Return whether a coroutine, or a context manager that can be awaited, has such an attribute."""
    return hasattr(CoroutineType, name) or hasattr(AbstractAsyncContextManager, name)


def uncalled(view: "View", attribute: Attribute) -> Used | None:
    """Return the coroutine method that is read as if it were a property."""
    if attribute.name not in view.catalog.idiom_names["value"]:
        return None
    found = misused(view, attribute.id, "value")
    mentions = view.module.uses_of.of(attribute.id) if found is not None else ()
    if found is None or any(isinstance(each.fact, Call) and each.fact.function == attribute.id for each in mentions):
        return None
    if _is_value(view, attribute.id):
        return found
    handed_over = misused(view, attribute.id, "argument")
    return handed_over if handed_over is not None and _is_argument(view, attribute.id) else None


def _is_value(view: "View", expr: ExprId) -> bool:
    facts = [mention.fact for mention in view.module.uses_of.of(expr)]
    if any(isinstance(fact, Use) and fact.how in _AS_RESULT - {"dropped"} for fact in facts):
        return True
    if any(isinstance(fact, Attribute) and not hasattr(MethodType, fact.name) for fact in facts):
        return True
    return any(isinstance(fact, Element) for fact in facts)


def _is_argument(view: "View", expr: ExprId) -> bool:
    for mention in view.module.uses_of.of(expr):
        fact = mention.fact
        if isinstance(fact, Call) and expr in fact.given:
            return True
        if (isinstance(fact, Display) and expr in fact.items) or (isinstance(fact, Use) and fact.how == "returned"):
            return True
    return False
