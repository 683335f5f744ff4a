"""What was looked at for each file: the files and folders that answers about it rest on."""

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.project import layout

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flake8_fakeasync.analysis.project.layout import Place


class DependencyLog:
    """Where each file led. Whatever is asked about a file is answered from itself and what it led to, at any distance.

    That holds because a module is only ever found by a name that another one imports, or for standing near it: nothing
    else makes its path known. So it need not be told which question led where.
    """

    def __init__(self, *, is_on: bool) -> None:
        self.is_on = is_on
        self._led: defaultdict[str, set[str]] = defaultdict(set)

    def depends_on_name(self, name: str, roots: tuple[str, ...], importer: str) -> None:
        """Note that a file imports, or might import, a module."""
        if self.is_on:
            self._led[importer].update(_looked(name, roots))

    def depends_on(self, path: str, others: "Iterable[str]") -> None:
        """Note that a file led to others, in whatever way."""
        if self.is_on:
            self._led[path].update(others)

    def stands(self, place: "Place") -> None:
        """Note that a file was given its place."""
        if self.is_on:
            self._led[place.path].update(layout.around(place))

    def closure(self, path: str) -> set[str]:
        """Return what a file led to, at any distance."""
        found: set[str] = set()
        pending = [path]
        while pending:
            new = self._led.get(pending.pop(), found) - found
            found |= new
            pending += new
        found.discard(path)
        return found


@lru_cache(maxsize=65536)
def _looked(name: str, roots: tuple[str, ...]) -> frozenset[str]:
    return frozenset(layout.looked_at(name, roots))
