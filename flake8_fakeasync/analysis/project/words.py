"""The words of texts: who may use a module, and who gives something to others."""

import re
from typing import NamedTuple

from flake8_fakeasync.analysis.syntax.imports import imported

_WORD = re.compile(r"\w+")


class Names(NamedTuple):
    """How others may use a module: by importing it under its name, or by what its package passes on of it."""

    module: str
    passed_on: frozenset[str] = frozenset()


class Words(NamedTuple):
    """The words of a text, and those of its imports among them."""

    every: frozenset[str]
    imported: frozenset[str]

    def use(self, names: Names) -> bool:
        """Return whether a text with these words may use a module."""
        return names.module in self.imported or not names.passed_on.isdisjoint(self.every)


def words(text: str) -> Words:
    """Return the words of a text."""
    imports = (part for module, names in imported(text) for part in (*module.split("."), *names))
    return Words(frozenset(_WORD.findall(text)), frozenset(imports))


class Giving:
    """Words by which something is given to others: called, or a keyword."""

    def __init__(self, given: tuple[str, ...]) -> None:
        self._words = given
        self._given = re.compile(rf"(?<!def )\b(?:{'|'.join(map(re.escape, given))})(?:\.append)?[ \t]*[=(]")

    def in_text(self, text: str) -> bool:
        """Return whether something is given in a text."""
        return any(word in text for word in self._words) and self._given.search(text) is not None
