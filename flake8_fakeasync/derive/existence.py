"""Which names of a catalog file a library does not have, and which entries can never match."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from flake8_fakeasync.analysis.values import OwnClass
from flake8_fakeasync.catalog.expand import tables
from flake8_fakeasync.catalog.model import Class, Function, matches
from flake8_fakeasync.catalog.records import records
from flake8_fakeasync.derive.surface import Surface
from flake8_fakeasync.engine import FRAMES
from flake8_fakeasync.runtime import gc_paused, recursion_headroom
from flake8_fakeasync.session import Session
from flake8_fakeasync.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.program import Program
    from flake8_fakeasync.derive.packages import Package


def missing(data: dict[str, Any], package: Package, root: str) -> list[str]:
    """Return what a parsed catalog file says of a root that the library of that name does not have, a line each."""
    with Session(Settings(src=(str(package.folder),))) as session, recursion_headroom(FRAMES), gc_paused():
        library = Library(session.engine.program, package)
        found: list[str] = []
        for kind, table in tables(data, root, first=True):
            for record in records(kind, table, data):
                if isinstance(record, Function | Class):
                    found += library.problems(record, root)
        return found


class Library:
    """A library whose source is at hand."""

    def __init__(self, program: Program, package: Package) -> None:
        """Read the names of a package that is a root of the program."""
        self._program = program
        self._surface = Surface(program, package)
        self._package = f"{package.name} {package.version}".strip()

    def problems(self, record: Function | Class, root: str) -> Iterator[str]:
        """Yield the names of a record that are not there."""
        for name in record.names:
            if name.partition(".")[0] == root and not self.has(name):
                yield f"{name}: {self._package} has no such name{self._hint(name)}"
        if isinstance(record, Class):
            yield from self._members(record)

    def _members(self, record: Class) -> Iterator[str]:
        cls = self._class(record.name)
        names = self._surface.members(cls) if cls is not None else None
        if names is None:
            return
        for path in record.members:
            first, _, rest = path.partition(".")
            if "*" in first:
                if first != "**" and not rest and not any(matches([name], [first]) for name in names):
                    yield f"{record.name}.{path}: matches nothing in {self._package}"
            elif first not in names:
                close = get_close_matches(first, names, 1)
                hint = f"; did you mean {close[0]}?" if close else ""
                yield f"{record.name}.{path}: {self._package} has no such member{hint}"

    def is_home(self, name: str) -> bool:
        """Return whether a name is a class or a module, whose names are all known."""
        return self._class(name) is not None or self._surface.is_module(name)

    def has(self, name: str) -> bool:
        """Return whether a module has a name, or a class that it has may have a member of that name."""
        home, _, last = name.rpartition(".")
        if self._surface.module_has(home, last):
            return True
        cls = self._class(home)
        members = self._surface.members(cls) if cls is not None else None
        return cls is not None and (members is None or last in members)

    def _class(self, name: str) -> OwnClass | None:
        values = self._surface.value(name)
        return next((value for value in values if isinstance(value, OwnClass)), None)

    def _hint(self, name: str) -> str:
        last = name.rpartition(".")[2]
        known = [each for each in self._surface.every_name() if each.rpartition(".")[2] == last]
        close = known[:1] or get_close_matches(name, self._surface.every_name(), 1)
        return f"; did you mean {close[0]}?" if close else ""
