"""The modules of a project, loaded when a name leads to them, once per process and content."""

import ast
import os
import warnings
from typing import NamedTuple

from flake8_fakeasync.analysis.project import advice, layout, neighbours, requirements
from flake8_fakeasync.analysis.project.cache import Cache, Entry
from flake8_fakeasync.analysis.project.dependencies import DependencyLog
from flake8_fakeasync.analysis.project.gate import Gate, Triggers
from flake8_fakeasync.analysis.project.module import Module
from flake8_fakeasync.analysis.syntax.facts import ModuleFacts
from flake8_fakeasync.analysis.syntax.packing import pack, unpack
from flake8_fakeasync.analysis.syntax.walker import walk
from flake8_fakeasync.disk.reader import LOG, Stamp, seen, source, stamp

MOST_ROWS = 2_000_000


class Loaded(NamedTuple):
    """A module, or None in its place; `stamp` is None for a text that was handed to us and may differ from the file."""

    stamp: Stamp | None
    content: int
    module: Module | None


def invalidate() -> None:
    """Look at the disk again when next asked, whatever project it is about."""
    layout.forget()
    advice.forget()
    neighbours.forget()
    requirements.invalidate()


class Project:
    """Finds, reads and keeps modules; `cache` is a folder in which facts are kept for the next run, none if empty."""

    def __init__(self, words: Triggers, src: tuple[str, ...] = (), cache: str = "") -> None:
        self.src = tuple(os.path.abspath(folder) for folder in src)
        self.changes = 0
        self.made = 0  # the rows of all modules ever read
        self._cache = Cache(cache)
        self.dependency_log = DependencyLog(is_on=bool(cache))
        self._gate = Gate(words, self.src, self._cache, self.dependency_log)
        self._modules: dict[str, Loaded] = {}
        self._around: dict[str, Module | None] = {}  # what the gate refuses
        self._rows = 0

    def refresh(self) -> None:
        """Forget what changed on disk since the last look. Called when a run begins, not for each file."""
        self._gate.refresh()
        for path, loaded in list(self._modules.items()):
            if loaded.stamp is None or loaded.stamp != stamp(path):
                del self._modules[path]
        self._around.clear()
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
            self._gate.invalidate_reach()
        return module

    def _count(self, module: Module | None) -> None:
        rows = len(module.facts.exprs) if module is not None else 0
        self._rows += rows
        self.made += rows

    def ground(self, path: str) -> set[str] | None:
        """Return what the answers about a file rest on, None if the disk shows something else than we were shown."""
        found = self.dependency_log.closure(path)
        return found if all(self._gate.holds(each, seen(each).text) for each in found) else None

    def make_room(self) -> None:
        """Let go of the modules loaded longest ago when there are very many; they are read again when asked for."""
        if self._rows < MOST_ROWS:
            return
        for path in list(self._modules):
            module = self._modules.pop(path).module
            self._rows -= len(module.facts.exprs) if module is not None else 0
            if self._rows < MOST_ROWS // 2:
                return

    def find(self, name: str, importer: Module) -> str | None:
        """Return the file or namespace folder of the project that an absolute name means to an importer."""
        self.dependency_log.depends_on_name(name, importer.roots, importer.path)
        return self._gate.find(name, importer.roots)

    def submodule(self, package: str, name: str) -> str | None:
        """Return the file of a module right below a package, by the file or namespace folder of that."""
        folder = os.path.dirname(package) if package.endswith("__init__.py") else package
        if folder.endswith(".py"):
            return None
        self.dependency_log.depends_on_name(name, (folder,), package)
        found = layout.find(name, (folder,))
        return found if found is not None and found.endswith(".py") else None

    def module(self, path: str) -> Module | None:
        """Return the module in a file, or None when it cannot matter, be read or be parsed."""
        known = self._modules.get(path)
        if known is None:
            known = self._modules[path] = self._load(path)
            self._count(known.module)
        return known.module

    def neighbour(self, path: str) -> Module | None:
        """Return the module in a file whatever it imports, or None when it cannot be read or be parsed."""
        module = self.module(path)
        if module is not None:
            return module
        if path not in self._around:
            self._around[path] = self._load(path, is_gated=False).module
        return self._around[path]

    def loaded(self) -> list[Module]:
        """Return the modules that are loaded, in no particular order."""
        modules = (*(loaded.module for loaded in self._modules.values()), *self._around.values())
        return [module for module in modules if module is not None]

    def text_matters(self, path: str, text: str) -> bool:
        """Return whether a file can matter whose text was handed to us."""
        self._gate.given(path, text)
        return self._gate.matters(path)

    def _load(self, path: str, *, is_gated: bool = True) -> Loaded:
        read = stamp(path)
        is_refused = is_gated and self._gate.refuses(path)
        text = source(path) if path.endswith(".py") and not is_refused else None
        if text is None:
            return Loaded(read, 0, None)
        place = layout.place(path, self.src)
        entry = self._cache.entry(place, text)
        if is_gated and not self._gate.lets_in(place, text, entry):
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
