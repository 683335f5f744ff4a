"""What an except clause has to catch in place of, or besides, exceptions that never come."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.handlers.handlers import Catch, exceptions
from flake8_fakeasync.analysis.handlers.stale import PYTHON, Stale
from flake8_fakeasync.analysis.syntax.exprs import Display
from flake8_fakeasync.diagnostics import Edit

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.syntax.edits import Edits
    from flake8_fakeasync.analysis.view import View

_OF_DECODING = "ValueError"


def replaced(
    view: "View", edits: "Edits", catch: Catch, found: Stale
) -> Iterator[tuple[tuple[str, ...], tuple[Edit, ...]]]:
    """Yield what can be put in the place of exceptions, and the edits; nothing where one cannot be replaced.

    There are two ways where the guarded code decodes JSON and nothing catches the errors of that: the handler may be
    meant for them.
    """
    places = _places(view, edits, catch, found)
    if not places:
        return
    yield from _clause(edits, catch, places)
    if found.decodes and f"{PYTHON}.{_OF_DECODING}" not in (*catch.names, *catch.others):
        *others, last = places.items()
        yield from _clause(edits, catch, {**dict(others), last[0]: (*last[1], _OF_DECODING)})


def _places(view: "View", edits: "Edits", catch: Catch, found: Stale) -> dict[int, tuple[str, ...]]:
    """Return the replacements of exceptions by their places in an except clause; empty if one is not written there."""
    if catch.says != "except" or len(set(found.twins.values())) < len(found.twins):
        return {}
    row = view.module.row(catch.types[0])
    types = row.items if isinstance(row, Display) else catch.types
    if len(types) != edits.caught(catch):
        return {}
    written = [[view.catalog.canonical(name) for name in exceptions(view, expr)] for expr in types]
    dead = {names[0]: place for place, names in enumerate(written) if len(names) == 1 and names[0] in found.twins}
    seen = {name.removeprefix(f"{PYTHON}.") for names in written for name in names}
    places = {}
    for name, place in dead.items():
        first, *others = found.twins[name]
        places[place] = (first, *(each for each in others if each not in seen))
        seen.update(places[place])
    return places if dead.keys() == found.twins.keys() else {}


def _clause(
    edits: "Edits", catch: Catch, places: Mapping[int, Iterable[str]]
) -> Iterator[tuple[tuple[str, ...], tuple[Edit, ...]]]:
    """Yield the edits that put names at the places of an except clause, if the file can spell them."""
    spelled = {place: [_spelled(edits, name) for name in names] for place, names in places.items()}
    sure = {place: [each for each in found if each is not None] for place, found in spelled.items()}
    made = edits.replacing(catch, {place: [text for text, _ in found] for place, found in sure.items()})
    if sure == spelled:
        imports = {edit for found in sure.values() for _, needed in found for edit in needed}
        yield tuple(name for names in places.values() for name in names), (*imports, *made)


def added(edits: "Edits", catch: Catch, found: Stale) -> tuple[Edit, ...] | None:
    """Return the edits that add the counterparts of exceptions to what an except clause catches."""
    twins = dict.fromkeys(name for names in found.twins.values() for name in names)
    spelled = [_spelled(edits, twin) for twin in twins]
    sure = [each for each in spelled if each is not None]
    if catch.says != "except" or not sure or len(sure) < len(spelled):
        return None
    made = edits.catching(catch, *(text for text, _ in sure))
    return (*{edit for _, imports in sure for edit in imports}, *made) if made is not None else None


def _spelled(edits: "Edits", name: str) -> tuple[str, tuple[Edit, ...]] | None:
    """Return how the file writes an exception, and the import that it lacks."""
    if "." not in name:
        return name, ()
    found = edits.spelled(name)
    return (found.text, found.edits) if found is not None else None
