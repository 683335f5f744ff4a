"""What a catalog file speaks of: enough to know when it has to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from flake8_fakeasync.catalog.entry_point import entries
from flake8_fakeasync.catalog.entry_vocabulary import EntryWords, entry_words
from flake8_fakeasync.catalog.keys import EFFECTS, IDIOMS, RECORDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_WITH_MEMBERS = ("http", "framework")
_NAMELESS = IDIOMS | {"entry"}


class Head(NamedTuple):
    """What a catalog file speaks of.

    `idioms` are the names that it has idioms for, by kind of idiom and by way of misuse; `guides` the addresses of
    pages by the names that begin like this; `members` the bare names of functions, classes and members; in JSON only
    where they are asked for, of HTTP clients and servers. What is left out in JSON is empty.
    """

    roots: tuple[str, ...]
    kind: str
    has_names: bool = True
    idioms: Mapping[str, list[str]] = {}
    guides: Mapping[str, str] = {}
    entries: EntryWords | None = None
    members: Sequence[str] = ()

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> Head:
        """Return the head that `to_json` described."""
        entries = said.pop("entries", None)
        return cls(**{**said, "roots": tuple(said["roots"])}, entries=entries and EntryWords(**entries))

    def to_json(self) -> dict[str, Any]:
        """Return what describes the head: only what is not as usual."""
        usual = self._field_defaults
        said = {name: value for name, value in self._asdict().items() if value != usual.get(name)}
        if self.kind not in _WITH_MEMBERS:
            said.pop("members", None)
        if self.entries is not None:
            said["entries"] = {name: value for name, value in self.entries._asdict().items() if value}
        return said


def head(tables: dict[str, Any]) -> Head:
    """Return the head of a checked catalog file."""
    kinds = RECORDS.keys() & tables.keys()
    return Head(
        tuple(tables["roots"]),
        tables["kind"],
        not kinds <= _NAMELESS,
        _idioms(tables),
        tables.get("guides", {}),
        entry_words(tables, entries(tables)) if "entry" in kinds else None,
        _members(tables),
    )


def _idioms(tables: dict[str, Any]) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for kind in IDIOMS & tables.keys():
        for table in tables[kind]:
            ways = table.get("methods") or table.get("used", ()) if kind == "misuse" else ()
            for way in (kind, *ways):
                found.setdefault(way, set()).update(table["names"])
    return {way: sorted(names) for way, names in sorted(found.items())}


def _members(tables: dict[str, Any]) -> list[str]:
    found: set[str] = set()
    for table in (*tables.get("function", ()), *tables.get("class", ())):
        members = (table[effect] for effect in EFFECTS if effect in table)
        found.update((name.rpartition(".")[2] for name in table["names"]), *members)
    return sorted(found)
