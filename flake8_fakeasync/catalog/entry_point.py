"""Entry points: which functions a framework runs, where, and what their author can do about blocking calls in them."""

from __future__ import annotations

from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from flake8_fakeasync.catalog.model import CatalogError

if TYPE_CHECKING:
    from collections.abc import Mapping

ANYTHING = "*."  # begins the name of a method that counts whatever the object is
WAYS = ("decorators", "calls", "bases")
_NONE: Mapping[str, bool] = MappingProxyType({})


class EntryPoint(NamedTuple):
    """One way in which a framework runs functions of its users.

    `runs` is "loop" or "thread". The function is decorated with one of `decorators` (bare or called, also written as a
    call), is handed to one of `calls` (at `position`, none if negative, or as one of `keywords`, alone or in a list or
    dict), or is one of `methods` or `properties` of a class with one of `bases`. Names may have `*` in them.

    It counts if all conditions hold: a positional `argument` of the decorator or call is this text, its keywords have
    the values of `when`, the project `requires` such a version, some file of the package has one of the texts
    `if_mentioned` in it and none has one of `unless_mentioned`, and an endpoint takes or returns the `model` ("taken",
    "given") that the function belongs to. `exchanges` tells which of both such an endpoint does;
    `run_by` are methods of the model that run the function themselves.

    `often` is "start" (once, before anything else runs), "once", "request" or "item"; `closes` tells that what the
    application keeps is to be closed there.
    `at_registration`: where a coroutine makes the call, it is told that the function blocks, and not the function.
    """

    framework: str
    what: str
    runs: str
    advice: str = ""
    often: str = ""
    closes: bool = False
    decorators: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()
    position: int = 0
    keywords: tuple[str, ...] = ()
    argument: str = ""
    when: Mapping[str, bool] = _NONE
    requires: str = ""
    if_mentioned: tuple[str, ...] = ()
    unless_mentioned: tuple[str, ...] = ()
    model: str = ""
    exchanges: tuple[str, ...] = ()
    run_by: tuple[str, ...] = ()
    at_registration: bool = False

    def has_method(self, name: str, *, is_property: bool) -> bool:
        """Return whether a method, or property, of this name is run."""
        patterns = self.properties if is_property else self.methods
        return any(fnmatchcase(name, pattern) for pattern in patterns)


def entries(tables: Mapping[str, Any]) -> list[EntryPoint]:
    """Return the entry points of a checked catalog file, in order."""
    return [_entry_point(each, tables) for each in tables.get("entry", ())]


def _entry_point(table: Mapping[str, Any], header: Mapping[str, Any]) -> EntryPoint:
    said: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
    said.setdefault("framework", header.get("framework") or header["roots"][0])
    return EntryPoint(**said)


def check_names(file: str, tables: Mapping[str, Any]) -> None:
    """Raise a CatalogError for an entry point in a catalog file with a name that is not below one of its roots."""
    for number, entry in enumerate(entries(tables), 1):
        for name in (name for way in WAYS for name in getattr(entry, way)):
            if not name.startswith(ANYTHING) and name.partition(".")[0] not in tables["roots"]:
                where = f"{file}: [[entry]] {number}"
                raise CatalogError(where, f"'roots' must list the first part of '{name}'")
