"""The modules of a project, loaded when a name leads to them, once per process and content."""

import ast
import logging
import os
import tokenize
import warnings
from typing import NamedTuple

from flake8_fakeasync.analysis import layout
from flake8_fakeasync.analysis.definitions import absolute
from flake8_fakeasync.analysis.imports import imported
from flake8_fakeasync.analysis.module import Module
from flake8_fakeasync.analysis.walker import walk

MOST_ROWS = 2_000_000
LOG = logging.getLogger("flake8.fakeasync")
Stamp = tuple[int, int]
# What decorators and home-made wrappers are made of: calls are followed through them, whatever else they import.
_FOLLOWED = ("wraps(", "to_thread", "run_in_executor", "run_in_threadpool", "run_sync", "to_async", "executor_job")


class Text(NamedTuple):
    """What is known of a file without parsing it: its imports, absolute, and whether it names a library of ours.

    `wraps` tells that it may define decorators or hand callables to threads: calls are followed through both.
    """

    stamp: Stamp
    names: tuple[str, ...]
    matters: bool
    wraps: bool


class Loaded(NamedTuple):
    """A module, or None in its place; `stamp` is None for a text that was handed to us and may differ from the file."""

    stamp: Stamp | None
    content: int
    module: Module | None


class Project:
    """Finds, reads and keeps modules: those that import one of `words`, or whose text has one of `spoken` in it.

    An import of one of `libraries` does not mean a folder of the project that happens to have its name.
    """

    def __init__(
        self,
        words: frozenset[str],
        src: tuple[str, ...] = (),
        *,
        libraries: frozenset[str] = frozenset(),
        spoken: tuple[str, ...] = (),
    ) -> None:
        self.words = words
        self.libraries = libraries or words
        self.spoken = spoken
        self._declared = words - self.libraries
        self.src = tuple(os.path.abspath(folder) for folder in src)
        self.changes = 0
        self._modules: dict[str, Loaded] = {}
        self._rows = 0
        self.made = 0  # the rows of all modules ever read
        self._texts: dict[str, Text] = {}
        self._found: dict[tuple[str, tuple[str, ...]], str | None] = {}
        self._reach: dict[str, bool] = {}

    def refresh(self) -> None:
        """Forget what changed on disk since the last look. Called when a run begins, not for each file."""
        self._found.clear()
        self._reach.clear()
        layout.place.cache_clear()
        for path, loaded in list(self._modules.items()):
            if loaded.stamp is None or loaded.stamp != _stamp(path):
                del self._modules[path]
        for path, text in list(self._texts.items()):
            if text.stamp != _stamp(path):
                del self._texts[path]
        self.changes += 1

    def given(self, path: str, text: str, tree: ast.Module) -> Module:
        """Return the module of a file as it was handed to us; it stands for the file from now on."""
        known = self._modules.get(path)
        if known is not None and known.module is not None and known.content == hash(text):
            return known.module
        place = layout.place(path, self.src)
        facts = walk(tree, name=place.name, path=path, is_package=place.is_package, below=place.below)
        module = Module(facts, place.roots)
        self._modules[path] = Loaded(None, hash(text), module)
        self._count(module)
        self._texts[path] = self._read(path, text, (0, 0))
        if known is not None:
            self.changes += 1
            self._reach.clear()
        return module

    def _count(self, module: Module | None) -> None:
        rows = len(module.facts.values) if module is not None else 0
        self._rows += rows
        self.made += rows

    def make_room(self) -> None:
        """Let go of the modules loaded longest ago when there are very many; they are read again when asked for."""
        if self._rows < MOST_ROWS:
            return
        for path in list(self._modules):
            module = self._modules.pop(path).module
            self._rows -= len(module.facts.values) if module is not None else 0
            if self._rows < MOST_ROWS // 2:
                return

    def find(self, name: str, importer: Module) -> str | None:
        """Return the file or namespace folder of the project that an absolute name means to an importer."""
        return self._find(name, importer.roots)

    def module(self, path: str) -> Module | None:
        """Return the module in a file, or None when it cannot matter, be read or be parsed."""
        known = self._modules.get(path)
        if known is None:
            known = self._modules[path] = self._load(path)
            self._count(known.module)
        return known.module

    def loaded(self) -> list[Module]:
        """Return the modules that are loaded, in no particular order."""
        return [loaded.module for loaded in self._modules.values() if loaded.module is not None]

    def text_matters(self, path: str, text: str) -> bool:
        """Return `matters` for a file whose text was handed to us."""
        known = self._modules.get(path)
        if known is None or known.content != hash(text):
            self._texts[path] = self._read(path, text, (0, 0))
            self._reach.pop(path, None)
        return self.matters(path)

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
            place = layout.place(current, self.src)
            for name in text.names:
                found = self._find(name, place.roots)
                if found is None or found in seen or not found.endswith(".py"):
                    continue
                if self._reach.get(found) is not False:
                    seen.add(found)
                    pending.append(found)
        self._reach.update(dict.fromkeys(seen, False))
        return False

    def _find(self, name: str, roots: tuple[str, ...]) -> str | None:
        key = (name, roots)
        if key not in self._found:
            found = layout.find(name, roots)
            if found is not None and name.partition(".")[0] in self.libraries and layout.is_weak(found):
                found = None
            self._found[key] = found
        return self._found[key]

    def _text(self, path: str) -> Text | None:
        if path not in self._texts:
            text = _source(path)
            if text is None:
                return None
            self._texts[path] = self._read(path, text, _stamp(path))
        return self._texts[path]

    def _read(self, path: str, text: str, stamp: Stamp) -> Text:
        place = layout.place(path, self.src)
        names: list[str] = []
        for module, taken in imported(text):
            level = len(module) - len(module.lstrip("."))
            base = absolute(place.below, module[level:], level, is_package=place.is_package)
            names += [base, *(f"{base}.{name}" for name in taken)] if base else []
        imports = any(name.partition(".")[0] in self.words for name in names)
        declared = not self._declared.isdisjoint(place.below.split("."))
        matters = imports or declared or any(word in text for word in self.spoken)
        return Text(stamp, tuple(dict.fromkeys(names)), matters, any(word in text for word in _FOLLOWED))

    def _load(self, path: str) -> Loaded:
        stamp = _stamp(path)
        about = self._text(path) if path.endswith(".py") else None
        text = _source(path) if about is not None and (about.wraps or self.matters(path)) else None
        if text is None:
            return Loaded(stamp, 0, None)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = ast.parse(text)
            place = layout.place(path, self.src)
            facts = walk(tree, name=place.name, path=path, is_package=place.is_package, below=place.below)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            LOG.warning("flake8-fakeasync: %s is left out: %s", path, error)
            return Loaded(stamp, 0, None)
        return Loaded(stamp, hash(text), Module(facts, place.roots))


def _stamp(path: str) -> Stamp:
    try:
        status = os.stat(path)
    except OSError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)


def _source(path: str) -> str | None:
    try:
        with tokenize.open(path) as file:
            return file.read()
    except (OSError, SyntaxError, ValueError) as error:
        LOG.warning("flake8-fakeasync: %s is left out: %s", path, error)
        return None
