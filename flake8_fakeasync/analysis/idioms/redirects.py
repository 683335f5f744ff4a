"""Responses that are used as if redirects had been followed, which httpx does not do by default."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.idioms.idioms import Place, called, places
from flake8_fakeasync.analysis.idioms.streams import origins
from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.project.neighbours import neighbours
from flake8_fakeasync.analysis.project.requirements import requires
from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN, Attribute, Await, Call, Enter, Imported
from flake8_fakeasync.analysis.values import Literal
from flake8_fakeasync.catalog.model import HTTPX_FAMILY

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.view import View

_FOLLOWED_BY = ("requests", "aiohttp")  # libraries that follow redirects by themselves
_OPTION = "follow_redirects"
_GET = "get"
_BY_NAME = frozenset({"request", "stream"})  # take the HTTP method as their first argument
_WRITES = frozenset({"write", "write_bytes", "write_text"})
_BODIES = frozenset({"content", "text", "iter_bytes", "aiter_bytes", "iter_raw", "aiter_raw"})


class Unfollowed(NamedTuple):
    """A member that sends a request, and its calls whose response a redirect would be taken for."""

    place: Place
    requests: tuple[Call, ...]


def not_followed(view: "View", call: Call) -> Unfollowed | None:
    """Return the requests whose response a call checks or writes to a file, if a redirect would be taken for it."""
    row = view.module.row(call.function)
    if not isinstance(row, Attribute):
        return None
    if row.name == "raise_for_status" and not call.arguments:
        response = row.base
    elif row.name in _WRITES and len(call.arguments) == 1:
        response = _body(view, call.arguments[0])
    else:
        return None
    found = [_request(view, expr) for expr in sorted(origins(view, response))] if response else []
    sent = [each for each in found if each is not None]
    if not sent or len(sent) < len(found) or not came_from_another(view):
        return None
    return Unfollowed(sent[0][0], tuple(request for _, request in sent))


def _body(view: "View", expr: ExprId) -> ExprId:
    """Return the response whose whole body a value is, UNKNOWN if it is something else."""
    row = view.module.row(expr)
    return row.base if isinstance(row, Attribute) and row.name in _BODIES else UNKNOWN


def _request(view: "View", expr: ExprId) -> tuple[Place, Call] | None:
    """Return the member that sends a request of httpx which nothing tells to follow redirects, and its call."""
    row = view.module.row(expr)
    if isinstance(row, Await | Enter):
        row = view.module.row(row.value)
    if not isinstance(row, Call) or _is_told(row):
        return None
    found = places(view, row.function, called)
    if len(found) != 1 or found[0].library not in HTTPX_FAMILY or not _is_get(view, row, found[0]):
        return None
    function = view.module.row(row.function)
    if found[0].owner in HTTPX_FAMILY:
        return found[0], row
    return (found[0], row) if isinstance(function, Attribute) and _is_silent(view, function.base) else None


def _is_get(view: "View", call: Call, place: Place) -> bool:
    """Return whether a request asks for a resource: the others are seldom redirected."""
    if place.name not in _BY_NAME:
        return place.name == _GET
    expr = call.arguments[0] if call.arguments else dict(call.keywords).get("method", UNKNOWN)
    values = view.infer(expr)
    return bool(values) and all(isinstance(each, Literal) and str(each.value).lower() == _GET for each in values)


def _is_told(call: Call) -> bool:
    return any(name in {_OPTION, None} for name, _ in call.keywords)


def _is_silent(view: "View", client: ExprId) -> bool:
    """Return whether a client is made where it can be seen, and is not told to follow redirects."""
    if any(store.name == _OPTION for store in view.facts.stores):
        return False
    made: list[ExprId] = []
    for expr in origins(view, client):
        row = view.module.row(expr)
        cls = view.module.class_of_self(row.base) if isinstance(row, Attribute) else None
        if cls is not None and isinstance(row, Attribute):
            made += [store.value for store in view.module.attributes.get(cls, {}).get(row.name, ())]
        else:
            made.append(row.value if isinstance(row, Enter) else expr)
    rows = [view.module.row(expr) for expr in made]
    return bool(rows) and all(isinstance(row, Call) and not _is_told(row) and _makes(view, row) for row in rows)


def _makes(view: "View", call: Call) -> bool:
    found = places(view, call.function, called)
    return bool(found) and all(place.name == "__init__" and place.library in HTTPX_FAMILY for place in found)


def came_from_another(view: "View") -> bool:
    """Return whether a project uses, or asks for, a library that follows redirects by itself."""
    project, module = view.program.project, view.module
    if any(row.module.partition(".")[0] in _FOLLOWED_BY for row in module.rows(Imported)):
        return True
    if any(requires(project, module, name) for name in _FOLLOWED_BY):
        return True
    for other in neighbours(project, module, *_FOLLOWED_BY):
        if any(fact.module.partition(".")[0] in _FOLLOWED_BY for fact in other.facts.imports):
            return True
    return False
