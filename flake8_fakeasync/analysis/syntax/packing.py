"""Facts as JSON and back: what a cache on disk keeps. Rows are made of the text block by block, when asked for."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar, get_args, overload

from flake8_fakeasync.analysis.ids import few_bytes
from flake8_fakeasync.analysis.syntax import facts as nouns
from flake8_fakeasync.analysis.syntax.exprs import Constant, Expr
from flake8_fakeasync.analysis.syntax.facts import ClassFacts, FunctionFacts, ModuleFacts, ParameterFact
from flake8_fakeasync.disk.store import from_json, to_json

T = TypeVar("T")
Maker = Callable[..., Any]
_ROWS: tuple[type, ...] = get_args(Expr)
_SHIFT = 7  # 128 rows to a block, a dozen functions
_SIZE = 1 << _SHIFT
_TABLES = {
    "regions": nouns.Region,
    "uses": nouns.Use,
    "stores": nouns.Store,
    "handlers": nouns.Handler,
    "imports": nouns.Import,
}


class PackingError(ValueError):
    """What was packed is not what it should be."""


class Packed(Sequence[T]):
    """A table in blocks of JSON, each unpacked when one of its rows is first asked for.

    A row that is unpacked is a plain list until it is asked for itself; its first item says which kind it is.
    """

    def __init__(self, makers: Sequence[Maker], length: int, blocks: list[bytes]) -> None:
        self._makers = makers
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
            rows = self._rows[place >> _SHIFT] = self._unpacked(place >> _SHIFT)
        row = rows[place & (_SIZE - 1)]
        if type(row) is list:
            row = rows[place & (_SIZE - 1)] = self._makers[row[0]](
                *[_frozen(each) if type(each) is list else each for each in row[1:]]
            )
        found: T = row
        return found

    def __iter__(self) -> Iterator[T]:
        return map(self.__getitem__, range(self._length))

    def _unpacked(self, block: int) -> list[Any]:
        found = from_json(self._blocks[block])
        if not isinstance(found, list) or len(found) != min(_SIZE, self._length - block * _SIZE):
            raise PackingError
        return found


def _frozen(items: list[Any]) -> tuple[Any, ...]:
    return tuple([_frozen(each) if type(each) is list else each for each in items])


def pack(facts: ModuleFacts) -> list[bytes] | None:
    """Return the facts of a module without its path; None if they hold what JSON cannot express."""
    codes = {kind: code for code, kind in enumerate(_ROWS)}
    tables = [
        _packed_rows(facts, codes),
        *([(0, *row) for row in getattr(facts, table)] for table in _TABLES),
        [_packed_scope(scope) for scope in facts.scopes],
    ]
    head = (
        (facts.name, facts.is_package, facts.stars, facts.names, facts.element_writes),
        [(codes[kind], list(exprs)) for kind, exprs in facts.kinds.items()],
        list(facts.operations.items()),
        list(map(len, tables)),
    )
    try:
        return [to_json(head), *(block for table in tables for block in _blocks(table))]
    except ValueError:  # an integer of thousands of digits
        return None


def _blocks(rows: list[tuple[object, ...]]) -> list[bytes]:
    return [to_json(rows[start : start + _SIZE]) for start in range(0, len(rows), _SIZE)]


def _packed_rows(facts: ModuleFacts, codes: dict[type, int]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = [(codes[type(row)], *row) for row in facts.exprs]
    for expr in facts.kinds.get(Constant, ()):
        code, value = rows[expr]
        if isinstance(value, bytes):
            rows[expr] = code, {"bytes": value.decode("latin-1")}
    return rows


def _packed_scope(scope: nouns.Scope) -> tuple[object, ...]:
    return (int(isinstance(scope, ClassFacts)), *scope)


def _constant(value: Any) -> Constant:  # noqa: ANN401  (as it was packed)
    return Constant(value["bytes"].encode("latin-1") if isinstance(value, dict) else value)


def _function(*fields: Any) -> FunctionFacts:  # noqa: ANN401
    scope = FunctionFacts(*fields)
    return scope._replace(parameters=tuple([ParameterFact(*each) for each in scope.parameters]))


def _class(*fields: Any) -> ClassFacts:  # noqa: ANN401
    scope = ClassFacts(*fields)
    return scope._replace(names={name: tuple(exprs) for name, exprs in scope.names.items()})


_MAKERS: tuple[Maker, ...] = tuple(_constant if kind is Constant else kind for kind in _ROWS)


def unpack(packed: list[bytes], path: str) -> ModuleFacts | None:
    """Return the facts that were packed, None for anything else.

    Blocks are looked at when their rows are asked for: those raise a ValueError, TypeError or LookupError then.
    """
    try:
        return _unpacked(packed, path)
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError):
        return None


def _unpacked(packed: list[bytes], path: str) -> ModuleFacts:
    head: Any = from_json(packed[0])
    (name, is_package, stars, names, element_writes), kinds, operations, lengths = head
    makers: tuple[tuple[Maker, ...], ...] = (_MAKERS, *((kind,) for kind in _TABLES.values()), (_function, _class))
    tables, start = list[Packed[Any]](), 1
    for each, length in zip(makers, lengths, strict=True):
        end = start + (length + _SIZE - 1) // _SIZE
        tables.append(Packed(each, length, packed[start:end]))
        start = end
    if start != len(packed):
        raise PackingError
    return ModuleFacts(
        name=name,
        path=path,
        is_package=is_package,
        exprs=tables[0],
        scopes=tables[-1],
        names={name: tuple(exprs) for name, exprs in names.items()},
        stars=tuple(stars),
        element_writes=[(container, value) for container, value in element_writes],
        kinds={_ROWS[code]: few_bytes(exprs) for code, exprs in kinds},
        operations=dict(operations),
        **dict(zip(_TABLES, tables[1:-1], strict=True)),
    )
