"""What a library offers: its public classes and functions, by every path under which they can be imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.values import NOTHING, OwnClass, OwnFunction, OwnModule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.program import Program
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.values import ValueSet
    from flake8_fakeasync.derive.packages import Package

_MOST_NAMES = 8  # of one thing

_TESTS = frozenset({"test", "tests"})


class Surface:
    """The names of a library."""

    def __init__(self, program: Program, package: Package) -> None:
        self._program = program
        self._dotted: dict[str, str] = {}
        self.classes: dict[OwnClass, list[str]] = {}
        self.functions: dict[OwnFunction, list[str]] = {}
        self.unread: list[str] = []
        for dotted, file in package.modules():
            self._dotted[str(file)] = dotted
        self._paths = {dotted: path for path, dotted in self._dotted.items()}
        for path, dotted in self._dotted.items():
            module = program.project.neighbour(path)
            if module is None:
                self.unread.append(dotted)
            elif is_public(dotted):
                self._read(dotted, module)

    @property
    def roots(self) -> tuple[str, ...]:
        """The top-level names, sorted."""
        return tuple(sorted({dotted.partition(".")[0] for dotted in self._dotted.values()}))

    def names(self, cls: OwnClass) -> tuple[str, ...]:
        """Return the paths of a class, the one to print first; the last is where it is defined."""
        module = self._program.project.module(cls.module)
        home = self._dotted.get(cls.module)
        if module is None or home is None:
            return ()
        defined = f"{home}.{module.cls(cls.scope).qualname}"
        return tuple(dict.fromkeys([*self._ranked(self.classes.get(cls, []), home)[:_MOST_NAMES], defined]))

    def names_of_function(self, function: OwnFunction) -> tuple[str, ...]:
        """Return the paths of a function, the one to print first."""
        return tuple(self._ranked(self.functions[function], self._dotted.get(function.module, "")))

    def every_class(self) -> Iterator[OwnClass]:
        """Yield the classes of the library, those without a public name too: calls may return them."""
        for path in self._dotted:
            module = self._program.project.module(path)
            for cls in module.classes() if module is not None else ():
                if not module or module.scope(cls.parent).id == 0:
                    yield OwnClass(path, cls.id)

    def value(self, name: str) -> ValueSet:
        """Return what a dotted name may be, private modules included; nothing where it is not known."""
        home, _, last = name.rpartition(".")
        module = self._module(home)
        return self._program.evaluator.global_named(module, last) if module is not None else NOTHING

    def module_has(self, home: str, name: str) -> bool:
        """Return whether a module binds a name, or is a package with a module of that name."""
        module = self._module(home)
        if f"{home}.{name}" in self._paths:
            return True
        if module is None:
            return False
        return "__getattr__" in module.facts.names or any(name == each for each, _ in self._bound(module, frozenset()))

    def is_module(self, name: str) -> bool:
        """Return whether a dotted name is a module, and nothing that a package of that name has instead."""
        return name in self._paths and not self.value(name)

    def members(self, cls: OwnClass) -> set[str] | None:
        """Return the names of what instances of a class have, None where a base that is not known may add to them."""
        evaluator = self._program.evaluator
        line = evaluator.mro(cls)
        found: set[str] = set()
        for own in line.own:
            module = self._program.project.neighbour(own.module)
            if module is None:
                return None
            facts = module.cls(own.scope)
            found.update(facts.names, module.attributes.get(own.scope, {}), *([module.outer] if module.outer else ()))
            bases = [evaluator.infer(module, base) for base in facts.bases]
            if facts.keywords or "__getattr__" in found or not all(bases):
                return None
        return None if line.external else found

    def every_name(self) -> list[str]:
        """Return the public names of classes and functions."""
        return [name for names in (*self.classes.values(), *self.functions.values()) for name in names]

    def _ranked(self, names: list[str], home: str) -> list[str]:
        """Return paths in order: those in packages and in the module that defines it come before mere imports of it."""

        def rank(name: str) -> tuple[bool, int, int, str]:
            place = name.rpartition(".")[0]
            offers = place == home or self._paths.get(place, "").endswith("__init__.py")
            return not offers, name.count("."), len(name), name

        return sorted(dict.fromkeys(names), key=rank)

    def _module(self, dotted: str) -> Module | None:
        path = self._paths.get(dotted)
        return self._program.project.neighbour(path) if path is not None else None

    def _read(self, dotted: str, module: Module) -> None:
        for name, home in self._bound(module, frozenset()):
            if name.startswith("_"):
                continue
            values = self._program.evaluator.global_named(home, name)
            if len(values) != 1:
                continue
            (value,) = values
            full = f"{dotted}.{name}"
            if isinstance(value, OwnClass) and value.module in self._dotted:
                self.classes.setdefault(value, []).append(full)
            elif isinstance(value, OwnFunction) and value.module in self._dotted:
                self.functions.setdefault(value, []).append(full)

    def _bound(self, module: Module, seen: frozenset[str]) -> Iterator[tuple[str, Module]]:
        """Yield the names that a module binds, those of its star imports included, each with the module that does."""
        for name in module.facts.names:
            yield name, module
        for star in module.facts.stars:
            base = self._program.evaluator.module_named(module, star)
            home = self._program.project.neighbour(base.path) if isinstance(base, OwnModule) else None
            if home is not None and home.path not in seen:
                for name, where in self._bound(home, seen | {module.path, home.path}):
                    if name not in module.facts.names:
                        yield name, where


def is_public(dotted: str) -> bool:
    """Return whether a path is no test, and no part of it is marked as private."""
    parts = dotted.split(".")
    is_test = parts[0] in _TESTS or parts[0].endswith(("_test", "_tests"))
    return not is_test and not any(part.startswith("_") for part in parts)
