"""The modules of a project, loaded when a name leads to them, once per process and content."""

import ast

from flake8_fakeasync.analysis.project.advice import DeclaredClients
from flake8_fakeasync.analysis.project.cache import Cache
from flake8_fakeasync.analysis.project.dependencies import DependencyLog
from flake8_fakeasync.analysis.project.gate import Gate, Triggers
from flake8_fakeasync.analysis.project.layout import Layout, Place
from flake8_fakeasync.analysis.project.loaded import Loaded, LoadedModules
from flake8_fakeasync.analysis.project.module import Module
from flake8_fakeasync.analysis.project.neighbourhood import Neighbourhood
from flake8_fakeasync.analysis.project.neighbours import is_given
from flake8_fakeasync.analysis.project.requirements import Requirements
from flake8_fakeasync.analysis.project.test_code import has_tests, is_test
from flake8_fakeasync.analysis.project.text_names import TextNames
from flake8_fakeasync.analysis.syntax.facts import ModuleFacts
from flake8_fakeasync.disk.paths import absolute_path, folder_of
from flake8_fakeasync.disk.reader import LOG


class Project:
    """Finds, reads and keeps modules; `cache` is a folder in which facts are kept for the next run, none if empty.

    `changes` counts how often a module turned out to have another text than before.
    """

    def __init__(
        self,
        triggers: Triggers,
        around: Neighbourhood,
        src: tuple[str, ...] = (),
        cache: str = "",
        followed: tuple[str, ...] = (),
    ) -> None:
        disk = self.disk = around.disk
        self.neighbourhood = around
        self.src = tuple(absolute_path(folder) for folder in src)
        self.changes = 0
        self._cache = Cache(cache)
        self._layout = Layout(disk, self.src, followed)
        self.declared_clients = DeclaredClients(disk)
        self.requirements = Requirements(disk)
        self.dependency_log = DependencyLog(self._layout, is_on=bool(cache))
        self._gate = Gate(triggers, disk, self._layout, self.dependency_log)
        self._text_names = TextNames(disk)
        self._modules = LoadedModules()
        self._around: dict[str, Loaded] = {}  # what the gate refuses
        self.in_whole: dict[str, bool] = {}  # whether a file is one of those that are read for its project

    def invalidate(self) -> None:
        """Look at the disk again: drop what has changed since the last look. For a run, not for each file."""
        self._layout.invalidate()
        self.declared_clients.invalidate()
        self.requirements.invalidate()
        self.dependency_log.invalidate()
        self.in_whole.clear()
        self._gate.invalidate()
        self._text_names.invalidate()
        self._modules.invalidate(self.disk, self._layout)
        self._around.clear()
        self.changes += 1

    def given(self, path: str, text: str, tree: ast.Module) -> Module:
        """Return the module of a text that replaces the content of a file from now on.

        Others see it where the gate lets it in: what they are told must not depend on whether it was handed to us.
        """
        content, known = hash(text), self._modules.loaded.get(path)
        if known is not None and known.module is not None and known.content == content:
            return known.module
        place = self._layout.place(path)
        self._gate.given(path, text)
        if not self._gate.lets_in(place, text):
            return self._beside(place, text, tree)
        module = _module(place, self._cache.facts(place, text, tree))
        self._keep(path, Loaded(None, content, module))
        return module

    def _beside(self, place: Place, text: str, tree: ast.Module) -> Module:
        """Return the module of a text that was handed to us and that the gate refuses."""
        path, content = place.path, hash(text)
        before = self._modules.loaded.get(path)
        if before is not None and before.module is not None:
            self._keep(path, Loaded(None, content, None))
        known = self._around.get(path)
        if known is not None and known.module is not None and known.content == content:
            return known.module
        module = _module(place, self._cache.facts(place, text, tree))
        self._around[path] = Loaded(None, content, module)
        self.changes += known is not None
        return module

    def _keep(self, path: str, loaded: Loaded) -> Loaded:
        if self._modules.keep(path, loaded):
            self.changes += 1
            self._gate.invalidate_reach()
        return loaded

    def make_room(self) -> None:
        """Drop the modules used longest ago when there are very many; they are read again when asked for."""
        self._modules.make_room()

    @property
    def made(self) -> int:
        """The rows of all modules ever read."""
        return self._modules.made

    def rests_on(self, path: str) -> set[str] | None:
        """Return the files and folders that answers about a file rest on; None if the disk shows something else now."""
        found = self.dependency_log.closure(path)
        return found if self._gate.are_current(found) else None

    def find(self, name: str, importer: Module) -> str | None:
        """Return the file or namespace folder of the project that an absolute name means to an importer."""
        self.dependency_log.depends_on_name(name, importer.roots, importer.path)
        return self._gate.find(name, importer.roots)

    def submodule(self, package: str, name: str) -> str | None:
        """Return the file of a module right below a package, by the file or namespace folder of that."""
        folder = folder_of(package) if package.endswith("__init__.py") else package
        if folder.endswith(".py"):
            return None
        self.dependency_log.depends_on_name(name, (folder,), package)
        found = self._layout.find(name, (folder,))
        return found if found is not None and found.endswith(".py") else None

    def module(self, path: str) -> Module | None:
        """Return the module in a file, or None when it cannot matter, be read or be parsed."""
        around = self._around.get(path)
        return self._gated(path) or (around.module if around is not None else None)

    def defining(self, path: str, name: str) -> Module | None:
        """Return the module in a file that an import takes a name from.

        One that can matter is asked for any name, another for the functions and classes that it defines: what they do
        may depend on what they are passed.
        """
        module = self._gated(path)
        if module is None and path.endswith(".py") and self._text_names.defines(path, name):
            return self.neighbour(path)
        return module

    def starred(self, path: str, name: str) -> Module | None:
        """Return the module in a file that a star import may take a name from; one that cannot bind it is not read."""
        if path in self._modules.loaded or self._text_names.may_bind(path, name):
            return self.defining(path, name)
        return None

    def _gated(self, path: str) -> Module | None:
        known = self._modules.loaded.get(path)
        if known is None:
            known = self._keep(path, self._load(path))
        module = known.module
        if module is not None:
            module.used = self._modules.made
        return module

    def neighbour(self, path: str) -> Module | None:
        """Return the module in a file whatever it imports, or None when it cannot be read or be parsed."""
        module = self._gated(path)
        if module is not None:
            return module
        if path not in self._around:
            self._around[path] = self._load(path, is_gated=False)
        return self._around[path].module

    def loaded(self) -> list[Module]:
        """Return the modules that are loaded, in no particular order."""
        modules = (*self._modules.modules(), *(around.module for around in self._around.values()))
        return [module for module in modules if module is not None]

    def text_matters(self, path: str, text: str) -> bool:
        """Return whether a file whose text was handed to us may have something to report."""
        return self._gate.asks(path, text) or ("async def" in text and is_given(self, path, text, self._gate.matters))

    def _load(self, path: str, *, is_gated: bool = True) -> Loaded:
        read = self.disk.stamp(path)
        is_refused = is_gated and self._gate.refuses(path)
        text = self.disk.source(path) if path.endswith(".py") and not is_refused else None
        place = self._layout.place(path)
        if text is None or (is_gated and not self._gate.lets_in(place, text)):
            return Loaded(read, 0, None)
        try:
            facts = self._cache.facts(place, text)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            LOG.warning("flake8-fakeasync: %s is left out: %s", path, error)
            return Loaded(read, 0, None)
        return Loaded(read, hash(text), _module(place, facts))


def _module(place: Place, facts: ModuleFacts) -> Module:
    below = place.below_project
    return Module(facts, place.roots, is_test=is_test(below) and has_tests(below, facts))
