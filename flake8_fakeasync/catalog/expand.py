"""The tables of one catalog file, filled in once for each root of a family."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flake8_fakeasync.catalog.keys import RECORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

Table = dict[str, Any]
ROOT = "{root}"
_KINDS = RECORDS.keys() - {"entry"}  # what frameworks run is read by `entry_points`
_ADVISED = frozenset({"function", "class"})  # records that take what to use instead from the header


def tables(data: Table, root: str, *, first: bool) -> Iterator[tuple[str, Table]]:
    """Yield the record tables of a file that speak of a root, each with its kind.

    Tables that name no root by `{root}` come with the first one asked for.
    """
    for kind in filter(_KINDS.__contains__, data):
        for entry in data[kind]:
            if not _of_family(entry):
                if first:
                    yield kind, entry
            elif root in entry.get("only", data["roots"]):
                said = {"instead": data["instead"]} if kind in _ADVISED and "instead" in data else {}
                yield kind, {**_fill({**said, **entry}, root), "library": entry.get("library", root)}


def _of_family(entry: Table) -> bool:
    named = (entry.get(key, ()) for key in ("modules", "names", "owners"))
    return any(ROOT in name for names in named for name in names)


def _fill(value: Any, root: str) -> Any:  # noqa: ANN401 - TOML values have no narrower type
    if isinstance(value, str):
        return value.replace(ROOT, root)
    if isinstance(value, list):
        return [_fill(item, root) for item in value]
    if isinstance(value, dict):
        return {key: _fill(item, root) for key, item in value.items()}
    return value
