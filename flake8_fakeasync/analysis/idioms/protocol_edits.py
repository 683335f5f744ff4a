"""How to write what is entered, iterated over or read the wrong way, where the catalog has one right text for it."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Element, Enter

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.syntax.edits import Edits
    from flake8_fakeasync.analysis.view import View
    from flake8_fakeasync.catalog.idioms import Idiom
    from flake8_fakeasync.diagnostics import Edit

_ENTER, _ITERATE, _AWAIT = "async with", "async for", "await "
_FIRST = "; "


def use_edits(view: "View", edits: "Edits", fact: Enter | Element, idiom: "Idiom") -> "tuple[Edit | None, ...]":
    """Return the edits that enter, or iterate over, a value asynchronously."""
    if view.coroutine(fact.region) is None:
        return ()
    if isinstance(fact, Enter):
        return (edits.entering(fact),) if idiom.edit == _ENTER else ()
    return (edits.iterating(fact),) if idiom.edit == _ITERATE else ()


def read_edits(view: "View", edits: "Edits", read: Attribute, idiom: "Idiom") -> "tuple[Edit | None, ...]":
    """Return the edits that read a streamed body asynchronously."""
    wanted = idiom.edit or ""
    if view.coroutine(read.region) is None:
        return ()
    if wanted.endswith(_FIRST):
        return (_first(edits, read, wanted.removesuffix(_FIRST)),)
    calls = [call for call in view.all(Call) if call.function == read.id]
    if len(calls) != 1:
        return ()
    name = wanted.rpartition(".")[2].replace("{name}", read.name)
    if wanted.startswith(_AWAIT):
        return (edits.name(read, name), *(edits.awaiting(calls[0]) or (None,)))
    loops = [each for each in view.all(Element) if each.base == calls[0].id]
    if not wanted.startswith(_ITERATE) or len(loops) != 1:
        return ()
    return edits.name(read, name), edits.iterating(loops[0])


def _first(edits: "Edits", read: Attribute, statement: str) -> "Edit | None":
    """Return the edit that puts a statement on a response that has a name before the one that reads it."""
    name = edits.base(read)
    return edits.before(read, statement.replace("{base}", name)) if name.isidentifier() else None
