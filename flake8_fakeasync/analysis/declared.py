"""What the user declared to block, or not to: names with `*` in them, and what to use instead."""

from fnmatch import fnmatchcase
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

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

    def _find(self, name: str) -> Said | None:
        """Return what the first entry that fits a qualified name says."""
        return next((said for pattern, said in self._entries if fnmatchcase(name, pattern)), None)


def _entry(entry: str, catalog: "Catalog") -> tuple[str, Said]:
    pattern, _, instead = (part.strip() for part in entry.partition("->"))
    return pattern, Said(_kind(instead, catalog), instead or None)


def _kind(instead: str, catalog: "Catalog") -> str:
    """Return what a declared function does: HTTP where an HTTP client is to replace it, network I/O else."""
    return "http" if instead.partition(".")[0] in catalog.roots_of(("http",)) else KIND
