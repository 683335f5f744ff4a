"""Code that runs on the new library and means something else: recognised by the form of an argument or a use."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.idioms.exemptions import asks_version
from flake8_fakeasync.analysis.idioms.idioms import Place, agreed, called, instance, may_be_member, read
from flake8_fakeasync.analysis.infer.values import External
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Await, Call, Constant, Display, Enter, ExprId, Starred
from flake8_fakeasync.analysis.syntax.facts import Use
from flake8_fakeasync.catalog.model import Idiom

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.context import Context

_TAKE_TEXT = ("base64.", "json.loads", "re.", "urllib.parse.")
_GIVE_TEXT = ("json.dumps", "urllib.parse.urlencode")


class Changed(NamedTuple):
    """What means something else than it did; `shown` is how to call it in a message."""

    place: Place
    idiom: Idiom
    shown: str


def changed_arguments(context: "Context", call: Call) -> Iterator[Changed]:
    """Yield the keywords of a call that are given in a form that is taken differently."""
    for keyword, expr in call.keywords:
        if keyword not in context.catalog.idiom_names["change"]:
            continue

        def look(place: Place, keyword: str = keyword) -> Idiom | None:
            return context.catalog.change(place.owner, place.name, keyword)

        found = agreed(context, call.function, called, look)
        form = _FORMS.get(found[1].when or "") if found is not None else None
        if found is None or form is None or not form(context, call, expr):
            continue
        if not (found[1].since and asks_version(context, found[0].library)):
            yield Changed(*found, f"{keyword}= of {found[0]}()")


def changed_test(context: "Context", use: Use) -> Changed | None:
    """Return the response whose truth is asked for right after it came: one that may be None is asked for that."""

    def look(place: Place) -> Idiom | None:
        return context.catalog.change(place.owner, None, "__bool__")

    if use.how != "tested" or not _is_fresh(context, use):
        return None
    found = agreed(context, use.value, instance, look)
    return Changed(*found, f"truth of {found[0]}") if found is not None else None


def _is_fresh(context: "Context", use: Use) -> bool:
    """Return whether nothing but a request of a library can have led to what is tested."""
    row = context.module.row(use.value)
    if isinstance(row, Await | Enter):
        row = context.module.row(row.value)
    if not isinstance(row, Call) or not may_be_member(context, row.function):
        return False
    if row.region not in context.facts.enclosing(use.region):
        return False
    return agreed(context, row.function, called, _anything) is not None


def _anything(place: Place) -> Idiom:
    return Idiom("change", place.owner, None, place.name, None, None, None, None)


def changed_member(context: "Context", attribute: Attribute) -> Changed | None:
    """Return the member that is used as the text it was: joined to another, given to what takes text."""

    def look(place: Place) -> Idiom | None:
        idiom = context.catalog.change(place.owner, None, place.name)
        return idiom if idiom is not None and idiom.when == "as text" else None

    if attribute.name not in context.catalog.idiom_names["change"]:
        return None
    found = agreed(context, attribute.id, read, look)
    if found is None or not _is_text(context, attribute.id):
        return None
    return Changed(*found, f"{found[0]} as text")


def _is_text(context: "Context", expr: ExprId) -> bool:
    if any(use.value == expr and use.how == "operand" for use in context.all(Use)):
        return True
    return any(expr in call.arguments and _is_one_of(context, call, _TAKE_TEXT) for call in context.all(Call))


def _is_one_of(context: "Context", call: Call, evaluator: tuple[str, ...]) -> bool:
    values = context.infer(call.function)
    return any(isinstance(value, External) and value.name.startswith(evaluator) for value in values)


def _given(_linked: "Context", _call: Call, expr: ExprId) -> bool:
    return bool(expr)


def _pair(context: "Context", _call: Call, expr: ExprId) -> bool:
    row = context.module.row(expr)
    return isinstance(row, Display) and row.kind == "tuple" and len(row.items) == 2  # noqa: PLR2004


def _text(context: "Context", _call: Call, expr: ExprId) -> bool:
    row = context.module.row(expr)
    if isinstance(row, Call):
        return _is_one_of(context, row, _GIVE_TEXT)
    return isinstance(row, Constant) and isinstance(row.value, str)


def _query(context: "Context", call: Call, _value: ExprId) -> bool:
    given = [expr for expr in call.arguments if not isinstance(context.module.row(expr), Starred)]
    given += [expr for keyword, expr in call.keywords if keyword == "url"]
    rows = [context.module.row(expr) for expr in given]
    return any(isinstance(row, Constant) and isinstance(row.value, str) and "?" in row.value for row in rows)


_FORMS: "dict[str, Callable[[Context, Call, ExprId], bool]]" = {
    "given": _given,
    "pair": _pair,
    "query": _query,
    "text": _text,
}
