"""Rows as columns of numbers, and back: how values of each type are written, told by the annotations of facts.

Nothing is done row by row in Python, so that writing and reading cost a fraction of parsing.
"""

import struct
from array import array
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import accumulate, chain, islice, pairwise, repeat
from types import NoneType
from typing import Any, Literal, Protocol, TypeAlias, get_args, get_origin

from flake8_fakeasync.analysis.ids import SHARED, Rows

Numbers: TypeAlias = "array[int]"
_CODES = ("h", "i")  # of arrays of numbers: two bytes for each where these are enough; a place may be below zero
_BYTES = "bytes"  # constants that JSON has no form for stand in a mapping under this key


class ColumnsError(ValueError):
    """What was written is not what it should be."""


class Words(dict[Any, int]):
    """The place of each word in a table that grows."""

    def __missing__(self, word: Any) -> int:  # noqa: ANN401  (whatever a field holds)
        place = self[word] = len(self)
        return place


class Written:
    """What is written: numbers, and the words and constants that they stand for, which tables may share."""

    def __init__(self, words: Words, constants: list[Any]) -> None:
        self.numbers: list[int] = []
        self.words = words
        self.constants = constants

    def data(self) -> bytes:
        """Return the numbers as bytes; raise an OverflowError for one that is too large."""
        for code in _CODES:
            with suppress(struct.error):  # which does what `array` does in half the time
                return code.encode() + struct.pack(f"{len(self.numbers)}{code}", *self.numbers)
        raise OverflowError


class Read:
    """What is read; raises a ValueError for what are no numbers."""

    def __init__(self, data: bytes, words: list[Any], constants: list[Any]) -> None:
        self.words = words
        self.constants = iter(constants)
        self._numbers = array(_CODES[_CODES.index(data[:1].decode())], data[1:])
        self._place = 0

    def take(self, count: int) -> Numbers:
        """Return the next numbers; raise a ValueError if there are fewer."""
        start = self._place
        self._place += count
        if not start <= self._place <= len(self._numbers):
            raise ColumnsError
        return self._numbers[start : self._place]

    def end(self) -> None:
        """Raise a ValueError if something is left."""
        if self._place < len(self._numbers):
            raise ColumnsError


class Column(Protocol):
    """How values of one type are written."""

    def put(self, values: Sequence[Any], out: Written) -> None:
        """Write values."""

    def get(self, count: int, found: Read) -> Iterable[Any]:
        """Return so many values; raise a ValueError, TypeError or LookupError for what `put` does not write."""


class _Numbers:
    def put(self, values: Sequence[int], out: Written) -> None:
        out.numbers += values

    def get(self, count: int, found: Read) -> Iterable[int]:
        return map(SHARED.__getitem__, found.take(count))


class _Flags(_Numbers):
    def get(self, count: int, found: Read) -> Iterable[bool]:
        return map(bool, found.take(count))


class _Words:
    def put(self, values: Sequence[object], out: Written) -> None:
        out.numbers += map(out.words.__getitem__, values)

    def get(self, count: int, found: Read) -> Iterable[Any]:
        return map(found.words.__getitem__, found.take(count))


class _Constants:
    """Literals. They are no words: to Python `1`, `1.0` and `True` are the same."""

    def put(self, values: Sequence[object], out: Written) -> None:
        out.constants += [{_BYTES: each.decode("latin-1")} if isinstance(each, bytes) else each for each in values]

    def get(self, count: int, found: Read) -> Iterable[Any]:
        taken = islice(found.constants, count)
        return [each[_BYTES].encode("latin-1") if type(each) is dict else each for each in taken]


class _Several:
    """Tuples or lists of any length: slices of one of that `kind` that holds the items of all."""

    def __init__(self, kind: type[tuple[Any, ...]] | type[list[Any]], item: Column) -> None:
        self._kind = kind
        self._item = item

    def put(self, values: Sequence[Sequence[Any]], out: Written) -> None:
        out.numbers += map(len, values)
        self._item.put(list(chain.from_iterable(values)), out)

    def get(self, count: int, found: Read) -> Iterable[Any]:
        ends = [0, *accumulate(found.take(count))]
        every = self._kind(self._item.get(ends[-1], found))
        return [every[start:end] for start, end in pairwise(ends)]


class _Mappings:
    def __init__(self, kinds: Sequence[Any]) -> None:
        self._items = _Several(tuple, _Records(tuple, kinds))

    def put(self, values: Sequence[Mapping[Any, Any]], out: Written) -> None:
        self._items.put([tuple(each.items()) for each in values], out)

    def get(self, count: int, found: Read) -> Iterable[Any]:
        return map(dict, self._items.get(count, found))


class _Records:
    """Tuples of one class, field by field."""

    def __init__(self, kind: type, fields: Sequence[Any]) -> None:
        self._kind = kind
        self._columns = [column(each) for each in fields]

    def put(self, values: Sequence[tuple[Any, ...]], out: Written) -> None:
        cells, width = list(chain.from_iterable(values)), len(self._columns)
        for place, each in enumerate(self._columns if values else ()):
            each.put(cells[place::width], out)

    def get(self, count: int, found: Read) -> Iterable[Any]:
        columns = [each.get(count, found) for each in self._columns] if count else []
        rows = zip(*columns, strict=True) if columns else repeat((), count)
        return rows if self._kind is tuple else map(tuple.__new__, repeat(self._kind), rows)


_SINGLE: dict[Any, Column] = {int: _Numbers(), bool: _Flags(), str: _Words()}
_LISTS = (Sequence, Rows)


def column(kind: Any) -> Column:  # noqa: ANN401  (an annotation)
    """Return how values of a type are written; raise a KeyError for one that nobody thought of."""
    origin, arguments = get_origin(kind), get_args(kind)
    if hasattr(kind, "_fields"):
        return _Records(kind, list(kind.__annotations__.values()))
    if origin is tuple and ... in arguments:
        return _Several(tuple, column(arguments[0]))
    if origin is tuple:
        return _Records(tuple, arguments)
    if origin in _LISTS:
        return _Several(list, column(arguments[-1]))
    if origin is Mapping:
        return _Mappings(arguments)
    return _single(kind, arguments)


def _single(kind: Any, arguments: tuple[Any, ...]) -> Column:  # noqa: ANN401
    if float in arguments:
        return _Constants()
    if NoneType in arguments or get_origin(kind) is Literal:
        return _SINGLE[str]
    while hasattr(kind, "__supertype__"):  # of a `NewType`
        kind = kind.__supertype__
    return _SINGLE[kind]
