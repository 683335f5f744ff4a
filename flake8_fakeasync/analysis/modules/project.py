"""The modules of a project, loaded when a name leads to them, once per process and content."""

import ast
import os
import warnings
from typing import NamedTuple

from flake8_fakeasync.analysis.modules import layout
from flake8_fakeasync.analysis.modules.cache import Cache, Entry
from flake8_fakeasync.analysis.modules.gate import LOG, Gate, Stamp, Words, source, stamp
from flake8_fakeasync.analysis.modules.module import Module
from flake8_fakeasync.analysis.syntax.facts import ModuleFacts
from flake8_fakeasync.analysis.syntax.packing import pack, unpack
from flake8_fakeasync.analysis.syntax.walker import walk

MOST_ROWS = 2_000_000


class Loaded(NamedTuple):
    """A module, or None in its place; `stamp` is None for a text that was handed to us and may differ from the file."""

    stamp: Stamp | None
    content: int
    module: Module | None


class Project:
    """Finds, reads and keeps modules; `cache` is a folder in which facts are kept for the next run, none if empty."""

    def __init__(self, words: Words, src: tuple[str, ...] = (), cache: str = "") -> None:
        self.src = tuple(os.path.abspath(folder) for folder in src)
        self.changes = 0
        self.made = 0  # the rows of all modules ever read
        self._cache = Cache(cache)
        self._gate = Gate(words, self.src, self._cache)
        self._modules: dict[str, Loaded] = {}
        self._rows = 0

    def refresh(self) -> None:
        """Forget what changed on disk since the last look. Called when a run begins, not for each file."""
        layout.forget()
        self._gate.refresh()
        for path, loaded in list(self._modules.items()):
            if loaded.stamp is None or loaded.stamp != stamp(path):
                del self._modules[path]
        self.changes += 1

    def given(self, path: str, text: str, tree: ast.Module) -> Module:
        """Return the module of a file as it was handed to us; it stands for the file from now on."""
        known = self._modules.get(path)
        if known is not None and known.module is not None and known.content == hash(text):
            return known.module
        place = layout.place(path, self.src)
        module = Module(self._facts(place, text, self._cache.read(place, text), tree), place.roots)
        self._modules[path] = Loaded(None, hash(text), module)
        self._count(module)
        self._gate.given(path, text)
        if known is not None:
            self.changes += 1
            self._gate.forget_reach()
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
        return self._gate.find(name, importer.roots)

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
        """Return whether a file can matter whose text was handed to us."""
        self._gate.given(path, text)
        return self._gate.matters(path)

    def _load(self, path: str) -> Loaded:
        read = stamp(path)
        text = source(path) if path.endswith(".py") and not self._gate.refuses(path) else None
        if text is None:
            return Loaded(read, 0, None)
        place = layout.place(path, self.src)
        entry = self._cache.entry(place, text)
        if not self._gate.lets_in(place, text, entry):
            if not entry.is_kept:
                self._cache.write(place, text, entry)
            return Loaded(read, 0, None)
        try:
            facts = self._facts(place, text, entry)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            LOG.warning("flake8-fakeasync: %s is left out: %s", path, error)
            return Loaded(read, 0, None)
        return Loaded(read, hash(text), Module(facts, place.roots))

    def _facts(
        self, place: layout.Place, text: str, entry: Entry | None, tree: ast.Module | None = None
    ) -> ModuleFacts:
        """Return the facts of a text, parsed if need be; raise what the parser raises."""
        if entry is not None and entry.facts is not None:
            return unpack(entry.facts, place.path)
        if tree is None:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = ast.parse(text)
        facts = walk(tree, name=place.name, path=place.path, is_package=place.is_package, below=place.below)
        if self._cache.is_on:
            known = entry or self._cache.entry(place, text)
            self._cache.write(place, text, known._replace(facts=pack(facts)))
        return facts
