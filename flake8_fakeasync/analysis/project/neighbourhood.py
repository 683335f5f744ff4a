"""The files around a folder: of its package, of its project, with their texts."""

import os
import re
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.project.layout import MARKERS
from flake8_fakeasync.prefilter import runs_functions

if TYPE_CHECKING:
    from flake8_fakeasync.disk.reader import Disk

MOST = 400  # more files than this are not read for one question: the innermost package around a module decides
MOST_FOLDERS = 2000
_NEAR = 4  # folders in which a root is looked for, from the innermost that is no package
_WORD = re.compile(r"\w+")
_SKIPPED = frozenset({"__pycache__", "build", "dist", "node_modules", "site-packages", "venv"})


class Around(NamedTuple):
    """The files around a module, and all folders that were searched for them."""

    files: tuple[str, ...]
    folders: tuple[str, ...]


NOTHING = Around((), ())


class Neighbourhood:
    """The files around each folder, with their texts, read once until `invalidate` is called."""

    def __init__(self, disk: "Disk") -> None:
        self.disk = disk
        self._around: dict[str, Around] = {}
        self._texts: dict[str, str] = {}
        self._trees: dict[str, Around] = {}
        self._wholes: dict[str, Around] = {}
        self._naming: dict[tuple[str, str], tuple[str, ...]] = {}
        self._runs_functions: dict[tuple[str, ...], bool] = {}
        self._words: dict[tuple[tuple[str, ...], tuple[str, ...]], dict[str, frozenset[str]]] = {}

    def invalidate(self) -> None:
        """Look at the disk again when next asked."""
        self._around.clear()
        self._texts.clear()
        self._trees.clear()
        self._wholes.clear()
        self._naming.clear()
        self._runs_functions.clear()
        self._words.clear()

    def around(self, folder: str) -> Around:
        """Return the Python files of the outermost package around a folder that is not too large."""
        found = self._around.get(folder)
        if found is None:
            found = self._around[folder] = self._search(folder)
        return found

    def tree(self, folder: str) -> Around:
        """Return the Python files below the folder in which the outermost package around one lies.

        Where these are too many: the files around, and those right in that folder.
        """
        found = self._trees.get(folder)
        if found is None:
            top = self._above(folder)[-1]
            searched = [top]
            below = self._below(top, searched)
            if below is None:
                inner, names = self.around(folder), self.disk.listing(top).files
                beside = (os.path.join(top, name) for name in sorted(names) if name.endswith(".py"))
                below, searched = tuple(dict.fromkeys((*inner.files, *beside))), [top, *inner.folders]
            found = self._trees[folder] = Around(below, tuple(dict.fromkeys(searched)))
        return found

    def whole(self, folder: str) -> Around:
        """Return the Python files of the project that a folder belongs to, no files where these are too many.

        The first of the folders is its root: the nearest above the packages that has a `pyproject.toml` or the like.
        """
        found = self._wholes.get(folder)
        if found is None:
            top = self._above(folder)[-1]
            root = self._root(top)
            searched = [root, top]
            files = self._below(root, searched)
            found = self._wholes[folder] = Around(files or (), tuple(dict.fromkeys(searched)))
        return found

    def naming(self, folder: str, word: str) -> tuple[str, ...]:
        """Return the files of the project that a folder belongs to that have a word in their text."""
        whole = self.whole(folder)
        key = (whole.folders[0], word)
        found = self._naming.get(key)
        if found is None:
            wanted = re.compile(rf"\b{re.escape(word)}\b")
            some = (path for path in whole.files if word in self.text(path))
            found = self._naming[key] = tuple(path for path in some if wanted.search(self.text(path)))
        return found

    def _root(self, top: str) -> str:
        """Return the folder near above one that marks a project, itself if there is none."""
        folder = top
        for _ in range(_NEAR):
            here = self.disk.listing(folder)
            if not MARKERS.isdisjoint(here.files | here.folders):
                return folder
            folder = os.path.dirname(folder)
        return top

    def words_of(self, files: tuple[str, ...], wanted: tuple[str, ...]) -> dict[str, frozenset[str]]:
        """Return the files that have one of the wanted words in their text, with all words of each."""
        key = (files, wanted)
        if key not in self._words:
            some = (path for path in files if any(word in self.text(path) for word in wanted))
            self._words[key] = {path: frozenset(_WORD.findall(self.text(path))) for path in some}
        return self._words[key]

    def text(self, path: str) -> str:
        """Return the text of a file, empty if it cannot be read."""
        found = self._texts.get(path)
        if found is None:
            if len(self._texts) >= MOST:
                self._texts.clear()
            found = self._texts[path] = self.disk.text(path) or ""
        return found

    def names_framework(self, path: str) -> bool:
        """Return whether a file around one names a framework that calls plain functions on the event loop."""
        files = self.tree(os.path.dirname(path)).files if path else ()
        found = self._runs_functions.get(files)
        if found is None:
            found = self._runs_functions[files] = any(runs_functions(self.text(each)) for each in files)
        return found

    def _search(self, folder: str) -> Around:
        above = self._above(folder)
        searched = [*above]
        for root in reversed(above[:-1] or above):
            found = self._below(root, searched)
            if found is not None:
                return Around(found, tuple(dict.fromkeys(searched)))
        return Around((), tuple(dict.fromkeys(searched)))

    def _above(self, folder: str) -> list[str]:
        """Return a folder and those above it, up to the first that is no package."""
        above = [folder]
        while self.disk.is_file(os.path.join(above[-1], "__init__.py")):
            above.append(os.path.dirname(above[-1]))
        return above

    def _below(self, root: str, searched: list[str]) -> tuple[str, ...] | None:
        found: list[str] = []
        for folder, folders, files in self.disk.below(root):
            searched.append(folder)
            folders[:] = sorted(name for name in folders if name not in _SKIPPED and not name.startswith("."))
            found += [os.path.join(folder, name) for name in sorted(files) if name.endswith(".py")]
            if len(found) > MOST or len(searched) > MOST_FOLDERS:
                return None
        return tuple(found)
