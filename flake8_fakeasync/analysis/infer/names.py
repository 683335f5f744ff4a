"""What names mean: modules, what is imported from them, module-level names, and those that star imports bind."""

import builtins
from collections import deque
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.infer.query_cache import QueryCache
from flake8_fakeasync.analysis.syntax.exprs import Global, Imported
from flake8_fakeasync.analysis.values import NOTHING, External, OwnModule, Value, ValueSet, together

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.project.project import Project
    from flake8_fakeasync.analysis.query import Queries
    from flake8_fakeasync.catalog import Catalog


class Names(QueryCache):
    """The part of the evaluator that answers for names."""

    def __init__(self, project: "Project", queries: "Queries", catalog: "Catalog") -> None:
        super().__init__(project, queries)
        self.catalog = catalog
        self._stars: dict[str, list[Value]] = queries.memo()
        self._unbound: dict[str, set[str]] = queries.memo()  # by name: modules whose star imports do not bind it

    def any_of(self, module: "Module", exprs: tuple[ExprId, ...]) -> ValueSet:
        """Return what any of these values may be."""
        return together([self.infer(module, expr) for expr in exprs])

    def module_named(self, module: "Module", name: str) -> Value | None:
        """Return the module that an absolute name means to an importer."""
        if not name:
            return None
        found = self.project.find(name, module)
        if found is not None:
            return OwnModule(found, name)
        top = name.partition(".")[0]
        if top != name and self.project.find(top, module) is not None:
            return None
        return External(name)

    def _imported(self, module: "Module", row: Imported) -> ValueSet:
        base = self.module_named(module, row.module)
        if base is None:
            return NOTHING
        if row.name is None:
            return frozenset({base})
        if isinstance(base, External):
            return frozenset({External(self.catalog.canonical(f"{base.name}.{row.name}"))})
        return self.module_attribute(module, base, row.name) if isinstance(base, OwnModule) else NOTHING

    def module_attribute(self, importer: "Module", value: OwnModule, name: str) -> ValueSet:
        """Return what a name in a module of the project may be: bound there, star-imported there, or a submodule."""
        full = f"{value.name}.{name}"
        if full in self.catalog.added:
            return frozenset({External(self.catalog.canonical(full))})
        module = self.project.defining(value.path, name)
        if module is not None:
            bound = module.facts.names.get(name)
            found = self.any_of(module, bound) if bound is not None else self.from_stars(module, name)
            if found or bound is not None:
                return found
        path = self.project.submodule(value.path, name) or self.project.find(full, importer)
        return frozenset({OwnModule(path, full)}) if path is not None else NOTHING

    def _global(self, module: "Module", row: Global) -> ValueSet:
        return self.global_named(module, row.name)

    def global_named(self, module: "Module", name: str) -> ValueSet:
        """Return what a module-level or builtin name may be."""
        exprs = module.facts.names.get(name)
        if exprs is not None:
            return self.any_of(module, exprs)
        found = self.from_stars(module, name)
        if not found and hasattr(builtins, name):
            return frozenset({External(f"builtins.{name}")})
        return found

    def from_stars(self, module: "Module", name: str) -> ValueSet:
        """Return what a name that only star imports can have bound may be."""
        found = self.starred(module, name)
        if isinstance(found, External):
            return frozenset({found})
        return self.any_of(found, found.facts.names[name]) if found is not None else NOTHING

    def starred(self, module: "Module", name: str) -> "External | Module | None":
        """Return what a star import binds a name to, or the module that does; they may lead through each other."""
        unbound = self._unbound.setdefault(name, set())
        if module.path in unbound:
            return None
        pending, seen = deque(self._stars_of(module)), {module.path}
        while pending:
            base = pending.popleft()
            if isinstance(base, External):
                full = self.catalog.canonical(f"{base.name}.{name}")
                if self.catalog.function(full) or self.catalog.cls(full) or self.catalog.exception(full):
                    return External(full)
            if not isinstance(base, OwnModule) or base.path in seen or base.path in unbound:
                continue
            seen.add(base.path)
            found = self.project.starred(base.path, name)
            if found is not None and name in found.facts.names:
                return found
            pending += self._stars_of(found) if found is not None else ()
        unbound.update(seen)
        return None

    def _stars_of(self, module: "Module") -> list[Value]:
        """Return the modules of whose names star imports of a module may bind some, each once."""
        found = self._stars.get(module.path)
        if found is None:
            named = dict.fromkeys(self.module_named(module, star) for star in module.facts.stars)
            some = (each for each in named if each is not None)
            found = self._stars[module.path] = [each for each in some if self._may_bind(each)]
        return found

    def _may_bind(self, base: Value) -> bool:
        return not isinstance(base, External) or base.name.partition(".")[0] in self.catalog.roots
