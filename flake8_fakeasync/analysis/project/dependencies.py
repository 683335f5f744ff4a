"""Which files and folders the answers about each file rest on."""

from collections import defaultdict
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.project.layout import around
from flake8_fakeasync.disk.names import folder_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flake8_fakeasync.analysis.project.layout import Layout, Place
    from flake8_fakeasync.analysis.project.searching import Around


class DependencyLog:
    """Records where each file led. Whatever is asked about a file is answered from itself and its `closure`.

    That holds because a module is only ever found by a name that another one imports, or because it is near it: nothing
    else makes its path known. So no question has to say what it read.
    """

    def __init__(self, layout: "Layout", *, is_on: bool) -> None:
        self.is_on = is_on
        self._layout = layout
        self._led: defaultdict[str, set[str]] = defaultdict(set)
        # The sets of files that many files rest on are gone through once for all of them.
        self._led_to_all: defaultdict[str, set[frozenset[str]]] = defaultdict(set)
        self._looked_at: dict[tuple[str, tuple[str, ...]], frozenset[str]] = {}
        # The closure worked out last, itself included, and what of it leads farther since: most files have nearly all
        # of it in common.
        self._last, self._closed, self._grown = "", frozenset[str](), set[str]()

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
        self._add(importer, found)

    def depends_on(self, path: str, others: "Iterable[str]") -> None:
        """Record that the results of `path` depend on `others`."""
        if self.is_on:
            self._add(path, others)

    def depends_on_all(self, path: str, others: "Around") -> None:
        """Record that the results of `path` depend on all that is around it."""
        if self.is_on:
            self._led_to_all[path].add(others.paths)
            self._grown.add(path)

    def depends_on_place(self, place: "Place") -> None:
        """Record that a file was given its place."""
        if self.is_on:
            self._add(place.path, around(place))

    def _add(self, path: str, others: "Iterable[str]") -> None:
        known = self._led[path]
        before = len(known)
        known.update(others)
        if len(known) > before:
            self._grown.add(path)

    def closure(self, path: str) -> set[str]:
        """Return the files and folders that a file rests on besides itself, at any distance."""
        found, pending = {path}, [path]
        gone_through = set[frozenset[str]]()
        while pending:
            file = pending.pop()
            new = self._led[file] - found if file in self._led else set[str]()  # most paths led nowhere
            for others in self._led_to_all[file] - gone_through if file in self._led_to_all else ():
                gone_through.add(others)
                new |= others - found
            found |= new
            if self._last in new:
                found |= self._closed
                pending = [each for each in pending if each not in self._closed]
                new = (new - self._closed) | (self._grown & self._closed)
            pending += new
        self._last, self._closed, self._grown = path, frozenset(found), set()
        found.discard(path)
        return found

    def dependents(self, path: str) -> set[str]:
        """Return the files whose answers rest on a file or folder, at any distance."""
        back: defaultdict[str, list[str]] = defaultdict(list)
        back_from_all: defaultdict[frozenset[str], list[str]] = defaultdict(list)
        for file, others in self._led.items():
            for other in others:
                back[folder_of(other)].append(file)
        for file, sets in self._led_to_all.items():
            for each in sets:
                back_from_all[each].append(file)
        found: set[str] = set()
        pending = [path]
        while pending:
            current = pending.pop()
            files = back.pop(current, [])
            for each in [each for each in back_from_all if current in each]:
                files += back_from_all.pop(each)
            pending += [file for file in files if file not in found]
            found.update(files)
        found.discard(path)
        return found
