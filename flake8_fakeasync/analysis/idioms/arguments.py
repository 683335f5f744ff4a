"""The arguments of a call that the callee does not take."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.idioms.exemptions import asks_version, expected, knows_both
from flake8_fakeasync.analysis.idioms.forwarded import forwarded, unpacked
from flake8_fakeasync.analysis.idioms.idioms import Place, called, may_be_member, possible
from flake8_fakeasync.analysis.idioms.references import Direct, direct
from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Starred
from flake8_fakeasync.analysis.values import known
from flake8_fakeasync.catalog.idioms import Idiom

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.view import View

BODY = "request-body-on-http-methods"  # the section of the guide on methods that take none
_ORDINALS = {"1": "first", "2": "second", "3": "third"}


class Rejected(NamedTuple):
    """An argument that the callee of a call does not take; `shown` is how to name it in a message.

    `name` is its keyword, or its place among the arguments, from 1; `is_forwarded` by functions of the project.
    """

    call: Call
    place: Place
    idiom: Idiom
    shown: str
    name: str
    is_forwarded: bool = False


def rejected(view: "View") -> Iterator[Rejected]:
    """Yield the arguments in a module that the catalog knows the callee to reject."""
    for call in view.all(Call):
        if call.arguments or call.keywords:
            yield from _rejected(view, call)


def _rejected(view: "View", call: Call) -> Iterator[Rejected]:
    for each in direct(view, call):
        for name in view.catalog.idiom_names["keyword"].intersection(_given(view, each)):
            found = _rejects(view, call, each.function, name)
            if found is not None and not _excused(view, call, *found):
                shown = f"{_ORDINALS[name]} positional argument" if name in _ORDINALS else f"{name}="
                yield Rejected(call, *found, shown, name)
    for name in view.catalog.idiom_names["keyword"].intersection(keyword for keyword, _ in call.keywords if keyword):
        passed = _rejects_forwarded(view, call, name)
        if passed is not None and not _excused(view, call, *passed):
            yield Rejected(call, *passed, f"{name}=", name, is_forwarded=True)


def _given(view: "View", call: Direct) -> list[str]:
    """Return what a call passes: keywords, and places of arguments where it calls a member."""
    is_member = may_be_member(view, call.function)
    if isinstance(view.module.row(call.function), Attribute) and not is_member:
        return []
    given = [keyword for keyword, _ in call.keywords if keyword is not None]
    given += [keyword for keyword, _ in unpacked(view, call.keywords)]
    if is_member and not any(isinstance(view.module.row(argument), Starred) for argument in call.arguments):
        given += [str(number) for number, _ in enumerate(call.arguments, 1)]
    return given


def _rejects(view: "View", call: Call, function: ExprId, name: str) -> tuple[Place, Idiom] | None:
    def look(place: Place) -> Idiom | None:
        return view.catalog.keyword(place.owner, place.name, name)

    found = possible(view, function, called, look)
    return None if found is not None and knows_both(view, call.region, *found) else found


def _rejects_forwarded(view: "View", call: Call, name: str) -> tuple[Place, Idiom] | None:
    """Return what rejects a keyword that functions of the project pass on, if all that gets it does."""
    evaluator = view.program.evaluator
    found: list[tuple[Place, Idiom]] = []
    for module, inner in forwarded(evaluator, view.module, call, name):
        for value in known(evaluator.infer(module, inner.function)) or {None}:
            place = called(evaluator, value) if value is not None else None
            idiom = view.catalog.keyword(place.owner, place.name, name) if place is not None else None
            if place is None or idiom is None:
                return None
            found.append((place, idiom))
    return min(found, key=lambda each: each[0], default=None)


def _excused(view: "View", call: Call, place: Place, idiom: Idiom) -> bool:
    if expected(view, call.region, "TypeError"):
        return True
    return idiom.since is not None and asks_version(view, place.library)
