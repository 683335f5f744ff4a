"""The names of a set of catalog files, filled in root by root."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.catalog.expand import tables
from flake8_fakeasync.catalog.idioms import Idiom
from flake8_fakeasync.catalog.model import CatalogError, Class, Function, Offloader
from flake8_fakeasync.catalog.records import Record, records

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flake8_fakeasync.catalog.sources import Source
from flake8_fakeasync.catalog.exceptions import ExceptionEntry


class Index:
    """Records by each of their names; a file is parsed when one of its roots is first asked for."""

    def __init__(self, sources: Iterable[Source]) -> None:
        """Note which roots each source speaks of."""
        self.aliases: dict[str, str] = {}
        self.modules: dict[str, str] = {}
        self.functions: dict[str, Function] = {}
        self.classes: dict[str, Class] = {}
        self.offloaders: dict[str, Offloader] = {}
        self.methods: dict[str, Offloader] = {}
        self.exceptions: dict[str, ExceptionEntry] = {}
        self.idioms: dict[tuple[str, str, str | None, str], Idiom] = {}
        self._pending: dict[str, list[Source]] = {}
        self._started: set[Source] = set()
        for source in sources:
            for root in source.head.roots or ("",):
                self._pending.setdefault(root, []).append(source)

    def load_root(self, root: str) -> None:
        """Add the records of a top-level name; "" is for records without one."""
        for source in self._pending.pop(root, ()):
            data = source.tables()
            self.modules.update(data.get("aliases", {}))
            for kind, table in tables(data, root, first=source not in self._started):
                for record in records(kind, table, data):
                    if "methods" not in table or isinstance(record, Idiom):
                        _check_root(source, record)
                    self._add(record, table)
            self._started.add(source)

    def load_all(self) -> None:
        """Take in everything."""
        for root in list(self._pending):
            self.load_root(root)

    def _add(self, record: Record, table: dict[str, object]) -> None:
        match record:
            case Function():
                self.functions[record.name] = record
            case Class():
                self.classes[record.name] = _extended(self.classes.get(record.name), record, table)
            case Offloader() if "methods" in table:
                self.methods[record.name] = record
                return
            case Offloader():
                self.offloaders[record.name] = record
            case ExceptionEntry():
                self.exceptions[record.name] = record
            case Idiom():
                self.idioms[record.kind, record.owner, record.method, record.name] = record
                return
        self.aliases.update(dict.fromkeys(record.names, record.name))


def _check_root(source: Source, record: Record) -> None:
    """Raise a CatalogError for a name whose root the header does not list: it would not be found."""
    for name in (record.owner,) if isinstance(record, Idiom) else record.names:
        if name.partition(".")[0] not in source.head.roots:
            raise CatalogError(source.file, f"'roots' must list the first part of '{name}'")


def _extended(known: Class | None, added: Class, table: dict[str, object]) -> Class:
    """Return a class with what a later record says: fields replaced, members added."""
    if known is None:
        return added
    said = {"is_async" if key == "async" else key for key in table}
    fields = {name: value for name, value in added._asdict().items() if name in said}
    fields["names"] = tuple(dict.fromkeys((*known.names, *added.names)))
    fields["members"] = {**known.members, **added.members}
    return known._replace(**fields)
