"""Entry points: which functions a framework runs, where, and what their author can do about blocking calls in them."""

from __future__ import annotations

from collections import defaultdict
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from flake8_fakeasync.catalog.entry_vocabulary import Vocabulary
from flake8_fakeasync.catalog.model import CatalogError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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


def entry_point(table: Mapping[str, Any], header: Mapping[str, Any]) -> EntryPoint:
    """Return the entry point that a checked [[entry]] table of a catalog file describes."""
    said: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
    said.setdefault("framework", header.get("framework") or header["roots"][0])
    return EntryPoint(**said)


class EntryPoints:
    """Entry points by the names they are known by; of several, the one described first comes first.

    `own_roots` are frameworks that are known by name where they are checked themselves; `transparent` are decorators
    that leave a function where it runs, `model_methods` the names of methods that run validators or serializers.
    `applications` are the classes of applications, each with the hook that creates a client of theirs and closes it.
    """

    def __init__(self, canonical: Callable[[str], str]) -> None:
        """Know none yet; `canonical` returns the one spelling of a qualified name."""
        self._canonical = canonical
        self._exact: dict[str, defaultdict[str, list[int]]] = {way: defaultdict(list) for way in WAYS}
        self._patterns: dict[str, list[tuple[str, int]]] = {way: [] for way in WAYS}
        self._found: dict[tuple[str, str], tuple[EntryPoint, ...]] = {}
        self.all: list[EntryPoint] = []
        self.own_roots: set[str] = set()
        self.transparent: set[str] = set()
        self.model_methods: set[str] = set()
        self.applications: dict[str, str] = {}
        self._vocabulary: Vocabulary | None = None

    def read(self, file: str, data: Mapping[str, Any]) -> None:
        """Take in the entry points of a checked catalog file; raise a CatalogError for a name that is not its own."""
        roots = data["roots"]
        for number, table in enumerate(data["entry"], 1):
            entry = entry_point(table, data)
            for name in (name for way in WAYS for name in getattr(entry, way)):
                if not name.startswith(ANYTHING) and name.partition(".")[0] not in roots:
                    where = f"{file}: [[entry]] {number}"
                    raise CatalogError(where, f"'roots' must list the first part of '{name}'")
            self.add(entry)
        self.transparent.update(data.get("transparent", ()))
        self.applications.update(dict.fromkeys(data.get("applications", ()), data.get("hook", "")))
        if data.get("own"):
            self.own_roots.update(roots)

    def add(self, entry: EntryPoint) -> None:
        """Take in an entry point."""
        self._found.clear()
        self._vocabulary = None
        self.model_methods.update(entry.run_by)
        for way in WAYS:
            for name in getattr(entry, way):
                if "*" in name.removeprefix(ANYTHING):
                    self._patterns[way].append((name, len(self.all)))
                else:
                    self._exact[way][self._canonical(name)].append(len(self.all))
        self.all.append(entry)

    @property
    def vocabulary(self) -> Vocabulary:
        """The bare names that these are written with."""
        if self._vocabulary is None:
            self._vocabulary = Vocabulary(self.all)
        return self._vocabulary

    def decorating(self, name: str) -> tuple[EntryPoint, ...]:
        """Return what a decorator of this qualified name makes of a function."""
        return self._of("decorators", name)

    def calling(self, name: str) -> tuple[EntryPoint, ...]:
        """Return what a call of this qualified name makes of functions that are handed to it."""
        return self._of("calls", name)

    def inheriting(self, base: str) -> tuple[EntryPoint, ...]:
        """Return what becomes of the methods of a class with this base."""
        return self._of("bases", base)

    def _of(self, way: str, name: str) -> tuple[EntryPoint, ...]:
        key = (way, name)
        if key not in self._found:
            spellings = {name, self._canonical(name)}
            found = {number for each in spellings for number in self._exact[way].get(each, ())}
            for pattern, number in self._patterns[way]:
                if any(fnmatchcase(each, pattern) for each in spellings):
                    found.add(number)
            self._found[key] = tuple(self.all[number] for number in sorted(found))
        return self._found[key]
