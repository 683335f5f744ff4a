"""Code that runs on the new library and means something else: recognised by the form of an argument or a use."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.idioms.excuses import asks_version
from flake8_fakeasync.analysis.idioms.idioms import Place, agreed, called, instance, may_be_member, read
from flake8_fakeasync.analysis.names.things import External
from flake8_fakeasync.analysis.syntax.facts import Use
from flake8_fakeasync.analysis.syntax.rows import Attribute, Await, Call, Constant, Display, Enter, Starred, Value
from flake8_fakeasync.catalog.model import Idiom

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.linked import Linked

_TAKE_TEXT = ("base64.", "json.loads", "re.", "urllib.parse.")
_GIVE_TEXT = ("json.dumps", "urllib.parse.urlencode")


class Changed(NamedTuple):
    """What means something else than it did; `shown` is how to call it in a message."""

    place: Place
    idiom: Idiom
    shown: str


def changed_arguments(linked: "Linked", call: Call) -> Iterator[Changed]:
    """Yield the keywords of a call that are given in a form that is taken differently."""
    for keyword, value in call.keywords:
        if keyword not in linked.catalog.idiom_names["change"]:
            continue

        def look(place: Place, keyword: str = keyword) -> Idiom | None:
            return linked.catalog.change(place.owner, place.name, keyword)

        found = agreed(linked, call.function, called, look)
        form = _FORMS.get(found[1].when or "") if found is not None else None
        if found is None or form is None or not form(linked, call, value):
            continue
        if not (found[1].since and asks_version(linked, found[0].library)):
            yield Changed(*found, f"{keyword}= of {found[0]}()")


def changed_test(linked: "Linked", use: Use) -> Changed | None:
    """Return the response whose truth is asked for right after it came: one that may be None is asked for that."""

    def look(place: Place) -> Idiom | None:
        return linked.catalog.change(place.owner, None, "__bool__")

    if use.how != "tested" or not _is_fresh(linked, use):
        return None
    found = agreed(linked, use.value, instance, look)
    return Changed(*found, f"truth of {found[0]}") if found is not None else None


def _is_fresh(linked: "Linked", use: Use) -> bool:
    """Return whether nothing but a request of a library can have led to what is tested."""
    row = linked.module.row(use.value)
    if isinstance(row, Await | Enter):
        row = linked.module.row(row.value)
    if not isinstance(row, Call) or not may_be_member(linked, row.function):
        return False
    if row.region not in linked.facts.enclosing(use.region):
        return False
    return agreed(linked, row.function, called, _anything) is not None


def _anything(place: Place) -> Idiom:
    return Idiom("change", place.owner, None, place.name, None, None, None, None)


def changed_member(linked: "Linked", attribute: Attribute) -> Changed | None:
    """Return the member that is used as the text it was: joined to another, given to what takes text."""

    def look(place: Place) -> Idiom | None:
        idiom = linked.catalog.change(place.owner, None, place.name)
        return idiom if idiom is not None and idiom.when == "as text" else None

    if attribute.name not in linked.catalog.idiom_names["change"]:
        return None
    found = agreed(linked, attribute.id, read, look)
    if found is None or not _is_text(linked, attribute.id):
        return None
    return Changed(*found, f"{found[0]} as text")


def _is_text(linked: "Linked", value: Value) -> bool:
    if any(use.value == value and use.how == "operand" for use in linked.all(Use)):
        return True
    return any(value in call.arguments and _is_one_of(linked, call, _TAKE_TEXT) for call in linked.all(Call))


def _is_one_of(linked: "Linked", call: Call, names: tuple[str, ...]) -> bool:
    things = linked.things(call.function)
    return any(isinstance(thing, External) and thing.name.startswith(names) for thing in things)


def _given(_linked: "Linked", _call: Call, value: Value) -> bool:
    return bool(value)


def _pair(linked: "Linked", _call: Call, value: Value) -> bool:
    row = linked.module.row(value)
    return isinstance(row, Display) and row.kind == "tuple" and len(row.items) == 2  # noqa: PLR2004


def _text(linked: "Linked", _call: Call, value: Value) -> bool:
    row = linked.module.row(value)
    if isinstance(row, Call):
        return _is_one_of(linked, row, _GIVE_TEXT)
    return isinstance(row, Constant) and isinstance(row.value, str)


def _query(linked: "Linked", call: Call, _value: Value) -> bool:
    given = [value for value in call.arguments if not isinstance(linked.module.row(value), Starred)]
    given += [value for keyword, value in call.keywords if keyword == "url"]
    rows = [linked.module.row(value) for value in given]
    return any(isinstance(row, Constant) and isinstance(row.value, str) and "?" in row.value for row in rows)


_FORMS: "dict[str, Callable[[Linked, Call, Value], bool]]" = {
    "given": _given,
    "pair": _pair,
    "query": _query,
    "text": _text,
}
