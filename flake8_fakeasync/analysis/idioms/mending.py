"""What to write in place of an idiom, where the catalog has one right text for it."""

import re
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.idioms.idioms import Place
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Constant, Enter
from flake8_fakeasync.analysis.values import External
from flake8_fakeasync.catalog.idioms import Idiom

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.ids import ExprId
    from flake8_fakeasync.analysis.syntax.edits import Edits
    from flake8_fakeasync.analysis.view import View
    from flake8_fakeasync.diagnostics import Edit

_NAME = re.compile(r"\{(\w+(?:\.\w+)+)\}")


def keyword_edits(
    view: "View", edits: "Edits", call: Call, name: str, found: tuple[Place, Idiom]
) -> "tuple[Edit | None, ...] | None":
    """Return the edits that put the right argument in the place of a keyword, None where no text is right."""
    place, idiom = found
    given = next((value for keyword, value in call.keywords if keyword == name), None)
    if idiom.edit is None or given is None or place.among > 1 or not _is_written(view, given, idiom.edit_when):
        return None
    text, imports = _named(edits, _with_pair(edits, call, name, idiom.edit))
    made = edits.keyword(call, name, text) if text is not None and "{first}" not in text else None
    return (*imports, *made) if made is not None else None


def client_edits(
    view: "View", edits: "Edits", call: Call, name: str, found: tuple[Place, Idiom]
) -> "tuple[Edit | None, ...] | None":
    """Return the edits that move a keyword of a request to the client, None where that is not created nearby."""
    place, idiom = found
    given = next((value for keyword, value in call.keywords if keyword == name), None)
    creation = _creation(view, call, idiom.owner)
    if idiom.edit_client is None or given is None or creation is None or place.among > 1:
        return None
    wanted = idiom.edit_client.partition("=")[0]
    if not _is_written(view, given, "literal") or any(keyword in {wanted, None} for keyword, _ in creation.keywords):
        return None
    taken = edits.keyword(call, name, "")
    added = edits.last_argument(creation, idiom.edit_client.replace("{value}", edits.value(call, name)))
    return (added, *taken) if taken is not None else None


def _creation(view: "View", call: Call, owner: str) -> Call | None:
    """Return the call that creates the client whose method is called, if the same function has it."""
    read = view.module.row(call.function)
    row = view.module.row(read.base) if isinstance(read, Attribute) else None
    made = view.module.row(row.value) if isinstance(row, Enter) else row
    if not isinstance(made, Call) or External(owner) not in view.infer(made.function):
        return None
    return made if view.facts.function_of(made.region) is view.facts.function_of(call.region) else None


def _with_pair(edits: "Edits", call: Call, name: str, text: str) -> str:
    """Return a text with the parts of a pair filled in."""
    parts = edits.pair(call, name) if "{first}" in text else None
    return text.replace("{first}", parts[0]).replace("{second}", parts[1]) if parts is not None else text


def member_edits(edits: "Edits", read: Attribute, place: Place, idiom: Idiom) -> "tuple[Edit | None, ...] | None":
    """Return the edits that put the right member in the place of a missing one, None where no text is right."""
    return edits.member(read, idiom.edit) if idiom.edit is not None and place.among == 1 else None


def _named(edits: "Edits", text: str) -> "tuple[str | None, tuple[Edit, ...]]":
    """Return a text with the names in braces spelled as the file imports them, and the imports that it lacks."""
    imports: tuple[Edit, ...] = ()
    for name in _NAME.findall(text):
        spelled = edits.spelled(name)
        if spelled is None:
            return None, ()
        text = text.replace(f"{{{name}}}", spelled.text)
        imports += spelled.edits
    return text, imports


def _is_written(view: "View", value: "ExprId", when: str | None) -> bool:
    """Return whether a value is written out in the form that an edit asks for."""
    row = view.module.row(value)
    if when is None:
        return True
    if not isinstance(row, Constant):
        return False
    wanted = {"flag": (True, False), "true": (True,), "false": (False,)}.get(when)
    return wanted is None or any(row.value is each for each in wanted)
