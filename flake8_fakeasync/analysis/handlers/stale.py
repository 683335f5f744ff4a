"""Handlers that wait for what the code they guard does not raise."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.handlers.guarded_code import Guards
from flake8_fakeasync.analysis.handlers.library_raises import STATUS_ERROR
from flake8_fakeasync.analysis.handlers.status_checks import never_raised
from flake8_fakeasync.analysis.reach.blocked import Blocked
from flake8_fakeasync.analysis.syntax.exprs import Call, Element, Enter
from flake8_fakeasync.analysis.values import External, Instance
from flake8_fakeasync.catalog.backends import backends
from flake8_fakeasync.catalog.raises import decoding_error

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.handlers.guarded_code import Effects
    from flake8_fakeasync.analysis.handlers.handlers import Catch
    from flake8_fakeasync.analysis.view import View
    from flake8_fakeasync.catalog import ExceptionEntry

PYTHON = "builtins"
MOVED = "requests"
HTTPX = frozenset({"httpx", "httpx2", "httpxyz"})
_SHOWN = 2
_NAME = re.compile(r"[<>=!~].*")  # what follows the name of a package
_ASK = "call raise_for_status(), which nothing here does"


class Stale(NamedTuple):
    """Exceptions that never arrive, the libraries whose exceptions may come instead, and what to do, all as printed.

    `twins` are the counterparts of the exceptions, by their names; empty where one of them has none. Where
    `decodes`, the guarded code decodes JSON, and its ValueError was one of them.
    """

    names: str
    libraries: tuple[str, ...]
    instead: str
    twins: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    decodes: bool = False


def stale(view: "View", catch: "Catch") -> Stale | None:
    """Return the exceptions of HTTP libraries in a handler when all that it guards is another library's."""
    entries = [entry for entry in _entries(view, catch.names) if entry.library != PYTHON]
    if not entries:
        return None
    effects = view.program.service(Guards).effects(catch.guarded)
    dead = [entry for entry in entries if entry.library not in effects.raises]
    found = _stale(view, catch, dead, effects)
    if found is not None:
        return found
    decoding = _decoding(view, catch, entries, effects)
    if decoding is not None:
        return decoding
    unasked = never_raised(view, catch, entries, effects)
    return Stale(printed(unasked), tuple(sorted(effects.uses)), _ASK) if unasked else None


def _decoding(view: "View", catch: "Catch", entries: "list[ExceptionEntry]", effects: "Effects") -> Stale | None:
    """Return errors of an HTTP library's JSON around code that only decodes JSON itself."""
    others = len(set(catch.names)) > len(entries) or catch.others
    if effects.unknown or effects.uses or effects.raises or others:
        return None
    guards = view.program.service(Guards)
    for code in guards.followed(catch.guarded):
        for event in guards.events(code):
            values = view.program.evaluator.infer(code.module, event.function) if isinstance(event, Call) else ()
            for value in values:
                raised = decoding_error(value.name) if isinstance(value, External) else None
                if isinstance(value, External) and raised and all(raised in entry.bases for entry in entries):
                    return Stale(printed(entries), (value.name.partition(".")[0],), f"use {raised}")
    return None


def stale_builtin(view: "View", catch: "Catch") -> Stale | None:
    """Return Python's own errors in a handler when all that it guards are calls of httpx, which raises none of them."""
    dead = [entry for entry in _entries(view, catch.names) if entry.library == PYTHON]
    if not dead:
        return None
    effects = view.program.service(Guards).effects(catch.guarded)
    return None if effects.system or not effects.raises <= HTTPX else _stale(view, catch, dead, effects)


def tied(view: "View", catch: "Catch") -> Stale | None:
    """Return the exceptions of requests in a handler whose guarded code blocks a coroutine with requests itself.

    In place of libraries it has the call.
    """
    entries = _entries(view, catch.names)
    ours = [entry for entry in entries if entry.library == MOVED]
    if not ours or view.coroutine(catch.region) is None:
        return None
    target = view.advice.library
    if any(entry.library == target for entry in _entries(view, (*catch.names, *catch.others))):
        return None
    blocked = {(each.line, each.column): each.blocking for each in view.all(Blocked)}
    for guarded_code in catch.guarded:
        for event in view.program.service(Guards).events(guarded_code):
            blocking = blocked.get((event.line, event.column)) if isinstance(event, Call | Element | Enter) else None
            if blocking is not None and MOVED in view.program.service(Guards).step(guarded_code.module, event).raises:
                return Stale(printed(ours), (blocking.name,), replacement(ours, (target,)))
    return None


def _stale(view: "View", catch: "Catch", dead: "list[ExceptionEntry]", effects: "Effects") -> Stale | None:
    caught = {entry.library for entry in _entries(view, (*catch.names, *catch.others))}
    if not dead or effects.unknown or not effects.uses or caught & effects.raises:
        return None
    libraries = tuple(sorted(effects.uses))
    if _catches_own(catch, effects):
        return None
    of_backend = _of_backend(dead, effects)
    twins = {} if of_backend else _twins(dead, libraries)
    decoders = {entry.decoder(libraries[0]) for entry in dead} - {None} if twins else set()
    decodes = bool(decoders) and not decoders.isdisjoint(_called(view, catch))
    return Stale(printed(dead), libraries, of_backend or replacement(dead, libraries), twins, decodes)


def _twins(dead: "list[ExceptionEntry]", libraries: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return the equivalent of each exception in the one library that is used."""
    if len(libraries) != 1:
        return {}
    found = {entry.name: entry.stands_for(libraries[0]) for entry in dead}
    twins = {name: twin for name, twin in found.items() if twin is not None}
    return twins if len(twins) == len(dead) else {}


def _called(view: "View", catch: "Catch") -> Iterator[str]:
    """Yield the members of libraries that guarded code calls."""
    guards = view.program.service(Guards)
    for code in guards.followed(catch.guarded):
        for event in guards.events(code):
            for value in view.program.evaluator.infer(code.module, event.function) if isinstance(event, Call) else ():
                if isinstance(value, Instance):
                    yield f"{value.name}.{value.path}"


def _catches_own(catch: "Catch", effects: "Effects") -> bool:
    """Return whether a handler is also for errors of a package that is used: it is for several releases."""
    used = {_NAME.sub("", name) for name in effects.uses}
    roots = {each.status.partition(".")[0] for each in backends() if each.distribution in used}
    return any(name.partition(".")[0] in roots for name in (*catch.names, *catch.others))


def _of_backend(dead: "list[ExceptionEntry]", effects: "Effects") -> str | None:
    """Return what to write where a package is used that raises the exceptions of the library below it."""
    packages = {each.distribution: each for each in backends()}
    used = {_NAME.sub("", name) for name in effects.uses}
    if not used or not used <= packages.keys():
        return None
    status = [packages[name].status for name in sorted(used)]
    if all(entry.name.endswith(("HTTPError", STATUS_ERROR, "ClientResponseError")) for entry in dead):
        return f"use {_list(status)}"
    own = [packages[name].error for name in sorted(used) if packages[name].error]
    return f"use {_list(own)}" if own else replacement(dead, tuple(sorted(effects.raises)))


def _entries(view: "View", names: tuple[str, ...]) -> "list[ExceptionEntry]":
    found = {entry.name: entry for name in names if (entry := view.catalog.exception(name)) is not None}
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
