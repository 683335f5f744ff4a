"""Members and names that a library does not have."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.handlers.handlers import Catch
from flake8_fakeasync.analysis.idioms.exemptions import assigned, expected, is_double, knows_both, replaced
from flake8_fakeasync.analysis.idioms.idioms import MIGRATED_TO, Place, agreed, instance, possible, read
from flake8_fakeasync.analysis.infer.values import External, Instance, Literal, Value
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Display, ExprId, Join
from flake8_fakeasync.analysis.syntax.facts import Import, Store
from flake8_fakeasync.catalog.model import Idiom

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator


_FLAG = "flag"  # an idiom about assigning True or False; anything else there is a method of the project's own


def missing_member(context: "Context", attribute: Attribute) -> tuple[Place, Idiom] | None:
    """Return the member that an attribute reads from an instance whose class has none of this name."""

    def look(place: Place) -> Idiom | None:
        return context.catalog.missing(place.owner, place.name)

    if attribute.name not in context.catalog.idiom_names["missing"]:
        return None
    found = _unless_excused(context, attribute, possible(context, attribute.id, _of_instance, look))
    return None if found is not None and knows_both(context, attribute.region, *found) else found


def missing_name(context: "Context", attribute: Attribute) -> tuple[Place, Idiom] | None:
    """Return the name that an attribute reads from a module that does not have it."""

    def look(place: Place) -> Idiom | None:
        own = context.catalog.cls(place.owner) is None
        return context.catalog.missing(place.owner, place.name) if own else None

    if attribute.name not in context.catalog.idiom_names["missing"]:
        return None
    return _unless_excused(context, attribute, agreed(context, attribute.id, _of_module, look))


def missing_import(context: "Context", fact: Import) -> tuple[Place, Idiom] | None:
    """Return the name or submodule that an import asks of a library that does not have it."""
    if not fact.module.startswith(MIGRATED_TO) or expected(context, fact.region, "ImportError", "ModuleNotFoundError"):
        return None
    if not isinstance(context.program.evaluator.module_named(context.module, fact.module), External):
        return None
    path = [*fact.module.split("."), *([fact.name] if fact.name else [])]
    if len(path) == 1:
        return None
    place = Place(path[0], path[1])
    idiom = context.catalog.missing(place.owner, place.name)
    return (place, idiom) if idiom is not None and not assigned(context, place) else None


def ignored_setting(context: "Context", store: Store) -> tuple[Place, Idiom] | None:
    """Return the setting of a library's object that an assignment does not change."""

    def look(place: Place) -> Idiom | None:
        return context.catalog.ignored(place.owner, store.name)

    if store.name not in context.catalog.idiom_names["ignored"] or is_double(context, store.value):
        return None
    found = agreed(context, store.base, instance, look)
    is_flag = any(isinstance(value, Literal) and isinstance(value.value, bool) for value in context.infer(store.value))
    return None if found is not None and found[1].when == _FLAG and not is_flag else found


def _of_instance(evaluator: "Evaluator", value: Value) -> Place | None:
    return read(evaluator, value) if isinstance(value, Instance) else None


def _of_module(evaluator: "Evaluator", value: Value) -> Place | None:
    return read(evaluator, value) if isinstance(value, External) else None


def _unless_excused(
    context: "Context", attribute: Attribute, found: tuple[Place, Idiom] | None
) -> tuple[Place, Idiom] | None:
    if found is None or expected(context, attribute.region, "AttributeError"):
        return None
    return None if assigned(context, found[0]) or replaced(context, found[0]) else found


def caught(context: "Context") -> set[ExprId]:
    """Return the values that are named where exceptions are caught, with the modules they are taken from."""
    found: set[ExprId] = set()
    pending = [expr for catch in context.all(Catch) for expr in catch.types]
    while pending:
        expr = pending.pop()
        found.add(expr)
        row = context.module.row(expr)
        if isinstance(row, Attribute):
            pending.append(row.base)
        elif isinstance(row, Display):
            pending += row.items
        elif isinstance(row, Join):
            pending += row.parts
    return found
