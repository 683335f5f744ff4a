"""Which of some files have a word in their text."""

import re
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.project.words import words_of

if TYPE_CHECKING:
    from collections.abc import Callable

# A search of a text takes about a fiftieth of the time that it takes to find all its words.
_MOST_SEARCHES = 24


class WordIndex:
    """Searches the texts of some files for the first words; asked for many, it finds all their words once."""

    def __init__(self, files: tuple[str, ...], text: "Callable[[str], str]") -> None:
        """Take files; `text` returns the text of one."""
        self._files = files
        self._text = text
        self._found: dict[str, tuple[str, ...]] = {}
        self._by_word: dict[str, list[str]] | None = None

    def naming(self, word: str) -> tuple[str, ...]:
        """Return the files that have a word in their text, in order."""
        found = self._found.get(word)
        if found is None:
            found = self._found[word] = self._search(word)
        return found

    def naming_any(self, words: tuple[str, ...]) -> list[str]:
        """Return the files that have one of some words in their text, in order."""
        if len(words) == 1:
            return list(self.naming(words[0]))
        found = {path for word in words for path in self.naming(word)}
        return [path for path in self._files if path in found]

    def _search(self, word: str) -> tuple[str, ...]:
        if len(self._found) < _MOST_SEARCHES or not word.isidentifier():
            wanted = re.compile(rf"\b{re.escape(word)}\b")
            some = (path for path in self._files if word in self._text(path))
            return tuple(path for path in some if wanted.search(self._text(path)))
        if self._by_word is None:
            self._by_word = {}
            for path in self._files:
                for each in words_of(self._text(path)):
                    self._by_word.setdefault(each, []).append(path)
        return tuple(self._by_word.get(word, ()))
