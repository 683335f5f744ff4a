"""The words of texts: which files may use a module, and which pass something on."""

import re
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from functools import cached_property
from sys import intern
from typing import NamedTuple

from flake8_fakeasync.analysis.syntax.imports import imported

_WORD = re.compile(r"\w+")
# A pattern that begins with a word is searched for as fast as the word; what stands in texts does no harm.
_FUNCTION = re.compile(r"\n([ \t]*)def[ \t]+(\w+)")
_BASES = re.compile(r"class[ \t]+\w+[ \t]*(?:\[[^\]]*\])?[ \t]*\(([^)]*)")
_STORED = re.compile(r"\.(\w+)(?:: [^=\n]+)? *=(?!=)")
_RENAMED = re.compile(r" as (\w+)")
_LAST = re.compile(r"\w+$")
_LONGEST_NAME = 80
_DEFINED = "def "
_CALLED_TWICE = ")("
_APPLIED = re.compile(r"\.(\w+)\(")  # only a parser could tell whether its result is called


class Names(NamedTuple):
    """How others may use a module: by importing it under its name, or by what its package passes on of it."""

    module: str
    passed_on: frozenset[str] = frozenset()


class Words:
    """The words of a file, and those of its imports among them; each is looked for once, when first asked for."""

    def __init__(self, path: str, text: Callable[[str], str]) -> None:
        """Take a file and what returns the text of one: texts take more room than their words."""
        self._path = path
        self._text = text

    @cached_property
    def every(self) -> frozenset[str]:
        """All words."""
        return words_of(self._text(self._path))

    @cached_property
    def imported(self) -> frozenset[str]:
        """The words of the imports."""
        imports = (part for module, names in imported(self._text(self._path)) for part in (*module.split("."), *names))
        return frozenset(map(intern, imports))


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(map(intern, _WORD.findall(text)))


def functions(text: str) -> list[tuple[str, str]]:
    """Return the indentation and the name of each plain function that a text defines after its first line."""
    return _FUNCTION.findall(text)


def bases(text: str) -> set[str]:
    """Return the names in the class statements of a text, in its own words and in those that it imports."""
    found = {word for line in _BASES.findall(text) for word in _WORD.findall(line)}
    return found.union(renamed(text, found)) if found else found


def renamed(text: str, names: AbstractSet[str] | None = None) -> Iterator[str]:
    """Yield what is before each `as` in a text: where `names` are given, only what gets one of these names."""
    for alias in _RENAMED.finditer(text):
        if names is None or alias[1] in names:
            found = _LAST.search(text, max(alias.start() - _LONGEST_NAME, 0), alias.start())
            if found is not None:
                yield found[0]


def stored(text: str) -> dict[str, None]:
    """Return the names under which a text stores something as an attribute, in order."""
    return dict.fromkeys(
        found[1]
        for found in _STORED.finditer(text)
        if _may_have_attributes(text[max(found.start() - 1, 0) : found.start()])
    )


def _may_have_attributes(end: str) -> bool:
    """Return whether an expression that ends with a character may have attributes."""
    return end.isalnum() or end in {"_", ")", "]"}


class Giving:
    """Words by which something is given to others: called, or a keyword; `applied` make a decorator that is called."""

    def __init__(self, given: tuple[str, ...], applied: tuple[str, ...] = ()) -> None:
        # A pattern that begins with a word is searched for as fast as the word.
        self._given = [(word, re.compile(rf"{re.escape(word)}(?:\.append)?[ \t]*[=(]")) for word in given]
        self._applied = frozenset(applied)

    def in_text(self, text: str) -> bool:
        """Return whether something is given in a text."""
        for word, given in self._given:
            if word in text and any(_is_whole(text, found.start()) for found in given.finditer(text)):
                return True
        return _CALLED_TWICE in text and not self._applied.isdisjoint(_APPLIED.findall(text))


def _is_whole(text: str, start: int) -> bool:
    """Return whether a word begins at a place, and is not the name of a function that is defined there."""
    before = text[max(start - len(_DEFINED), 0) : start]
    return before != _DEFINED and not (before[-1:].isalnum() or before.endswith("_"))
