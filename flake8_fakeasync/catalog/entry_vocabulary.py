"""Words that entry points are written with: which files of a project to look into, and which of the catalog to read."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, NamedTuple

from flake8_fakeasync.catalog.entry_point import ANYTHING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from flake8_fakeasync.catalog.entry_point import EntryPoint

_EVERYWHERE = frozenset({"check", "field", "timer"})  # and in files that hand nothing to anybody
_APPEND = ".append"
_SHORT = 4  # words of so many letters are in every file


class EntryWords(NamedTuple):
    """What one file says of a framework, apart from what it does with functions.

    `decorators`, `calls`, `lists`, `keywords` and `methods` are last parts of names, some with `*` in them;
    `of_anything` are methods that count whatever the object is. `handing` are words of which a file has at least one
    that hands functions to the framework, `applied` the decorators that do so where they are called:
    `app.get("/")(page)`. The rest is in the header of the file, see `EntryPoints`.
    """

    decorators: Sequence[str] = ()
    calls: Sequence[str] = ()
    lists: Sequence[str] = ()
    keywords: Sequence[str] = ()
    methods: Sequence[str] = ()
    of_anything: Sequence[str] = ()
    handing: Sequence[str] = ()
    applied: Sequence[str] = ()
    run_by: Sequence[str] = ()
    transparent: Sequence[str] = ()
    own: Sequence[str] = ()
    applications: Mapping[str, str] = {}


def entry_words(header: Mapping[str, Any], entries: Sequence[EntryPoint]) -> EntryWords:
    """Return the words of the entry points in a catalog file with this header."""
    registering = [entry for entry in entries if not entry.model]
    return EntryWords(
        decorators=_last(name for entry in entries for name in entry.decorators),
        calls=_last(name for entry in entries for name in (*entry.calls, *entry.decorators)),
        lists=_last(name.removesuffix(_APPEND) for entry in entries for name in entry.calls if name.endswith(_APPEND)),
        keywords=_last(name for entry in entries if entry.position < 0 for name in entry.keywords),
        methods=_last(name for entry in entries for name in (*entry.methods, *entry.properties)),
        of_anything=_last(name for entry in entries for name in _named(entry) if name.startswith(ANYTHING)),
        handing=_handing([entry for entry in registering if entry.runs == "loop"]),
        applied=[name for name in _last(name for each in registering for name in each.decorators) if "*" not in name],
        run_by=_last(name for entry in entries for name in entry.run_by),
        transparent=header.get("transparent", []),
        own=header["roots"] if header.get("own") else [],
        applications=dict.fromkeys(header.get("applications", []), header.get("hook", "")),
    )


def _named(entry: EntryPoint) -> tuple[str, ...]:
    return (*entry.decorators, *entry.calls, *entry.bases)


def _last(names: Iterable[str]) -> list[str]:
    return sorted({name.rpartition(".")[2] for name in names})


def _handing(entries: Sequence[EntryPoint]) -> list[str]:
    calls = (name.removesuffix(_APPEND) for entry in entries if entry.position >= 0 for name in entry.calls)
    words = set(_last(calls)) - _EVERYWHERE
    words.update(name for entry in entries if entry.position < 0 for name in entry.keywords)
    return sorted(word for word in words if "*" not in word and len(word) > _SHORT)


class Vocabulary:
    """The bare names that entry points are written with: a decorator, call or method of another name is none.

    `handing` and `applied` are those of all files together.
    """

    def __init__(self, words: Iterable[EntryWords]) -> None:
        """Take the names of these files."""
        words = tuple(words)
        self._decorators = _Names(name for each in words for name in each.decorators)
        self._calls = _Names(name for each in words for name in each.calls)
        self._lists = frozenset(name for each in words for name in each.lists)
        self._keywords = _Names(name for each in words for name in each.keywords)
        self._methods = _Names(name for each in words for name in each.methods)
        self.applied = tuple(sorted({name for each in words for name in each.applied}))
        self.handing = tuple(sorted({name for each in words for name in each.handing}))

    def decorates(self, name: str) -> bool:
        """Return whether a decorator may be called like this."""
        return name in self._decorators

    def calls(self, name: str) -> bool:
        """Return whether what takes functions may be called like this."""
        return name in self._calls

    def is_list(self, name: str) -> bool:
        """Return whether an attribute called like this may be a list of functions to run."""
        return name in self._lists

    def has_keyword(self, name: str) -> bool:
        """Return whether functions may be given by a keyword like this."""
        return name in self._keywords

    def has_method(self, name: str) -> bool:
        """Return whether a method that is run may be called like this."""
        return name in self._methods


class _Names:
    """Last parts of names, some with `*` in them."""

    def __init__(self, names: Iterable[str]) -> None:
        last = set(names)
        self._exact = frozenset(name for name in last if "*" not in name)
        self._asked: dict[str, bool] = {}
        self._patterns = tuple(sorted(last - self._exact - {"*"}))

    def __contains__(self, name: str) -> bool:
        if name in self._exact:
            return True
        found = self._asked.get(name)
        if found is None:
            found = self._asked[name] = any(fnmatchcase(name, pattern) for pattern in self._patterns)
        return found
