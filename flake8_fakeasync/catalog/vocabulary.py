"""Bare names that occur in catalog files: a cheap pre-filter for questions to the catalog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.catalog.keys import EFFECTS, IDIOMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from flake8_fakeasync.catalog.sources import Source


def idiom_names(sources: Iterable[Source]) -> Mapping[str, frozenset[str]]:
    """Return, by kind of idiom and by way of misuse, the names that any library has one for."""
    found: dict[str, set[str]] = {kind: set() for kind in IDIOMS}
    for source in sources:
        tables = source.tables() if source.has_idioms else {}
        for kind in IDIOMS & tables.keys():
            for table in tables[kind]:
                ways = table.get("methods") or table.get("used", ()) if kind == "misuse" else ()
                for way in (kind, *ways):
                    found.setdefault(way, set()).update(table["names"])
    return {kind: frozenset(names) for kind, names in found.items()}


def member_names(sources: Iterable[Source], roots: Iterable[str]) -> frozenset[str]:
    """Return the names of the functions, classes and members in files about any of these roots."""
    found: set[str] = set()
    for source in sources:
        if set(roots).isdisjoint(source.roots):
            continue
        for table in (*source.tables().get("function", ()), *source.tables().get("class", ())):
            members = (table[effect] for effect in EFFECTS if effect in table)
            found.update((name.rpartition(".")[2] for name in table["names"]), *members)
    return frozenset(found)
