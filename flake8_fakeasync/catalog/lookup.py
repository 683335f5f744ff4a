"""The catalog as rules and analysis ask it: what is known about a qualified name."""

from __future__ import annotations

import functools
from types import MappingProxyType
from typing import TYPE_CHECKING

from flake8_fakeasync.catalog import vocabulary
from flake8_fakeasync.catalog.entry_point import check_names
from flake8_fakeasync.catalog.entry_points import EntryPoints
from flake8_fakeasync.catalog.idiom_lookup import IdiomLookup
from flake8_fakeasync.catalog.index import Index
from flake8_fakeasync.catalog.model import CatalogError
from flake8_fakeasync.catalog.pages import Pages
from flake8_fakeasync.catalog.runtimes import Runtimes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from flake8_fakeasync.catalog.exceptions import ExceptionEntry
    from flake8_fakeasync.catalog.model import Class, Function, Offloader
    from flake8_fakeasync.catalog.sources import Source

ON_BY_DEFAULT = ("http", "network")


class Catalog(IdiomLookup, Pages):
    """Everything known about libraries; names may be given in any spelling their users write."""

    def __init__(self, sources: tuple[Source, ...], extra: tuple[Source, ...] = ()) -> None:
        """Take the shipped files and those of the user, which extend and override them."""
        self._sources = (*sources, *extra)
        self._index = Index(source for source in self._sources if source.head.has_names)
        IdiomLookup.__init__(self, self._sources)
        Pages.__init__(self, self._sources)
        self._runtimes = Runtimes()
        self._classes: dict[str, Class | None] = {}
        self._canonical: dict[str, str] = {}
        self._roots_of: dict[frozenset[str], frozenset[str]] = {}
        self.roots = self.roots_of(ON_BY_DEFAULT)
        hosts = frozenset(root for source in sources if source.head.entries for root in source.head.roots)
        self.libraries = (frozenset(root for source in sources for root in source.head.roots) & self.roots) | hosts
        self.added = self._take_in(extra)
        self.added_frameworks = frozenset(root for each in extra if each.head.entries for root in each.head.roots)

    def _take_in(self, extra: tuple[Source, ...]) -> frozenset[str]:
        """Read the files of the user, all of them, and return the names they speak of."""
        for source in extra:
            for root in source.head.roots or ("",):
                self._index.load_root(root)
                self._idiom_index.load_root(root)
        names: set[str] = set()
        for source in extra:
            check_names(source.file, source.tables())
            own = Index([source])
            own.load_all()
            names |= own.aliases.keys()
            for name in own.classes:
                self._check_bases(source.file, name, ())
        return frozenset(names)

    def _check_bases(self, file: str, name: str, below: tuple[str, ...]) -> None:
        """Raise a CatalogError for a class that is derived from itself."""
        known = self._index.classes.get(self.canonical(name))
        if known is None:
            return
        if known.name in below:
            raise CatalogError(file, f"'bases' of '{known.name}' must not lead back to it")
        for base in known.bases:
            self._check_bases(file, base, (*below, known.name))

    def roots_of(self, kinds: Collection[str]) -> frozenset[str]:
        """Return the top-level import names of all files of these kinds."""
        known = self._roots_of.get(wanted := frozenset(kinds))
        if known is None:
            sources = (source for source in self._sources if source.head.kind in wanted)
            known = self._roots_of[wanted] = frozenset(root for source in sources for root in source.head.roots)
        return known

    def builtins(self) -> tuple[str, ...]:
        """Return what a text has in it that calls a builtin of the catalog: `open(`."""
        self._index.load_root("builtins")
        names = (name.partition(".") for name in self._index.functions)
        return tuple(sorted(f"{name}(" for root, _, name in names if root == "builtins"))

    def canonical(self, name: str) -> str:
        """Return the name to print for any spelling of a cataloged name or of a member of it."""
        known = self._canonical.get(name)
        if known is None:
            known = self._canonical[name] = self._spelled_out(name)
        return known

    def _spelled_out(self, name: str) -> str:
        self._index.load_root(name.partition(".")[0])
        aliases = self._index.aliases
        known = aliases.get(name)
        if known is not None:
            return known
        head, dot, member = name.rpartition(".")
        rest = dot + member
        while dot:
            if head in aliases:
                return aliases[head] + rest
            if head in self._index.modules:
                return self.canonical(self._index.modules[head] + rest)
            head, dot, member = head.rpartition(".")
            rest = dot + member + rest
        return name

    def inside(self, module: str) -> dict[str, str]:
        """Return the names right below a module, each with its canonical name."""
        self._index.load_root(module.partition(".")[0])
        spelled = ((name.rpartition("."), known) for name, known in self._index.aliases.items())
        return {name: known for (home, _, name), known in spelled if home == module}

    def function(self, name: str) -> Function | None:
        """Return what is known about a function."""
        return self._index.functions.get(self.canonical(name))

    def cls(self, name: str) -> Class | None:
        """Return what is known about a class, members of its cataloged bases included."""
        name = self.canonical(name)
        if name not in self._classes:
            own = self._index.classes.get(name)
            self._classes[name] = own and self._with_inherited(own)
        return self._classes[name]

    def _with_inherited(self, own: Class) -> Class:
        members = dict(own.members)
        for base in filter(None, map(self.cls, own.bases)):
            members = {**base.members, **members}
        return own._replace(members=members)

    def offloader(self, name: str) -> Offloader | None:
        """Return what is known about something that runs a callable elsewhere."""
        return self._index.offloaders.get(self.canonical(name))

    def offloader_methods(self) -> Mapping[str, Offloader]:
        """Return the offloaders that are known by the name of a method, whatever the object is."""
        self._index.load_root("")
        return MappingProxyType(self._index.methods)

    def exception(self, name: str) -> ExceptionEntry | None:
        """Return what is known about an exception."""
        return self._index.exceptions.get(self.canonical(name))

    def _lineage(self, name: str) -> Iterator[str]:
        yield name
        known = self.cls(name)
        for base in known.bases if known else ():
            yield from self._lineage(self.canonical(base))

    def counterpart(self, name: str, runtime: str) -> str:
        """Return what another library than asyncio (anyio, trio) has in place of something that asyncio offers."""
        return self._runtimes.counterpart(name, runtime)

    def functions(self) -> tuple[Function, ...]:
        """Return every function there is."""
        self._index.load_all()
        return tuple(self._index.functions.values())

    def classes(self) -> tuple[Class, ...]:
        """Return every class there is, with the members it inherits."""
        self._index.load_all()
        return tuple(filter(None, map(self.cls, self._index.classes)))

    def offloaders(self) -> tuple[Offloader, ...]:
        """Return every offloader that has a qualified name."""
        self._index.load_all()
        return tuple(self._index.offloaders.values())

    def exceptions(self) -> tuple[ExceptionEntry, ...]:
        """Return every exception there is."""
        self._index.load_all()
        return tuple(self._index.exceptions.values())

    def member_names(self, *roots: str) -> frozenset[str]:
        """Return the names of all functions, classes and members of these HTTP clients. Others need no question."""
        return vocabulary.member_names((source.head for source in self._sources), roots)

    @functools.cached_property
    def entry_points(self) -> EntryPoints:
        """What frameworks run; what the user says of one comes before what we say."""
        return EntryPoints(reversed(self._sources), self.canonical, self.added_frameworks)
