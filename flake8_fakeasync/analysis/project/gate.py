"""Pre-filter on text and imports: a module that reaches no library of the catalog is never parsed."""

import sys
from typing import NamedTuple

from flake8_fakeasync.analysis.project import layout
from flake8_fakeasync.analysis.project.dependencies import DependencyLog
from flake8_fakeasync.analysis.syntax.definitions import absolute
from flake8_fakeasync.analysis.syntax.imports import imported
from flake8_fakeasync.disk.reader import NO_STAMP, Disk, Stamp
from flake8_fakeasync.prefilter import HOSTS, runs_functions

# What decorators and home-made wrappers are made of: calls are followed through them, whatever else they import.
_FOLLOWED = ("wraps(", "to_thread", "run_in_executor", "run_in_threadpool", "run_sync", "to_async", "executor_job")
# Threads and loops that a coroutine may wait for, itself or through what it imports.
_WAITED_FOR = (
    "concurrent.futures", "_threadsafe", "threading.", "from threading", "asyncio.run(", "run_until_complete",
    "queue.Queue", "multiprocessing",
)  # fmt: skip
_OFFLOADS = ("to_thread", "run_in_executor", "run_in_threadpool")


class Triggers(NamedTuple):
    """What makes a file matter: an import of one of `imports`, or one of `spoken` anywhere in it.

    An import of one of `libraries` does not mean a folder of the project that happens to have its name.
    """

    imports: frozenset[str]
    libraries: frozenset[str]
    vocabulary: tuple[str, ...] = ()


class Text(NamedTuple):
    """What the text of a file shows without parsing: absolute imports, and whether it names a library of ours.

    `content` is the hash of its text; the stamp of a text that was handed to us is not that of any file. `wraps` tells
    that it may define decorators or hand callables to threads, or matters: calls are followed through all of these.
    """

    stamp: Stamp
    content: int
    names: tuple[str, ...]
    matters: bool
    wraps: bool


class Gate:
    """Finds files by the names that import them, and answers for each whether it can matter."""

    def __init__(self, words: Triggers, disk: Disk, modules: layout.Layout, dependency_log: DependencyLog) -> None:
        self._disk = disk
        self._layout = modules
        self._words = words
        self._dependency_log = dependency_log
        self._declared = words.imports - words.libraries
        self._texts: dict[str, Text] = {}
        self._found: dict[tuple[str, tuple[str, ...]], str | None] = {}
        self._current: set[str] = set()  # files known to have the text on disk that was seen in them
        self._reach: dict[str, bool] = {}

    def invalidate(self) -> None:
        """Look at the disk again: drop what has changed."""
        self.invalidate_reach()
        self._found.clear()
        self._current.clear()
        for path, text in list(self._texts.items()):
            if text.stamp != self._disk.stamp(path) or self._layout.has_moved(path):
                del self._texts[path]

    def invalidate_reach(self) -> None:
        """Drop what leads where: a file has changed."""
        self._reach.clear()

    def find(self, name: str, roots: tuple[str, ...]) -> str | None:
        """Return the file or namespace folder that an absolute name means where these roots hold."""
        key = (name, roots)
        if key not in self._found:
            found = self._layout.find(name, roots)
            if found is not None and self._is_library(name.partition(".")[0]):
                is_weak = layout.is_weak(found) or self._layout.is_below_package(name, found)
                found = None if is_weak else found
            self._found[key] = found
        return self._found[key]

    def _is_library(self, top: str) -> bool:
        """Return whether a top-level name is that of a library, of Python's or one of the catalog."""
        return top in self._words.libraries or top in sys.stdlib_module_names

    def are_current(self, paths: "set[str]") -> bool:
        """Return whether in each of these files is the text that was seen in it, if one was seen."""
        unsure = paths - self._current
        if all(self._is_current(path) for path in unsure):
            self._current |= unsure
            return True
        return False

    def _is_current(self, path: str) -> bool:
        seen = self._texts.get(path)
        return seen is None or seen.content == self._disk.snapshot(path).text

    def _take(self, path: str, text: Text) -> None:
        self._texts[path] = text
        self._current.discard(path)

    def given(self, path: str, text: str) -> None:
        """Take a text that was handed to us for what is in a file."""
        known = self._texts.get(path)
        if known is None or known.content != hash(text):
            place = self._layout.place(path)
            self._take(path, self._told(NO_STAMP, place, text))
            self._reach.pop(path, None)

    def refuses(self, path: str) -> bool:
        """Return whether a file is known not to be worth parsing, before it is read."""
        return path in self._texts and not self._is_followed(path)

    def lets_in(self, place: layout.Place, text: str) -> bool:
        """Return whether a file that was read is worth parsing when a name leads to it."""
        if place.path not in self._texts:
            self._take(place.path, self._told(self._disk.stamp(place.path), place, text))
        return self._is_followed(place.path)

    def _is_followed(self, path: str) -> bool:
        text = self._text(path)
        return text is not None and (text.wraps or self.matters(path))

    def asks(self, path: str, text: str) -> bool:
        """Return whether a file that was handed to us may have something to report. It is followed from others, too."""
        self.given(path, text)
        may_run = "async def" in text or runs_functions(text)
        return (may_run and any(word in text for word in _OFFLOADS)) or self.matters(path)

    def matters(self, path: str) -> bool:
        """Return whether a file, or a project file that it imports at any distance, imports a library of ours."""
        known = self._reach.get(path)
        if known is not None:
            return known
        seen, pending = {path}, [path]
        while pending:
            current = pending.pop()
            text = self._text(current)
            if text is None:
                continue
            if text.matters or self._reach.get(current):
                self._reach[path] = self._reach[current] = True
                return True
            roots = self._layout.place(current).roots
            for name in text.names:
                self._dependency_log.depends_on_name(name, roots, current)
                found = self.find(name, roots)
                if found is None or found in seen or not found.endswith(".py"):
                    continue
                if self._reach.get(found) is not False:
                    seen.add(found)
                    pending.append(found)
        self._reach.update(dict.fromkeys(seen, False))
        return False

    def _text(self, path: str) -> Text | None:
        if path not in self._texts:
            text = self._disk.source(path)
            if text is None:
                return None
            place = self._layout.place(path)
            self._take(path, self._told(self._disk.stamp(path), place, text))
        return self._texts[path]

    def _told(self, stamp: Stamp, place: layout.Place, text: str) -> Text:
        """Return what a text tells without being parsed."""
        self._dependency_log.depends_on_place(place)
        names: list[str] = []
        for module, taken in imported(text):
            level = len(module) - len(module.lstrip("."))
            base = absolute(place.below, module[level:], level, is_package=place.is_package)
            names += [base, *(f"{base}.{name}" for name in taken)] if base else []
        imports = any(name.partition(".")[0] in self._words.imports for name in names)
        declared = not self._declared.isdisjoint(place.below.split("."))
        matters = imports or declared or any(word in text for word in (*self._words.vocabulary, *_WAITED_FOR))
        wraps = matters or any(word in text for word in _FOLLOWED + HOSTS)
        return Text(stamp, hash(text), tuple(dict.fromkeys(names)), matters, wraps)
