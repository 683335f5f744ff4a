"""What an except clause has to catch in place of, or besides, exceptions that never come."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.handlers.handlers import Catch, exceptions
from flake8_fakeasync.analysis.handlers.stale import Stale
from flake8_fakeasync.analysis.syntax.exprs import Display
from flake8_fakeasync.diagnostics import Edit

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.syntax.edits import Edits
    from flake8_fakeasync.analysis.view import View


def replaced(view: "View", edits: "Edits", catch: Catch, found: Stale) -> tuple[Edit, ...] | None:
    """Return the edits that put the counterparts of exceptions in their place; None where one has none."""
    spans = edits.caught(catch) if catch.says == "except" else []
    row = view.module.row(catch.types[0])
    types = row.items if isinstance(row, Display) else catch.types
    if len(types) != len(spans) or len(set(found.twins.values())) < len(found.twins):
        return None
    imports, made, mended = set[Edit](), list[Edit](), set[str]()
    for expr, span in zip(types, spans, strict=True):
        names = [view.catalog.canonical(name) for name in exceptions(view, expr)]
        twin = found.twins.get(names[0]) if len(names) == 1 else None
        spelled = _spelled(edits, twin) if twin is not None else None
        if spelled is not None:
            made.append(Edit(span[:2], span[2:], spelled[0]))
            imports.update(spelled[1])
            mended.add(names[0])
    return (*imports, *made) if mended and mended == found.twins.keys() else None


def added(edits: "Edits", catch: Catch, found: Stale) -> tuple[Edit, ...] | None:
    """Return the edits that add the counterparts of exceptions to what an except clause catches."""
    spelled = [_spelled(edits, twin) for twin in dict.fromkeys(found.twins.values())]
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
