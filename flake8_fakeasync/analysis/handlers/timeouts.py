"""Timeouts that go past handlers: the total timeout of aiohttp is a plain TimeoutError."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.handlers.guarded_code import Guards
from flake8_fakeasync.analysis.handlers.handlers import TEST, Catch, exceptions
from flake8_fakeasync.analysis.ids import ExprId, RegionId
from flake8_fakeasync.analysis.project.neighbours import neighbours
from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN, Call
from flake8_fakeasync.analysis.values import External, Instance, Literal, known

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.handlers.guarded_code import GuardedCode
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.view import View

LIBRARY = "aiohttp"
_SESSION, _TIMEOUT = "aiohttp.ClientSession", "aiohttp.ClientTimeout"
# Of its errors those that a handler for failed connections names; others are about responses and URLs.
_CONNECTING = frozenset(
    f"{LIBRARY}.{name}"
    for name in (
        "ClientError", "ClientConnectionError", "ServerConnectionError", "ServerTimeoutError", "ClientOSError",
        "ClientConnectorError",
    )
)  # fmt: skip
_COVERS = frozenset(f"builtins.{name}" for name in ("TimeoutError", "OSError", "Exception", "BaseException"))


def escaping_timeout(view: "View", catch: Catch) -> str | None:
    """Return the error, as printed, that a handler waits for alone where aiohttp's total timeout may be raised."""
    names = [view.catalog.canonical(name) for name in catch.names]
    meant = [name for name in names if name in _CONNECTING]
    if not meant or catch.says == TEST or _covers(view, (*catch.names, *catch.others)):
        return None
    guarded = view.program.service(Guards).followed(catch.guarded)
    requests = [(code, call) for code in guarded for call in _requests(view, code)]
    if not requests or any(_has_no_total(view, code.module, call) for code, call in requests):
        return None
    if any(_is_caught(view, code, call.region) for code, call in requests):
        return None
    around = neighbours(view.program.project, view.module, _TIMEOUT.rpartition(".")[2])
    if any(_has_sessions_without(view, module) for module in (view.module, *around)):
        return None
    return meant[0]


def _covers(view: "View", names: tuple[str, ...]) -> bool:
    return not _COVERS.isdisjoint(view.catalog.canonical(name) for name in names)


def _requests(view: "View", code: "GuardedCode") -> Iterator[Call]:
    """Yield the calls in guarded code that send a request of aiohttp."""
    for event in view.program.service(Guards).events(code):
        if isinstance(event, Call):
            values = known(view.program.evaluator.infer(code.module, event.function))
            if values and all(_sends(view, value) for value in values):
                yield event


def _sends(view: "View", value: object) -> bool:
    cls = view.catalog.cls(value.name) if isinstance(value, Instance) and value.path else None
    member = cls.member(value.path) if cls is not None and isinstance(value, Instance) else None
    return cls is not None and cls.name == _SESSION and member is not None and member.effect == "context"


def _is_caught(view: "View", code: "GuardedCode", region: RegionId) -> bool:
    """Return whether a handler around a request, in its own function, may catch the timeout."""
    around = code.module.facts.enclosing(region)
    for handler in code.module.facts.handlers:
        if handler.guarded in around:
            names = exceptions(view, handler.types) if code.module is view.module else ()
            if not names or _covers(view, names):
                return True
    return False


def _has_no_total(view: "View", module: "Module", call: Call) -> bool:
    given = dict(call.keywords).get("timeout", UNKNOWN)
    return bool(given) and _is_without_total(view, module, given)


def _is_without_total(view: "View", module: "Module", expr: ExprId) -> bool:
    """Return whether a timeout may have no total: None, one that is made without it, and what cannot be seen."""
    row, infer = module.row(expr), view.program.evaluator.infer
    if not isinstance(row, Call):
        values = infer(module, expr)
        return not values or any(isinstance(value, Literal) and value.value is None for value in values)
    if External(_TIMEOUT) not in infer(module, row.function):
        return True
    total = dict(row.keywords).get("total", row.arguments[0] if row.arguments else UNKNOWN)
    return not total or any(isinstance(value, Literal) and value.value is None for value in infer(module, total))


def _has_sessions_without(view: "View", module: "Module") -> bool:
    """Return whether a module makes sessions that may have no total timeout."""
    for call in module.rows(Call):
        given = dict(call.keywords).get("timeout", UNKNOWN)
        if given and External(_SESSION) in view.program.evaluator.infer(module, call.function):
            row = module.row(given)
            if not isinstance(row, Call) or _is_without_total(view, module, given):
                return True
    return False
