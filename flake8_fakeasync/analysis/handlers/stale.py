"""Handlers that wait for what the code they guard does not raise."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.reach.blocked import Blocked
from flake8_fakeasync.analysis.syntax.rows import Call, Element, Enter

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.handlers.guards import Traffic
    from flake8_fakeasync.analysis.handlers.handlers import Catch
    from flake8_fakeasync.analysis.linked import Linked
    from flake8_fakeasync.catalog import ExceptionEntry

PYTHON = "builtins"
MOVED = "requests"
HTTPX = frozenset({"httpx", "httpx2", "httpxyz"})
_SHOWN = 2


class Stale(NamedTuple):
    """Exceptions that are waited for in vain, the libraries whose may come instead, and what to do, all as printed."""

    names: str
    libraries: tuple[str, ...]
    instead: str


def stale(linked: "Linked", catch: "Catch") -> Stale | None:
    """Return the exceptions of HTTP libraries in a handler when all that it guards is another library's."""
    entries = [entry for entry in _entries(linked, catch.names) if entry.library != PYTHON]
    if not entries:
        return None
    traffic = linked.traffic(catch.stretches)
    dead = [entry for entry in entries if entry.library not in traffic.raises]
    return _stale(linked, catch, dead, traffic)


def stale_builtin(linked: "Linked", catch: "Catch") -> Stale | None:
    """Return Python's own errors in a handler when all that it guards are calls of httpx, which raises none of them."""
    dead = [entry for entry in _entries(linked, catch.names) if entry.library == PYTHON]
    if not dead:
        return None
    traffic = linked.traffic(catch.stretches)
    return None if traffic.system or not traffic.raises <= HTTPX else _stale(linked, catch, dead, traffic)


def tied(linked: "Linked", catch: "Catch") -> Stale | None:
    """Return the exceptions of requests in a handler whose guarded code blocks a coroutine with requests itself.

    In place of libraries it has the call.
    """
    entries = _entries(linked, catch.names)
    ours = [entry for entry in entries if entry.library == MOVED]
    if not ours or linked.coroutine(catch.region) is None:
        return None
    target = linked.advice.library
    if any(entry.library == target for entry in _entries(linked, (*catch.names, *catch.others))):
        return None
    blocked = {(each.line, each.column): each.blocking for each in linked.all(Blocked)}
    for stretch in catch.stretches:
        for event in linked.program.guards.events(stretch):
            blocking = blocked.get((event.line, event.column)) if isinstance(event, Call | Element | Enter) else None
            if blocking is not None and MOVED in linked.program.guards.step(stretch.module, event).raises:
                return Stale(printed(ours), (blocking.name,), replacement(ours, (target,)))
    return None


def _stale(linked: "Linked", catch: "Catch", dead: "list[ExceptionEntry]", traffic: "Traffic") -> Stale | None:
    caught = {entry.library for entry in _entries(linked, (*catch.names, *catch.others))}
    if not dead or traffic.unknown or not traffic.uses or caught & traffic.raises:
        return None
    libraries = tuple(sorted(traffic.uses))
    return Stale(printed(dead), libraries, replacement(dead, libraries))


def _entries(linked: "Linked", names: tuple[str, ...]) -> "list[ExceptionEntry]":
    found = {entry.name: entry for name in names if (entry := linked.catalog.exception(name)) is not None}
    return list(found.values())


def printed(entries: "list[ExceptionEntry]") -> str:
    """Return exceptions as a handler spells them."""
    return _list([entry.name.removeprefix(f"{PYTHON}.") for entry in entries])


def replacement(entries: "list[ExceptionEntry]", libraries: tuple[str, ...]) -> str:
    """Return what to write in place of exceptions where these libraries are used."""
    twins = [twin for library in libraries for entry in entries if (twin := entry.twin(library)) is not None]
    if twins:
        return f"use {_list(list(dict.fromkeys(twins)))}"
    gaps = [gap for library in libraries for entry in entries if (gap := entry.gap(library)) is not None]
    return gaps[0] if gaps else f"use the exceptions of {libraries[0]}"


def _list(names: list[str]) -> str:
    return ", ".join([*names[:_SHOWN], *(["..."] if len(names) > _SHOWN else [])])
