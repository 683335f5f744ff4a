"""Status codes of requests that a status of another library is compared with."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.idioms.idioms import Place, places, read
from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Display
from flake8_fakeasync.analysis.syntax.facts import Use
from flake8_fakeasync.analysis.values import External
from flake8_fakeasync.catalog.model import HTTPX_FAMILY

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.view import View

_CODES = "requests.codes"
_STATUS = frozenset({"status_code", "status"})


def foreign_codes(view: "View", use: Use) -> list[tuple[Attribute, Place, str]]:
    """Return the codes of requests that a value compared here is, or holds; with the status, and the code to use."""
    found = _codes(view, use.value) if use.how == "compared" else []
    status = _status(view, use) if found else None
    if status is None:
        return []
    return [(each, status, _twin(view, status.library, each.name)) for each in found]


def _codes(view: "View", expr: ExprId) -> list[Attribute]:
    row = view.module.row(expr)
    rows = [view.module.row(item) for item in row.items] if isinstance(row, Display) else [row]
    found = [each for each in rows if isinstance(each, Attribute)]
    return [each for each in found if External(_CODES) in view.infer(each.base)]


def _status(view: "View", use: Use) -> Place | None:
    """Return the status of httpx on the other side of a comparison."""
    uses = view.facts.uses
    place = uses.index(use)
    beside = [uses[each] for each in (place - 1, place + 1) if 0 <= each < len(uses)]
    for each in beside:
        row = view.module.row(each.value)
        if each.how == "compared" and each.line == use.line and getattr(row, "name", "") in _STATUS:
            found = places(view, each.value, read)
            return found[0] if found and all(place.library in HTTPX_FAMILY for place in found) else None
    return None


def _twin(view: "View", library: str, name: str) -> str:
    missing = view.catalog.missing(f"{library}.codes", name)
    return missing.replacement or f"{library}.codes" if missing is not None else f"{library}.codes.{name.upper()}"
