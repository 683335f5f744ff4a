"""Facts as bytes and back: what a cache on disk keeps. Rows are made of the bytes one by one, when asked for.

The bytes are those of `marshal`: the same Python must read them that wrote them. They are not safe to read from
strangers, no more than the `.pyc` files beside one's modules.
"""

import marshal
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar, get_args, overload

from flake8_fakeasync.analysis.syntax import facts as nouns
from flake8_fakeasync.analysis.syntax.exprs import Expr
from flake8_fakeasync.analysis.syntax.facts import ClassFacts, FunctionFacts, ModuleFacts, ParameterFact

T = TypeVar("T")
_ROWS: tuple[type, ...] = get_args(Expr)
_SHIFT = 7  # 128 rows to a block, a dozen functions
_MASK = (1 << _SHIFT) - 1
_TABLES = {
    "regions": nouns.Region,
    "uses": nouns.Use,
    "stores": nouns.Store,
    "handlers": nouns.Handler,
    "imports": nouns.Import,
}


class Packed(Sequence[T]):
    """A table in blocks of bytes, each unpacked when one of its rows is first asked for.

    A row that is unpacked is a plain tuple until it is asked for itself; its first item says which kind it is.
    """

    def __init__(self, kinds: Sequence[Any], length: int, blocks: list[bytes]) -> None:
        self._kinds = kinds
        self._length = length
        self._blocks = blocks
        self._rows: list[list[Any] | None] = [None] * len(blocks)

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[T]: ...
    def __getitem__(self, place: int | slice) -> T | Sequence[T]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(self._length))]
        rows = self._rows[place >> _SHIFT]
        if rows is None:
            rows = self._rows[place >> _SHIFT] = marshal.loads(self._blocks[place >> _SHIFT])  # noqa: S302
        row = rows[place & _MASK]
        if type(row) is tuple:
            row = rows[place & _MASK] = self._kinds[row[0]](*row[1:])
        found: T = row
        return found

    def __iter__(self) -> Iterator[T]:
        return map(self.__getitem__, range(self._length))


def _blocks(rows: list[tuple[object, ...]]) -> tuple[int, list[bytes]]:
    """Return what `Packed` takes."""
    size = 1 << _SHIFT
    return len(rows), [marshal.dumps(rows[start : start + size]) for start in range(0, len(rows), size)]


def pack(facts: ModuleFacts) -> bytes:
    """Return the facts of a module as bytes, without its path."""
    codes = {kind: code for code, kind in enumerate(_ROWS)}
    return marshal.dumps(
        (
            (facts.name, facts.is_package, facts.stars, dict(facts.names), list(facts.element_writes)),
            _blocks([(codes[type(row)], *row) for row in facts.exprs]),
            [_blocks([(0, *row) for row in getattr(facts, table)]) for table in _TABLES],
            _blocks([_packed_scope(scope) for scope in facts.scopes]),
            {codes[kind]: exprs for kind, exprs in facts.kinds.items()},
            dict(facts.operations),
        )
    )


def _packed_scope(scope: nouns.Scope) -> tuple[object, ...]:
    if isinstance(scope, ClassFacts):
        return (1, *scope._replace(names=dict(scope.names)))
    return (0, *scope._replace(parameters=tuple(map(tuple, scope.parameters))))  # type: ignore[arg-type]


def _function(*fields: Any) -> FunctionFacts:  # noqa: ANN401  (as they were packed)
    scope = FunctionFacts(*fields)
    return scope._replace(parameters=tuple(ParameterFact(*each) for each in scope.parameters))


def unpack(packed: bytes, path: str) -> ModuleFacts:
    """Return the facts that were packed; raise ValueError, EOFError or TypeError for other bytes."""
    (name, is_package, stars, names, element_writes), exprs, tables, scopes, kinds, operations = marshal.loads(packed)  # noqa: S302
    lazy = {name: Packed[Any]((_TABLES[name],), *blocks) for name, blocks in zip(_TABLES, tables, strict=True)}
    return ModuleFacts(
        name=name,
        path=path,
        is_package=is_package,
        exprs=Packed(_ROWS, *exprs),
        scopes=Packed((_function, ClassFacts), *scopes),
        names=names,
        stars=stars,
        element_writes=element_writes,
        kinds={_ROWS[code]: rows for code, rows in kinds.items()},
        operations=operations,
        **lazy,
    )
