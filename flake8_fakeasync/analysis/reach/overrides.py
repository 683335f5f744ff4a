"""What the user declared to block, or not to: names with `*` in them, and what to use instead."""

import os
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
    from flake8_fakeasync.catalog import Catalog

KIND = "network"


class Said(NamedTuple):
    """What an entry says of the functions it names: their kind, and what to use in their place."""

    kind: str
    instead: str | None


class Declared:
    """The entries of `fakeasync-blocking` and `fakeasync-nonblocking`."""

    def __init__(self, blocking: tuple[str, ...], nonblocking: tuple[str, ...], catalog: "Catalog") -> None:
        self.speaks = bool(blocking)
        self._entries = [_entry(entry, catalog) for entry in blocking]
        self._harmless = nonblocking
        self.blocking: Callable[[str], Said | None] = lru_cache(maxsize=None)(self._find)

    def is_harmless(self, name: str) -> bool:
        """Return whether a qualified name was declared not to block."""
        return any(fnmatchcase(name, pattern) for pattern in self._harmless)

    def function(self, module: "Module", function: "FunctionFacts") -> tuple[str, Said] | None:
        """Return the user's declaration about a function of the project, and the name that it matched."""
        if not self.speaks or self.is_harmless_function(module, function):
            return None
        for name in _names(module, function):
            said = self.blocking(name)
            if said is not None:
                return name, said
        return None

    def is_harmless_function(self, module: "Module", function: "FunctionFacts") -> bool:
        """Return whether a function of the project was declared not to block."""
        return bool(self._harmless) and any(map(self.is_harmless, _names(module, function)))

    def _find(self, name: str) -> Said | None:
        """Return what the first entry that fits a qualified name says."""
        return next((said for pattern, said in self._entries if fnmatchcase(name, pattern)), None)


def _names(module: "Module", function: "FunctionFacts") -> list[str]:
    """Return the names by which a function can be imported: its module may lie in folders that are no packages."""
    return [f"{name}.{function.qualname}" for name in _module_names(module.path, module.facts.name, module.roots)]


@lru_cache(maxsize=4096)
def _module_names(path: str, name: str, roots: tuple[str, ...]) -> tuple[str, ...]:
    stem = path.removesuffix(".py").removesuffix(os.sep + "__init__")
    below = [stem.removeprefix(root + os.sep) for root in roots if stem.startswith(root + os.sep)]
    return tuple(dict.fromkeys([name, *(each.replace(os.sep, ".") for each in below)]))


def _entry(entry: str, catalog: "Catalog") -> tuple[str, Said]:
    pattern, _, instead = (part.strip() for part in entry.partition("->"))
    return pattern, Said(_kind(instead, catalog), instead or None)


def _kind(instead: str, catalog: "Catalog") -> str:
    """Return what a declared function does: HTTP if its replacement is an HTTP client, or else network I/O."""
    return "http" if instead.partition(".")[0] in catalog.roots_of(("http",)) else KIND
