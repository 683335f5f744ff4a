"""Handlers that can only have caught timeouts of httpx's async client, whose text is empty."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.handlers.blank_texts import Shown, shown
from flake8_fakeasync.analysis.handlers.guarded_code import GuardedCode, Guards
from flake8_fakeasync.analysis.handlers.handlers import exceptions
from flake8_fakeasync.analysis.syntax.exprs import Call
from flake8_fakeasync.analysis.values import Instance, known
from flake8_fakeasync.catalog.model import HTTPX_FAMILY

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.syntax.facts import Handler
    from flake8_fakeasync.analysis.view import View

_BASE = "TimeoutException"


def blank_texts(view: "View", handler: "Handler") -> Iterator[tuple[str, Shown]]:
    """Yield the error that a handler catches, and each place where its empty text is used."""
    names = exceptions(view, handler.types)
    library = names[0].partition(".")[0] if names else ""
    if handler.name is None or library not in HTTPX_FAMILY or not all(_is_timeout(view, name) for name in names):
        return
    found = list(shown(view.program.evaluator, view.module, handler.caught))
    if found and _sends_async(view, handler, library):
        for each in found:
            yield view.catalog.canonical(names[0]), each


def _is_timeout(view: "View", name: str) -> bool:
    entry = view.catalog.exception(name)
    if entry is None or entry.library not in HTTPX_FAMILY:
        return False
    base = f"{entry.library}.{_BASE}"
    return entry.name == base or base in entry.bases


def _sends_async(view: "View", handler: "Handler", library: str) -> bool:
    """Return whether the guarded code sends requests with an async client, and with no other."""
    guards, evaluator = view.program.service(Guards), view.program.evaluator
    sends = set[str]()
    for code in guards.followed((GuardedCode(view.module, handler.guarded),)):
        for event in guards.events(code):
            for value in known(evaluator.infer(code.module, event.function)) if isinstance(event, Call) else ():
                cls = view.catalog.cls(value.name) if isinstance(value, Instance) and value.path else None
                member = cls.member(value.path) if cls is not None and isinstance(value, Instance) else None
                if cls is not None and member is not None and cls.library == library and member.effect != "pure":
                    sends.add("async" if cls.is_async else "sync")
                function = view.catalog.function(getattr(value, "name", ""))
                if function is not None and function.library == library:
                    sends.add("sync")
    return sends == {"async"}
