"""Code that runs on the new library and means something else: recognised by the form of an argument or a use."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.idioms.exemptions import asks_version
from flake8_fakeasync.analysis.idioms.forms import FORMS, is_one_of
from flake8_fakeasync.analysis.idioms.idioms import Place, agreed, called, instance, may_be_member, read
from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Await, Call, Enter, Global
from flake8_fakeasync.analysis.syntax.facts import Use
from flake8_fakeasync.catalog.idioms import Idiom

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.view import View

_TAKE_TEXT = ("base64.", "json.loads", "re.", "urllib.parse.")
_EMPTY = "={}"  # ends the name of an idiom that is about an empty argument


class Changed(NamedTuple):
    """What means something else than it did; `shown` is how to call it in a message, `keyword` the argument it is."""

    place: Place
    idiom: Idiom
    shown: str
    keyword: str = ""


def changed_arguments(view: "View", call: Call) -> Iterator[Changed]:
    """Yield the keywords of a call that are given in a form that is taken differently."""
    for keyword, expr in call.keywords:
        for name in (keyword, f"{keyword}{_EMPTY}") if keyword else ():
            found = _changed(view, call, name, expr) if name in view.catalog.idiom_names["change"] else None
            if found is not None:
                shown = "an empty params=" if name.endswith(_EMPTY) else f"{keyword}="
                yield Changed(*found, f"{shown} of {found[0]}()", keyword or "")
                break


def _changed(view: "View", call: Call, name: str, expr: ExprId) -> tuple[Place, Idiom] | None:
    """Return the idiom of a keyword that is given in the form that the idiom is about."""

    def look(place: Place) -> Idiom | None:
        return view.catalog.change(place.owner, place.name, name)

    found = agreed(view, call.function, called, look)
    form = FORMS.get(found[1].when or "") if found is not None else None
    if found is None or form is None or not form(view, call, expr):
        return None
    return None if found[1].since and asks_version(view, found[0].library) else found


def changed_test(view: "View", use: Use) -> Changed | None:
    """Return the response whose truth is asked for right after it came: one that may be None is asked for that."""

    def look(place: Place) -> Idiom | None:
        return view.catalog.change(place.owner, None, "__bool__")

    if use.how != "tested" or not _is_fresh(view, use):
        return None
    found = agreed(view, use.value, instance, look)
    return Changed(*found, f"truth of {found[0]}") if found is not None else None


def changed_truth(view: "View", call: Call) -> Changed | None:
    """Return the response that `bool(response)` is called with, right after it came."""
    function = view.module.row(call.function)
    if not isinstance(function, Global) or function.name != "bool" or len(call.arguments) != 1:
        return None
    return changed_test(view, Use(call.arguments[0], "tested", call.region, call.line, call.column))


def _is_fresh(view: "View", use: Use) -> bool:
    """Return whether nothing but a request of a library can have led to what is tested."""
    row = view.module.row(use.value)
    if isinstance(row, Await | Enter):
        row = view.module.row(row.value)
    if not isinstance(row, Call) or not may_be_member(view, row.function):
        return False
    if row.region not in view.facts.enclosing(use.region):
        return False
    return agreed(view, row.function, called, _anything) is not None


def _anything(place: Place) -> Idiom:
    return Idiom("change", place.owner, None, place.name, None, None, None, None)


def changed_member(view: "View", attribute: Attribute) -> Changed | None:
    """Return the member that is used as the text it was: joined to another, given to what takes text."""

    def look(place: Place) -> Idiom | None:
        idiom = view.catalog.change(place.owner, None, place.name)
        return idiom if idiom is not None and idiom.when == "as text" else None

    if attribute.name not in view.catalog.idiom_names["change"]:
        return None
    found = agreed(view, attribute.id, read, look)
    if found is None or not _is_text(view, attribute.id):
        return None
    return Changed(*found, f"{found[0]} as text")


def _is_text(view: "View", expr: ExprId) -> bool:
    if any(use.value == expr and use.how == "operand" for use in view.all(Use)):
        return True
    return any(expr in call.arguments and is_one_of(view, call, _TAKE_TEXT) for call in view.all(Call))
