"""Members and names that a library does not have."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.handlers.handlers import Catch
from flake8_fakeasync.analysis.idioms.excuses import assigned, expected, replaced
from flake8_fakeasync.analysis.idioms.idioms import MIGRATED_TO, Place, agreed, instance, read
from flake8_fakeasync.analysis.names.things import External, Instance, Thing
from flake8_fakeasync.analysis.syntax.facts import Import, Store
from flake8_fakeasync.analysis.syntax.rows import Attribute, Display, Join, Value
from flake8_fakeasync.catalog.model import Idiom

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.linked import Linked
    from flake8_fakeasync.analysis.names.names import Names


def missing_member(linked: "Linked", attribute: Attribute) -> tuple[Place, Idiom] | None:
    """Return the member that an attribute reads from an instance whose class has none of this name."""

    def look(place: Place) -> Idiom | None:
        return linked.catalog.missing(place.owner, place.name)

    if attribute.name not in linked.catalog.idiom_names["missing"]:
        return None
    return _unless_excused(linked, attribute, agreed(linked, attribute.id, _of_instance, look))


def missing_name(linked: "Linked", attribute: Attribute) -> tuple[Place, Idiom] | None:
    """Return the name that an attribute reads from a module that does not have it."""

    def look(place: Place) -> Idiom | None:
        own = linked.catalog.cls(place.owner) is None
        return linked.catalog.missing(place.owner, place.name) if own else None

    if attribute.name not in linked.catalog.idiom_names["missing"]:
        return None
    return _unless_excused(linked, attribute, agreed(linked, attribute.id, _of_module, look))


def missing_import(linked: "Linked", fact: Import) -> tuple[Place, Idiom] | None:
    """Return the name or submodule that an import asks of a library that does not have it."""
    if not fact.module.startswith(MIGRATED_TO) or expected(linked, fact.region, "ImportError", "ModuleNotFoundError"):
        return None
    if not isinstance(linked.program.names.module_named(linked.module, fact.module), External):
        return None
    path = [*fact.module.split("."), *([fact.name] if fact.name else [])]
    if len(path) == 1:
        return None
    place = Place(path[0], path[1])
    idiom = linked.catalog.missing(*place)
    return (place, idiom) if idiom is not None and not assigned(linked, place) else None


def ignored_setting(linked: "Linked", store: Store) -> tuple[Place, Idiom] | None:
    """Return the setting of a library's object that an assignment does not change."""

    def look(place: Place) -> Idiom | None:
        return linked.catalog.ignored(place.owner, store.name)

    asked = store.name in linked.catalog.idiom_names["ignored"]
    return agreed(linked, store.base, instance, look) if asked else None


def _of_instance(names: "Names", thing: Thing) -> Place | None:
    return read(names, thing) if isinstance(thing, Instance) else None


def _of_module(names: "Names", thing: Thing) -> Place | None:
    return read(names, thing) if isinstance(thing, External) else None


def _unless_excused(
    linked: "Linked", attribute: Attribute, found: tuple[Place, Idiom] | None
) -> tuple[Place, Idiom] | None:
    if found is None or expected(linked, attribute.region, "AttributeError"):
        return None
    return None if assigned(linked, found[0]) or replaced(linked, found[0]) else found


def caught(linked: "Linked") -> set[Value]:
    """Return the values that are named where exceptions are caught, with the modules they are taken from."""
    found: set[Value] = set()
    pending = [value for catch in linked.all(Catch) for value in catch.types]
    while pending:
        value = pending.pop()
        found.add(value)
        row = linked.module.row(value)
        if isinstance(row, Attribute):
            pending.append(row.base)
        elif isinstance(row, Display):
            pending += row.items
        elif isinstance(row, Join):
            pending += row.parts
    return found
