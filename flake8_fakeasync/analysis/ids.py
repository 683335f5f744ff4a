"""The numbers by which the facts of a module name each other: a type for each kind, so that none is taken for another.

A number is a place in a table of the module: of `exprs`, `regions` or `scopes`.
"""

from array import array
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NewType, Protocol, TypeVar, cast, overload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sized

T = TypeVar("T")
Id_contra = TypeVar("Id_contra", bound=int, contravariant=True)
Row_co = TypeVar("Row_co", covariant=True)
ExprId = NewType("ExprId", int)
RegionId = NewType("RegionId", int)
ScopeId = NewType("ScopeId", int)
FunctionId = NewType("FunctionId", ScopeId)
ClassId = NewType("ClassId", ScopeId)
MODULE = FunctionId(ScopeId(0))  # a module as the function that runs its own code
MODULE_BODY = RegionId(0)


class Rows(Protocol[Id_contra, Row_co]):
    """Rows that only numbers of their own kind find."""

    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[Row_co]: ...
    @overload
    def __getitem__(self, place: Id_contra, /) -> Row_co: ...
    @overload
    def __getitem__(self, place: slice, /) -> Sequence[Row_co]: ...


_MOST_SHARED = 1 << 15


class _Numbers(dict[int, int]):
    """Each number once in a process, as far as files go: Python makes an object of each that is not very small."""

    def __missing__(self, number: int) -> int:
        return self.setdefault(number, number) if number < _MOST_SHARED else number


# Looked up for the lines of rows, of which there are millions in a run.
SHARED: dict[int, int] = _Numbers()


def next_expr(exprs: "Sized") -> ExprId:
    """Return the number of the row that a table gets next."""
    return ExprId(SHARED[len(exprs)])


# There are fewer of these.
next_region = cast("Callable[[Sized], RegionId]", len)
next_scope = cast("Callable[[Sized], ScopeId]", len)


def few_bytes(exprs: "Iterable[ExprId]") -> "Sequence[ExprId]":
    """Return numbers of rows in a form that takes four bytes for each; raise an OverflowError for what is none."""
    return cast("Sequence[ExprId]", array("I", exprs))


# The rows of a table with their numbers.
numbered = cast("Callable[[Iterable[T]], Iterator[tuple[ExprId, T]]]", enumerate)
numbered_regions = cast("Callable[[Iterable[T]], Iterator[tuple[RegionId, T]]]", enumerate)
