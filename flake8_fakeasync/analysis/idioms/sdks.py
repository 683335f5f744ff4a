"""Clients of services other than HTTP: what of them has to be awaited, and what must not be."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.idioms.idioms import Place
from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.syntax.exprs import Attribute
from flake8_fakeasync.analysis.values import External, Instance, OwnClass, OwnInstance, Value, known

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.view import View

_KIND = "network"
_WAITS = frozenset({"blocks", "coroutine"})


def member(view: "View", function: ExprId, effect: str) -> Place | None:
    """Return the member of a client that a callee is for certain, if calling it does this."""
    values = known(view.infer(function))
    found = {_member(view, value, effect) for value in values}
    place = found.pop() if len(found) == 1 else None
    cls = view.catalog.cls(place.owner) if place is not None else None
    if cls is not None and cls.chosen:
        return None
    return None if place is None or is_overridden(view, function) else place


def _member(view: "View", value: Value, effect: str) -> Place | None:
    if isinstance(value, External):
        entry = view.catalog.function(value.name)
        is_meant = entry is not None and entry.kind == _KIND and entry.effect == effect
        return Place(*value.name.rpartition(".")[::2]) if is_meant else None
    cls = view.catalog.cls(value.name) if isinstance(value, Instance) and value.path else None
    if cls is None or not isinstance(value, Instance) or cls.kind != _KIND or value.path in cls.close:
        return None
    known_member = cls.member(value.path)
    is_meant = known_member is not None and known_member.effect == effect
    return Place(cls.name, value.path) if is_meant else None


def is_overridden(view: "View", function: ExprId) -> bool:
    """Return whether a callee is inherited by a class that replaces a method which those it inherits rely on."""
    row = view.module.row(function)
    if not isinstance(row, Attribute):
        return False
    evaluator = view.program.evaluator
    for value in view.infer(row.base):
        mro = evaluator.mro(OwnClass(value.module, value.scope)) if isinstance(value, OwnInstance) else None
        bases = [cls for name in mro.external if (cls := view.catalog.cls(name)) is not None] if mro else []
        waiting = {each.name for cls in bases for each in cls.members.values() if each.effect in _WAITS}
        for own in mro.own if mro else ():
            module = evaluator.project.module(own.module)
            if module is not None and not waiting.isdisjoint(module.cls(own.scope).names):
                return True
    return False
