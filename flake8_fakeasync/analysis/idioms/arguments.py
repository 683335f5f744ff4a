"""The arguments of a call that the callee does not take."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.idioms.excuses import asks_version, expected
from flake8_fakeasync.analysis.idioms.idioms import Place, agreed, called, may_be_member
from flake8_fakeasync.analysis.syntax.rows import Attribute, Call, Starred
from flake8_fakeasync.catalog.model import Idiom

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.linked import Linked

BODY = "request-body-on-http-methods"  # the section of the guide on methods that take none
_ORDINALS = {"1": "first", "2": "second", "3": "third"}


class Rejected(NamedTuple):
    """An argument that the callee of a call does not take; `shown` is how to name it in a message."""

    call: Call
    place: Place
    idiom: Idiom
    shown: str


def rejected(linked: "Linked") -> Iterator[Rejected]:
    """Yield the arguments in a module that the catalog knows the callee to reject."""
    for call in linked.all(Call):
        if call.arguments or call.keywords:
            yield from _rejected(linked, call)


def _rejected(linked: "Linked", call: Call) -> Iterator[Rejected]:
    is_member = may_be_member(linked, call.function)
    if isinstance(linked.module.row(call.function), Attribute) and not is_member:
        return
    given = [keyword for keyword, _ in call.keywords if keyword is not None]
    if is_member and not any(isinstance(linked.module.row(argument), Starred) for argument in call.arguments):
        given += [str(number) for number, _ in enumerate(call.arguments, 1)]
    for name in linked.catalog.idiom_names["keyword"].intersection(given):
        found = _rejects(linked, call, name)
        if found is not None and not _excused(linked, call, *found):
            shown = f"{_ORDINALS[name]} positional argument" if name in _ORDINALS else f"{name}="
            yield Rejected(call, *found, shown)


def _rejects(linked: "Linked", call: Call, name: str) -> tuple[Place, Idiom] | None:
    def look(place: Place) -> Idiom | None:
        return linked.catalog.keyword(place.owner, place.name, name)

    return agreed(linked, call.function, called, look)


def _excused(linked: "Linked", call: Call, place: Place, idiom: Idiom) -> bool:
    if expected(linked, call.region, "TypeError"):
        return True
    return idiom.since is not None and asks_version(linked, place.library)
