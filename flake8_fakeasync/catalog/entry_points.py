"""The entry points of all frameworks, by the names they are known by."""

from __future__ import annotations

import sys
from collections import defaultdict
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from flake8_fakeasync.catalog.entry_point import ANYTHING, WAYS, EntryPoint, entries
from flake8_fakeasync.catalog.entry_vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from flake8_fakeasync.catalog.entry_vocabulary import EntryWords
    from flake8_fakeasync.catalog.sources import Source

_Number = tuple[int, int]  # of the file, and of the entry in it


class EntryPoints:
    """Entry points by the names they are known by; of several, the one described first comes first.

    A file is read when a name is asked for that begins like those in it. `own_roots` are frameworks that are known by
    name where they are checked themselves; `transparent` are decorators that leave a function where it runs,
    `model_methods` the names of methods that run validators or serializers. `applications` are the classes of
    applications, each with the hook that creates a client of theirs and closes it.
    """

    def __init__(self, sources: Iterable[Source], canonical: Callable[[str], str], added: frozenset[str]) -> None:
        """Take the files, the most important first.

        `canonical` returns the one spelling of a qualified name; `added` are the frameworks that the user describes.
        """
        self._canonical = canonical
        self._exact: dict[str, defaultdict[str, list[_Number]]] = {way: defaultdict(list) for way in WAYS}
        self._patterns: dict[str, list[tuple[str, _Number]]] = {way: [] for way in WAYS}
        self._found: dict[tuple[str, str], tuple[EntryPoint, ...]] = {}
        self._read: dict[_Number, EntryPoint] = {}
        self._pending: defaultdict[str, dict[int, Source]] = defaultdict(dict)
        self._by_roots: list[tuple[frozenset[str], EntryWords]] = []
        self._vocabularies: dict[frozenset[str], Vocabulary] = {}
        for number, source in enumerate(sources):
            if source.head.entries is not None:
                self._by_roots.append((frozenset(source.head.roots), source.head.entries))
                of_anything = ("" if "*" in name else ANYTHING + name for name in source.head.entries.of_anything)
                for key in (*source.head.roots, *of_anything):
                    self._pending[key][number] = source
        # What Python itself runs needs no import that shows it; nor does what the user says of a project.
        roots = frozenset(root for each, _ in self._by_roots for root in each)
        self._always = (roots & sys.stdlib_module_names) | added
        self.frameworks = tuple(sorted(roots - self._always))
        said = [words for _, words in self._by_roots]
        self.own_roots = frozenset(name for each in said for name in each.own)
        self.transparent = frozenset(name for each in said for name in each.transparent)
        self.model_methods = frozenset(name for each in said for name in each.run_by)
        self.applications = {name: hook for each in reversed(said) for name, hook in each.applications.items()}

    def vocabulary(self, named: frozenset[str]) -> Vocabulary:
        """Return the words of those of `frameworks` that a project names, and of those that always count."""
        found = self._vocabularies.get(named)
        if found is None:
            wanted = named | self._always
            said = (words for roots, words in self._by_roots if not roots or not roots.isdisjoint(wanted))
            found = self._vocabularies[named] = Vocabulary(said)
        return found

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
