"""The files of a project in which something is given to others, found by what they import and by their own names."""

import os
from collections import defaultdict
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.project.words import functions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from flake8_fakeasync.analysis.project.words import Names, Words

_PACKAGE = "__init__.py"


class Givers:
    """Finds files among some; each answer is in the order of these."""

    def __init__(self, files: "Iterable[str]", words: "Callable[[str], Words]", text: "Callable[[str], str]") -> None:
        """Look at the imports of each file; `words` returns the words of one, `text` all of it."""
        self._words = words
        self._text = text
        self._places: dict[str, int] = {}
        self._importing: dict[str, list[str]] = defaultdict(list)
        self._named: dict[str, list[str]] = defaultdict(list)
        self._functions: dict[str, frozenset[str]] = {}
        for path in files:
            self._places[path] = len(self._places)
            self._named[stem(path)].append(path)
            for word in words(path).imported:
                self._importing[word].append(path)

    def using(self, names: "Names") -> list[str]:
        """Return the files that may use a module, by how it may be named."""
        found = set(self._importing.get(names.module, ()))
        if names.passed_on:
            found.update(path for path in self._places if not names.passed_on.isdisjoint(self._words(path).every))
        return sorted(found, key=self._places.__getitem__)

    def called_by(self, words: "Words") -> list[str]:
        """Return the files that a module may import functions from, by its words."""
        found = {path for word in words.imported for path in self._named.get(word, ())}
        helping = (path for path in found if not self._defined(path).isdisjoint(words.every))
        return sorted(helping, key=self._places.__getitem__)

    def _defined(self, path: str) -> frozenset[str]:
        if path not in self._functions:
            self._functions[path] = frozenset(name for _, name in functions(self._text(path)))
        return self._functions[path]


def stem(path: str) -> str:
    """Return the last part of the name under which a file is imported."""
    folder, base = os.path.split(path)
    return base.removesuffix(".py") if base != _PACKAGE else os.path.split(folder)[1]
