"""Members and names that a library does not have."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.handlers.handlers import Catch
from flake8_fakeasync.analysis.idioms.exemptions import assigned, expected, is_double, knows_both, replaced
from flake8_fakeasync.analysis.idioms.idioms import MIGRATED_TO, Place, agreed, instance, possible, read
from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Display, Join
from flake8_fakeasync.analysis.syntax.facts import Import, Store
from flake8_fakeasync.analysis.values import External, Instance, Literal, Value
from flake8_fakeasync.catalog.idioms import Idiom

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.view import View


_FLAG = "flag"  # an idiom about assigning True or False; anything else there is a method of the project's own


def missing_member(view: "View", attribute: Attribute) -> tuple[Place, Idiom] | None:
    """Return the member that an attribute reads from an instance whose class has none of this name."""

    def look(place: Place) -> Idiom | None:
        return view.catalog.missing(place.owner, place.name)

    if attribute.name not in view.catalog.idiom_names["missing"]:
        return None
    found = _unless_excused(view, attribute, possible(view, attribute.id, _of_instance, look))
    return None if found is not None and knows_both(view, attribute.region, *found) else found


def missing_name(view: "View", attribute: Attribute) -> tuple[Place, Idiom] | None:
    """Return the name that an attribute reads from a module that does not have it."""

    def look(place: Place) -> Idiom | None:
        own = view.catalog.cls(place.owner) is None
        return view.catalog.missing(place.owner, place.name) if own else None

    if attribute.name not in view.catalog.idiom_names["missing"]:
        return None
    return _unless_excused(view, attribute, agreed(view, attribute.id, _of_module, look))


def missing_import(view: "View", fact: Import) -> tuple[Place, Idiom] | None:
    """Return the name or submodule that an import asks of a library that does not have it."""
    if not fact.module.startswith(MIGRATED_TO) or expected(view, fact.region, "ImportError", "ModuleNotFoundError"):
        return None
    if not isinstance(view.program.evaluator.module_named(view.module, fact.module), External):
        return None
    path = [*fact.module.split("."), *([fact.name] if fact.name else [])]
    if len(path) == 1:
        return None
    place = Place(path[0], path[1])
    idiom = view.catalog.missing(place.owner, place.name)
    return (place, idiom) if idiom is not None and not assigned(view, place) else None


def ignored_setting(view: "View", store: Store) -> tuple[Place, Idiom] | None:
    """Return the setting of a library's object that an assignment does not change."""

    def look(place: Place) -> Idiom | None:
        return view.catalog.ignored(place.owner, store.name)

    if store.name not in view.catalog.idiom_names["ignored"] or is_double(view, store.value):
        return None
    found = agreed(view, store.base, instance, look)
    is_flag = any(isinstance(value, Literal) and isinstance(value.value, bool) for value in view.infer(store.value))
    return None if found is not None and found[1].when == _FLAG and not is_flag else found


def _of_instance(evaluator: "Evaluator", value: Value) -> Place | None:
    return read(evaluator, value) if isinstance(value, Instance) else None


def _of_module(evaluator: "Evaluator", value: Value) -> Place | None:
    return read(evaluator, value) if isinstance(value, External) else None


def _unless_excused(
    view: "View", attribute: Attribute, found: tuple[Place, Idiom] | None
) -> tuple[Place, Idiom] | None:
    if found is None or expected(view, attribute.region, "AttributeError"):
        return None
    return None if assigned(view, found[0]) or replaced(view, found[0]) else found


def caught(view: "View") -> set[ExprId]:
    """Return the values that are named where exceptions are caught, with the modules they are taken from."""
    found: set[ExprId] = set()
    pending = [expr for catch in view.all(Catch) for expr in catch.types]
    while pending:
        expr = pending.pop()
        found.add(expr)
        row = view.module.row(expr)
        if isinstance(row, Attribute):
            pending.append(row.base)
        elif isinstance(row, Display):
            pending += row.items
        elif isinstance(row, Join):
            pending += row.parts
    return found
