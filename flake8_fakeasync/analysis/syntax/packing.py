"""Facts as bytes and back: what a cache on disk keeps. Each table is read when it is first asked for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import NoneType
from typing import Any, TypeAlias, cast, get_args, get_type_hints

from flake8_fakeasync.analysis.syntax.columns import Column, Numbers, Read, Words, Written, column
from flake8_fakeasync.analysis.syntax.exprs import Expr
from flake8_fakeasync.analysis.syntax.facts import ModuleFacts, Scope
from flake8_fakeasync.disk.store import from_json, to_json

_Kinds: TypeAlias = tuple[tuple[type, Column], ...]
_KINDS: dict[str, _Kinds] = {  # of the rows of tables that have several
    "exprs": tuple((kind, column(kind)) for kind in get_args(Expr)),
    "scopes": tuple((kind, column(kind)) for kind in get_args(Scope)),
}
_OTHERS = {
    name: column(kind)
    for name, kind in get_type_hints(ModuleFacts).items()
    if name not in {"path", "kinds"} and name not in _KINDS
}
_NAMES = (*_KINDS, *_OTHERS)
_MOST_BYTES = 1 << 24  # of a table: a larger one is not kept
_WORDS = {str, int, NoneType}


class KeptFacts(ModuleFacts):
    """The facts of a module as they were kept.

    A table that is not what `pack` makes raises a ValueError, TypeError or LookupError when it is asked for.
    """

    __slots__ = ("_constants", "_tables", "_words")

    def __init__(self, path: str, words: list[Any], constants: list[Any], tables: dict[str, bytes]) -> None:
        """Take the tables by the names of the fields that they are."""
        self._set("path", path)
        self._set("_words", words)
        self._set("_constants", constants)
        self._set("_tables", tables)

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        """Return a field that is asked for the first time."""
        table = "exprs" if name == "kinds" else name
        if table not in _NAMES:
            raise AttributeError(name)
        read = Read(self._tables[table], self._words, self._constants)
        if table in _KINDS:
            found, kinds = _get(_KINDS[table], read)
        else:
            found, kinds = next(iter(_OTHERS[table].get(1, read))), None
        read.end()
        self._set(table, found)
        if table == "exprs":
            self._set("kinds", kinds)
        del self._tables[table]
        return getattr(self, name)


def pack(facts: ModuleFacts) -> list[bytes] | None:
    """Return the facts of a module without its path; None if they hold what cannot be expressed."""
    words, constants, tables = Words(), list[Any](), list[bytes]()
    kinds: dict[str, Mapping[type, Sequence[int]]] = {"exprs": facts.kinds, "scopes": _by_kind(facts.scopes)}
    try:
        for name in _NAMES:
            out = Written(words, constants)
            if name in _KINDS:
                _put(_KINDS[name], getattr(facts, name), kinds[name], out)
            else:
                _OTHERS[name].put([getattr(facts, name)], out)
            tables.append(out.data())
        packed = [to_json((list(words), constants)), *tables]
    except (ValueError, OverflowError):  # an integer of thousands of digits
        return None
    return packed if max(map(len, packed)) < _MOST_BYTES else None


def unpack(packed: Sequence[bytes], path: str) -> ModuleFacts | None:
    """Return the facts that were packed, None for anything else; tables are looked at when they are asked for."""
    try:
        head, *tables = packed
        words, constants = cast("Any", from_json(head))
        if type(words) is type(constants) is list and _WORDS.issuperset(map(type, words)):
            return KeptFacts(path, words, constants, dict(zip(_NAMES, tables, strict=True)))
    except (ValueError, TypeError):
        pass
    return None


def _by_kind(rows: Iterable[object]) -> Mapping[type, Sequence[int]]:
    found: dict[type, list[int]] = defaultdict(list)
    for number, kind in enumerate(map(type, rows)):
        found[kind].append(number)
    return found


def _put(kinds: _Kinds, rows: Sequence[Any], places: Mapping[type, Sequence[int]], out: Written) -> None:
    """Write rows of several kinds: of each that there is, where its rows stand, and they."""
    out.numbers.append(len(places))
    for number, (kind, how) in enumerate(kinds):
        here = places.get(kind)
        if here:
            out.numbers += (number, len(here), *here)
            how.put(list(map(rows.__getitem__, here)), out)


def _get(kinds: _Kinds, found: Read) -> tuple[list[Any], dict[type, Numbers]]:
    """Return rows of several kinds, and where those of each stand."""
    every, places = list[tuple[Numbers, Iterable[Any]]](), dict[type, Numbers]()
    for _ in range(*found.take(1)):
        number, count = found.take(2)
        kind, how = kinds[number]
        here = places[kind] = found.take(count)
        every.append((here, how.get(count, found)))
    rows: list[Any] = [None] * sum(map(len, places.values()))
    for here, made in every:
        for place, row in zip(here, made, strict=True):
            rows[place] = row
    return rows, places
