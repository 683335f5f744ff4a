"""What the catalog knows about idioms: things that a library takes differently than the one it replaces."""

from __future__ import annotations

import functools
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from flake8_fakeasync.catalog import vocabulary
from flake8_fakeasync.catalog.index import Index

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from flake8_fakeasync.catalog.idioms import Idiom
    from flake8_fakeasync.catalog.sources import Source


class IdiomLookup(ABC):
    """The part of the catalog that is about idioms."""

    def __init__(self, sources: tuple[Source, ...]) -> None:
        self._idiom_sources = sources
        self._idiom_index = Index(source for source in sources if source.head.idioms)

    @abstractmethod
    def canonical(self, name: str) -> str:
        """Return the name to print for any spelling of a cataloged name."""

    @abstractmethod
    def _lineage(self, name: str) -> Iterator[str]:
        """Yield a class and its bases."""

    def keyword(self, owner: str, method: str, keyword: str) -> Idiom | None:
        """Return the idiom of a keyword that a method rejects; `owner` is a class or a module."""
        return self._idiom("keyword", owner, method, keyword)

    def missing(self, owner: str, member: str) -> Idiom | None:
        """Return the idiom of a member that a class or module does not have."""
        return self._idiom("missing", owner, None, member)

    def ignored(self, owner: str, attribute: str) -> Idiom | None:
        """Return the idiom of an attribute whose assignment a class ignores."""
        return self._idiom("ignored", owner, None, attribute)

    def change(self, owner: str, method: str | None, name: str) -> Idiom | None:
        """Return the idiom of something that runs and means something else than it did."""
        return self._idiom("change", owner, method, name)

    def wrong(self, owner: str, method: str, name: str) -> Idiom | None:
        """Return the idiom of an argument that must not hold values of some kind; `when` says which."""
        return self._idiom("wrong", owner, method, name)

    def misuse(self, owner: str, used: str, name: str) -> Idiom | None:
        """Return the idiom of a member that is not to be used in this way; "" is the instance itself."""
        return self._idiom("misuse", owner, used, name)

    def _idiom(self, kind: str, owner: str, method: str | None, name: str) -> Idiom | None:
        for spelling in self._lineage(self.canonical(owner)):
            self._idiom_index.load_root(spelling.partition(".")[0])
            found = self._idiom_index.idioms.get((kind, spelling, method, name))
            if found is not None:
                return found
        return None

    @functools.cached_property
    def idiom_names(self) -> Mapping[str, frozenset[str]]:
        """By kind of idiom, and by way of misuse: the names that any library has one for. Others need no question."""
        return vocabulary.idiom_names(source.head for source in self._idiom_sources)

    def idioms(self) -> tuple[Idiom, ...]:
        """Return every idiom there is."""
        self._idiom_index.load_all()
        return tuple(self._idiom_index.idioms.values())
