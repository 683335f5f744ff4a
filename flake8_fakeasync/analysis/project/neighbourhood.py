"""The files around a folder: of its package, of its project, with their texts."""

from collections import defaultdict
from typing import TYPE_CHECKING, Any, TypeVar

from flake8_fakeasync.analysis.project.givers import Givers
from flake8_fakeasync.analysis.project.searching import MOST, Around, files_below, root_near
from flake8_fakeasync.analysis.project.test_code import is_test
from flake8_fakeasync.analysis.project.word_index import WordIndex
from flake8_fakeasync.analysis.project.words import Giving, Words, bases, stored
from flake8_fakeasync.disk.paths import folder_of, joined
from flake8_fakeasync.prefilter import runs_functions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from flake8_fakeasync.disk.reader import Disk

T = TypeVar("T")


class Neighbourhood:
    """The files around each folder, with their texts, read once until `invalidate` is called."""

    def __init__(self, disk: "Disk") -> None:
        self.disk = disk
        self.invalidate()

    def invalidate(self) -> None:
        """Look at the disk again when next asked."""
        self._around: dict[str, Around] = {}
        self._texts: dict[str, str] = {}
        self._trees: dict[str, Around] = {}
        self._wholes: dict[str, Around] = {}
        self._storing: dict[tuple[str, bool], dict[str, tuple[str, ...]]] = {}
        self._deriving: dict[tuple[str, ...], dict[str, tuple[str, ...]]] = {}
        self._indexes: dict[tuple[str, ...], WordIndex] = {}
        self._told: dict[tuple[tuple[str, ...], Callable[[Iterator[str]], Any]], Any] = {}
        self._giving: dict[tuple[tuple[str, ...], Giving], Givers] = {}
        self._given: dict[tuple[str, Giving], bool] = {}
        self._words: dict[str, Words] = {}
        self._searched: dict[str, tuple[tuple[str, ...] | None, tuple[str, ...]]] = {}
        self._is_package: dict[str, bool] = {}

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
            below, searched = self._below(top)
            if below is None:
                inner, names = self.around(folder), self.disk.listing(top).files
                beside = (joined(top, name) for name in sorted(names) if name.endswith(".py"))
                below, searched = tuple(dict.fromkeys((*inner.files, *beside))), inner.folders
            found = self._trees[folder] = Around(below, tuple(dict.fromkeys((top, *searched))))
        return found

    def whole(self, folder: str) -> Around:
        """Return the Python files of the project that a folder belongs to, no files where these are too many.

        The first of the folders is its root: the nearest above the packages that has a `pyproject.toml` or the like.
        """
        found = self._wholes.get(folder)
        if found is None:
            top = self._above(folder)[-1]
            root = root_near(self.disk, top)
            files, searched = self._below(root)
            found = self._wholes[folder] = Around(files or (), tuple(dict.fromkeys((root, top, *searched))))
        return found

    def naming(self, folder: str, word: str) -> tuple[str, ...]:
        """Return the files of the project that a folder belongs to that have a word in their text."""
        return self._index(self.whole(folder).files).naming(word)

    def naming_around(self, folder: str, words: tuple[str, ...]) -> list[str]:
        """Return the files around a folder that have one of some words in their text."""
        return self._index(self.around(folder).files).naming_any(words)

    def _index(self, files: tuple[str, ...]) -> WordIndex:
        found = self._indexes.get(files)
        if found is None:
            found = self._indexes[files] = WordIndex(files, self.text)
        return found

    def deriving(self, folder: str) -> dict[str, tuple[str, ...]]:
        """Return, by the names that class statements have among their bases, the files around a folder that do so."""
        files = self.around(folder).files
        found = self._deriving.get(files)
        if found is None:
            by_name: dict[str, list[str]] = defaultdict(list)
            for path in files:
                for name in bases(self.text(path)):
                    by_name[name].append(path)
            found = self._deriving[files] = {name: tuple(paths) for name, paths in by_name.items()}
        return found

    def storing(self, folder: str, *, in_tests: bool) -> dict[str, tuple[str, ...]]:
        """Return, by name, the files of the project that a folder belongs to that store something as an attribute.

        Those of tests are among them only where `in_tests` says so.
        """
        whole = self.whole(folder)
        root = whole.folders[0]
        found = self._storing.get((root, in_tests))
        if found is None:
            by_name: dict[str, list[str]] = defaultdict(list)
            for path in whole.files:
                if in_tests or not is_test(path[len(root) :]):
                    for name in stored(self.text(path)):
                        by_name[name].append(path)
            found = {name: tuple(paths) for name, paths in by_name.items()}
            self._storing[root, in_tests] = found
        return found

    def giving(self, files: tuple[str, ...], giving: Giving) -> Givers:
        """Return those files in which something is given to others."""
        key = (files, giving)
        if key not in self._giving:
            self._giving[key] = Givers((path for path in files if self._gives(path, giving)), self.words, self.text)
        return self._giving[key]

    def _gives(self, path: str, giving: Giving) -> bool:
        found = self._given.get((path, giving))
        if found is None:
            found = self._given[path, giving] = giving.in_text(self.text(path))
        return found

    def words(self, path: str) -> Words:
        """Return the words of a file."""
        if path not in self._words:
            self._words[path] = Words(path, self.text)
        return self._words[path]

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
        return self.told(self.tree(folder_of(path)).files, _runs_functions) if path else False

    def told(self, files: tuple[str, ...], question: "Callable[[Iterator[str]], T]") -> "T":
        """Return the answer to a question about the texts of some files; equal questions are asked once."""
        key = (files, question)
        if key not in self._told:
            self._told[key] = question(map(self.text, files))
        found: T = self._told[key]
        return found

    def _search(self, folder: str) -> Around:
        above = self._above(folder)
        searched = [*above]
        for root in reversed(above[:-1] or above):
            found, folders = self._below(root)
            searched += folders
            if found is not None:
                return Around(found, tuple(dict.fromkeys(searched)))
        return Around((), tuple(dict.fromkeys(searched)))

    def _above(self, folder: str) -> list[str]:
        """Return a folder and those above it, up to the first that is no package."""
        above = [folder]
        while self._has_init(above[-1]):
            above.append(folder_of(above[-1]))
        return above

    def _has_init(self, folder: str) -> bool:
        found = self._is_package.get(folder)
        if found is None:
            found = self._is_package[folder] = self.disk.is_file(joined(folder, "__init__.py"))
        return found

    def _below(self, root: str) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
        """Return the Python files below a folder, None if they are too many, and the folders that were searched."""
        known = self._searched.get(root)
        if known is None:
            searched: list[str] = []
            known = self._searched[root] = files_below(self.disk, root, searched), tuple(searched)
        return known


def _runs_functions(texts: "Iterable[str]") -> bool:
    return any(map(runs_functions, texts))
