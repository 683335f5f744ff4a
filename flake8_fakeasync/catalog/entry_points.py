"""Entry points: which functions a framework runs, where, and what their author can do about blocking calls in them."""

from __future__ import annotations

from collections import defaultdict
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from flake8_fakeasync.catalog.entry_vocabulary import ANYTHING, Vocabulary
from flake8_fakeasync.catalog.model import CatalogError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from flake8_fakeasync.catalog.sources import Source

WAYS = ("decorators", "calls", "bases")
_NONE: Mapping[str, bool] = MappingProxyType({})
_Number = tuple[int, int]  # of the file, and of the entry in it


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


class EntryPoints:
    """Entry points by the names they are known by; of several, the one described first comes first.

    A file is read when a name is asked for that begins like those in it. `own_roots` are frameworks that are known by
    name where they are checked themselves; `transparent` are decorators that leave a function where it runs,
    `model_methods` the names of methods that run validators or serializers. `applications` are the classes of
    applications, each with the hook that creates a client of theirs and closes it.
    """

    def __init__(self, sources: Iterable[Source], canonical: Callable[[str], str]) -> None:
        """Take the files, the most important first; `canonical` returns the one spelling of a qualified name."""
        self._canonical = canonical
        self._exact: dict[str, defaultdict[str, list[_Number]]] = {way: defaultdict(list) for way in WAYS}
        self._patterns: dict[str, list[tuple[str, _Number]]] = {way: [] for way in WAYS}
        self._found: dict[tuple[str, str], tuple[EntryPoint, ...]] = {}
        self._read: dict[_Number, EntryPoint] = {}
        self._pending: defaultdict[str, dict[int, Source]] = defaultdict(dict)
        said = []
        for number, source in enumerate(sources):
            if source.head.entries is not None:
                said.append(source.head.entries)
                of_anything = ("" if "*" in name else ANYTHING + name for name in source.head.entries.of_anything)
                for key in (*source.head.roots, *of_anything):
                    self._pending[key][number] = source
        self.vocabulary = Vocabulary(said)
        self.own_roots = frozenset(name for each in said for name in each.own)
        self.transparent = frozenset(name for each in said for name in each.transparent)
        self.model_methods = frozenset(name for each in said for name in each.run_by)
        self.applications = {name: hook for each in reversed(said) for name, hook in each.applications.items()}

    def all(self) -> tuple[EntryPoint, ...]:
        """Return every entry point there is."""
        for key in list(self._pending):
            self._load(key)
        return tuple(self._read[number] for number in sorted(self._read))

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
            for each in spellings:
                self._load(each if each.startswith(ANYTHING) else each.partition(".")[0])
            self._load("")
            found = {number for each in spellings for number in self._exact[way].get(each, ())}
            for pattern, number in self._patterns[way]:
                if any(fnmatchcase(each, pattern) for each in spellings):
                    found.add(number)
            self._found[key] = tuple(self._read[number] for number in sorted(found))
        return self._found[key]

    def _load(self, key: str) -> None:
        """Read the files that have names which begin, or methods of anything which end, like this."""
        for rank, source in self._pending.pop(key, {}).items():
            if (rank, 0) not in self._read:
                for index, entry in enumerate(entries(source.tables())):
                    self._add((rank, index), entry)

    def _add(self, number: _Number, entry: EntryPoint) -> None:
        self._read[number] = entry
        for way in WAYS:
            for name in getattr(entry, way):
                if "*" in name.removeprefix(ANYTHING):
                    self._patterns[way].append((name, number))
                else:
                    self._exact[way][self._canonical(name)].append(number)
