"""What becomes of a client: where it is let go, who else has it, what keeps it."""

from dataclasses import dataclass, field
from typing import NamedTuple

from flake8_fakeasync.analysis.syntax.exprs import ExprId

# As what a value is followed: the client, something that holds clients, something taken out of that, the bound
# method that closes it, what calling that gives.
CLIENT, HOLDER, ITEM, CLOSER, CLOSING = "client", "holder", "item", "closer", "closing"
CLOSERS = frozenset({"aclose", "close", "__aexit__"})  # what contextlib calls, whether the class has it or not

# Builtins that only look at what they get, and those whose result holds the same.
LOOKS = frozenset({"bool", "hasattr", "id", "isinstance", "print", "repr", "str", "type"})
_SEQUENCES = frozenset({"dict", "filter", "iter", "len", "list", "next", "reversed", "set", "sorted", "tuple"})
PASSES_ON = _SEQUENCES | {"enumerate", "zip"}


class Release(NamedTuple):
    """One place that lets a client go.

    `how`: closed, entered, given (somebody got the closing method), finalizer, misused (it does not work).
    `id` orders the places of one function.
    """

    how: str
    id: ExprId
    region: int
    line: int


class DiskCache(NamedTuple):
    """A store that keeps a client in an attribute of `base`; `is_inside`: in something that the attribute holds."""

    base: ExprId
    name: str
    is_inside: bool


@dataclass(slots=True)
class Escape:
    """How a client ends.

    `handed`: who else may have it: argument, returned, yielded, raised, stored, closure, default, method.
    `returned_by` are the functions that return it, `names` the module-level names and `values` the values it has.
    """

    releases: list[Release] = field(default_factory=list)
    handed: set[str] = field(default_factory=set)
    kept: list[DiskCache] = field(default_factory=list)
    returned_by: set[int] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    values: set[ExprId] = field(default_factory=set)

    @property
    def is_open(self) -> bool:
        """Whether nothing lets it go and nobody else has it."""
        return not self.releases and not self.handed
