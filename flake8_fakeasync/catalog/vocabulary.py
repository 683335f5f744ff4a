"""Bare names that occur in catalog files: a cheap pre-filter for questions to the catalog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.catalog.keys import IDIOMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from flake8_fakeasync.catalog.heads import Head


def idiom_names(heads: Iterable[Head]) -> Mapping[str, frozenset[str]]:
    """Return, by kind of idiom and by way of misuse, the names that any library has one for."""
    found: dict[str, frozenset[str]] = dict.fromkeys(IDIOMS, frozenset())
    for each in heads:
        for way, names in each.idioms.items():
            found[way] = found.get(way, frozenset()).union(names)
    return found


def member_names(heads: Iterable[Head], roots: Iterable[str]) -> frozenset[str]:
    """Return the names of the functions, classes and members of HTTP clients with these roots."""
    asked = set(roots)
    return frozenset(name for each in heads if not asked.isdisjoint(each.roots) for name in each.members)
