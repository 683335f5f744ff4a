"""What has changed in a library since its catalog file was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flake8_fakeasync.catalog.expand import tables
from flake8_fakeasync.catalog.model import Class, Function
from flake8_fakeasync.catalog.records import records

if TYPE_CHECKING:
    from collections.abc import Iterator

_SILENT = frozenset({"", "pure", "sometimes", "property"})


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Return what the tables of one file say that those of another do not, a line for each name, sorted.

    What only the file says and the library still has, such as a correction by hand, shows as a change too.
    """
    old_functions, old_classes = _records(before)
    new_functions, new_classes = _records(after)
    found = set(_differing(old_functions, new_functions))
    for name in old_classes.keys() | new_classes.keys():
        found.update(_members(name, old_classes.get(name), new_classes.get(name)))
    return sorted(found)


def _records(data: dict[str, Any]) -> tuple[dict[str, str], dict[str, Class]]:
    functions: dict[str, str] = {}
    classes: dict[str, Class] = {}
    for root in data["roots"]:
        for kind, table in tables(data, root, first=root == data["roots"][0]):
            for record in records(kind, table, data):
                if isinstance(record, Function):
                    functions.update(dict.fromkeys(record.names, record.effect))
                elif isinstance(record, Class):
                    classes[record.name] = record
    return functions, classes


def _differing(before: dict[str, str], after: dict[str, str]) -> Iterator[str]:
    for name in before.keys() | after.keys():
        yield from _line(f"{name}()", before.get(name, ""), after.get(name, ""))


def _members(name: str, before: Class | None, after: Class | None) -> Iterator[str]:
    if before is None or after is None:
        yield f"{name}: no longer there" if after is None else f"{name}: new"
        return
    yield from _line(f"{name}()", _connects(before), _connects(after))
    for path in before.members.keys() | after.members.keys():
        if "*" not in path or path not in before.members or path not in after.members:
            yield from _line(f"{name}.{path}", _effect(before, path), _effect(after, path))


def _connects(cls: Class) -> str:
    return "blocks" if cls.connects == "always" else ""


def _effect(cls: Class, path: str) -> str:
    found = cls.members.get(path) if "*" in path else cls.member(path)
    return found.effect if found is not None else ""


def _line(name: str, before: str, after: str) -> Iterator[str]:
    if before != after and not {before, after} <= _SILENT:
        yield f"{name}: {after or 'nothing'}, was {before or 'nothing'}"
