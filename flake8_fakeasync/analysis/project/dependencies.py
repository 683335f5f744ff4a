"""Which files and folders the answers about each file rest on."""

from collections import defaultdict
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.project.layout import around
from flake8_fakeasync.disk.names import folder_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flake8_fakeasync.analysis.project.layout import Layout, Place


class DependencyLog:
    """Records where each file led. Whatever is asked about a file is answered from itself and its `closure`.

    That holds because a module is only ever found by a name that another one imports, or because it is near it: nothing
    else makes its path known. So no question has to say what it read.
    """

    def __init__(self, layout: "Layout", *, is_on: bool) -> None:
        self.is_on = is_on
        self._layout = layout
        self._led: defaultdict[str, set[str]] = defaultdict(set)
        self._looked_at: dict[tuple[str, tuple[str, ...]], frozenset[str]] = {}

    def invalidate(self) -> None:
        """Look again at where names lead when they are next looked for: the disk may have changed."""
        self._looked_at.clear()

    def depends_on_name(self, name: str, roots: tuple[str, ...], importer: str) -> None:
        """Record that a file imports, or might import, a module."""
        if not self.is_on:
            return
        key = (name, roots)
        found = self._looked_at.get(key)
        if found is None:
            found = self._looked_at[key] = frozenset(self._layout.looked_at(name, roots))
        self._led[importer].update(found)

    def depends_on(self, path: str, others: "Iterable[str]") -> None:
        """Record that the results of `path` depend on `others`."""
        if self.is_on:
            self._led[path].update(others)

    def depends_on_place(self, place: "Place") -> None:
        """Record that a file was given its place."""
        if self.is_on:
            self._led[place.path].update(around(place))

    def closure(self, path: str) -> set[str]:
        """Return the files and folders that a file rests on besides itself, at any distance."""
        found: set[str] = set()
        pending = [path]
        while pending:
            new = self._led.get(pending.pop(), found) - found
            found |= new
            pending += new
        found.discard(path)
        return found

    def dependents(self, path: str) -> set[str]:
        """Return the files whose answers rest on a file or folder, at any distance."""
        back: defaultdict[str, list[str]] = defaultdict(list)
        for file, others in self._led.items():
            for other in others:
                back[folder_of(other)].append(file)
        found: set[str] = set()
        pending = [path]
        while pending:
            for file in back[pending.pop()]:
                if file not in found:
                    found.add(file)
                    pending.append(file)
        found.discard(path)
        return found
