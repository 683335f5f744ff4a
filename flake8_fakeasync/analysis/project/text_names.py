"""The names in files that are not parsed yet, found in their texts."""

import re
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.syntax.bound_names import bound_names

if TYPE_CHECKING:
    from flake8_fakeasync.disk.reader import Disk

_DEFINED = re.compile(r"\n(?:def|class|async[ \t]+def)[ \t]+(\w+)")


class TextNames:
    """Tells whether a file is worth parsing for a name; each text is searched once."""

    def __init__(self, disk: "Disk") -> None:
        self._disk = disk
        self._defined: dict[str, frozenset[str]] = {}
        self._bound: dict[str, frozenset[str] | None] = {}

    def invalidate(self) -> None:
        """Look at the disk again when next asked."""
        self._defined.clear()
        self._bound.clear()

    def defines(self, path: str, name: str) -> bool:
        """Return whether a file defines a function or class of this name."""
        if path not in self._defined:
            self._defined[path] = frozenset(_DEFINED.findall(f"\n{self._disk.source(path) or ''}"))
        return name in self._defined[path]

    def may_bind(self, path: str, name: str) -> bool:
        """Return whether a file may bind a name, itself or by a star import."""
        if path not in self._bound:
            self._bound[path] = bound_names(self._disk.source(path) or "")
        names = self._bound[path]
        return names is None or name in names
