"""The modules that are loaded, as many as there is room for."""

from collections.abc import Iterator
from typing import NamedTuple

from flake8_fakeasync.analysis.project.layout import Layout
from flake8_fakeasync.analysis.project.module import Module
from flake8_fakeasync.disk.reader import Disk, Stamp

MOST_ROWS = 2_000_000


class Loaded(NamedTuple):
    """A module, or None in its place; `stamp` is None for a text that was handed to us and may differ from the file."""

    stamp: Stamp | None
    content: int
    module: Module | None


class LoadedModules:
    """Modules by path in `loaded`, which only `keep` fills; `made` counts the rows of all that were ever kept."""

    def __init__(self) -> None:
        self.made = 0
        self.loaded: dict[str, Loaded] = {}
        self._contents: dict[str, int] = {}  # of all modules ever loaded since the last look at the disk
        self._rows = 0

    def modules(self) -> Iterator[Module | None]:
        """Yield the modules, in no particular order."""
        return (loaded.module for loaded in self.loaded.values())

    def keep(self, path: str, loaded: Loaded) -> bool:
        """Put a module in the place of the one loaded before, if any; return whether something changed by that."""
        before = self._contents.get(path)
        has_changed = before not in {None, loaded.content} or path in self.loaded
        self._drop(path)
        self.loaded[path] = loaded
        self._contents[path] = loaded.content
        rows = _rows(loaded)
        self._rows += rows
        self.made += rows
        return has_changed

    def invalidate(self, disk: Disk, layout: Layout) -> None:
        """Drop what has changed on disk, or is found by another name there, and what was handed to us."""
        for path, loaded in list(self.loaded.items()):
            if loaded.stamp is None or loaded.stamp != disk.stamp(path) or layout.has_moved(path):
                self._drop(path)
        self._contents.clear()

    def make_room(self) -> None:
        """Drop the modules used longest ago when there are very many; they are read again when asked for."""
        if self._rows < MOST_ROWS:
            return
        for path in sorted(self.loaded, key=lambda path: _age(self.loaded[path])):
            if self._rows < MOST_ROWS // 2:
                return
            self._drop(path)

    def _drop(self, path: str) -> None:
        loaded = self.loaded.pop(path, None)
        if loaded is not None:
            self._rows -= _rows(loaded)


def _rows(loaded: Loaded) -> int:
    return len(loaded.module.facts.exprs) if loaded.module is not None else 0


def _age(loaded: Loaded) -> int:
    return loaded.module.used if loaded.module is not None else 0
