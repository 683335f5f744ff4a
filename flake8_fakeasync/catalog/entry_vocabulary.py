"""Bare names that occur in entry points: a cheap pre-filter."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flake8_fakeasync.catalog.entry_points import EntryPoint

_EVERYWHERE = frozenset({"check", "field", "timer"})  # and in files that hand nothing to anybody
_APPEND = ".append"
_SHORT = 4  # words of so many letters are in every file


class Vocabulary:
    """The bare names that entry points are written with: a decorator, call or method of another name is none.

    `handing` are words of which a file has at least one that hands functions to a framework, `applied` the decorators
    that do so where they are called: `app.get("/")(page)`.
    """

    def __init__(self, entries: Iterable[EntryPoint]) -> None:
        """Take the names of these entry points."""
        entries = tuple(entries)
        self._decorators = _Names(name for entry in entries for name in entry.decorators)
        self._calls = _Names(name for entry in entries for name in (*entry.calls, *entry.decorators))
        lists = (name.rpartition(_APPEND)[0] for entry in entries for name in entry.calls if name.endswith(_APPEND))
        self._lists = frozenset(name.rpartition(".")[2] for name in lists)
        self._keywords = _Names(name for entry in entries for name in entry.keywords if entry.position < 0)
        self._methods = _Names(name for entry in entries for name in (*entry.methods, *entry.properties))
        handing = [entry for entry in entries if entry.runs == "loop" and not entry.model]
        calls = (name.removesuffix(_APPEND) for entry in handing if entry.position >= 0 for name in entry.calls)
        words = {name.rpartition(".")[2] for name in calls} - _EVERYWHERE
        words.update(name for entry in handing if entry.position < 0 for name in entry.keywords)
        decorators = {name.rpartition(".")[2] for entry in handing for name in entry.decorators}
        self.applied = tuple(sorted(name for name in decorators if "*" not in name))
        self.handing = tuple(sorted(word for word in words if "*" not in word and len(word) > _SHORT))

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
        last = {name.rpartition(".")[2] for name in names}
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
