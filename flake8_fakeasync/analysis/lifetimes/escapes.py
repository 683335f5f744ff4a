"""What becomes of a client: where it is closed, who else has it, what keeps it."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from flake8_fakeasync.analysis.ids import ExprId, FunctionId, RegionId
from flake8_fakeasync.analysis.syntax.exprs import Call

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.values import OwnClass
    from flake8_fakeasync.catalog import Class

# Roles of a followed value: the client, something that holds clients, something taken out of that, an attribute of the
# client on the way to what closes it, a bound method of the client, the bound method that closes it, what calling that
# returns.
Role: TypeAlias = Literal["client", "holder", "item", "below", "method", "closer", "closing"]
CLIENT: Final = "client"
HOLDER: Final = "holder"
ITEM: Final = "item"
BELOW: Final = "below"
METHOD: Final = "method"
CLOSER: Final = "closer"
CLOSING: Final = "closing"
How: TypeAlias = Literal["closed", "entered", "given", "finalizer", "misused"]
Handed: TypeAlias = Literal["argument", "returned", "yielded", "raised", "stored", "closure", "default", "method"]
CLOSERS = frozenset({"aclose", "close", "__aexit__"})  # what contextlib calls, whether the class has it or not

# Builtins that only look at their argument, those whose result holds the same, and those that return it.
LOOKS = frozenset({"bool", "hasattr", "id", "isinstance", "print", "repr", "str", "type"})
_SEQUENCES = frozenset({"dict", "filter", "iter", "len", "list", "next", "reversed", "set", "sorted", "tuple"})
PASSES_ON = _SEQUENCES | {"enumerate", "zip"}
CASTS = frozenset({"typing.cast", "typing_extensions.cast"})


class Release(NamedTuple):
    """One place that closes a client.

    `how`: closed, entered, given (somebody got the closing method), finalizer, misused (it does not work).
    `id` orders the places of one function.
    """

    how: How
    id: ExprId
    region: RegionId
    line: int


class InAttribute(NamedTuple):
    """An attribute that keeps a client of `cls`; `is_inside`: it keeps something that holds the client."""

    owner: "OwnClass"
    name: str
    is_inside: bool
    cls: "Class"


class InVariable(NamedTuple):
    """A module-level name that keeps a client of `cls`; `is_inside` as for attributes."""

    path: str
    name: str
    is_inside: bool
    cls: "Class"


class Accessor(NamedTuple):
    """A function that returns what somebody keeps, or what keeps it."""

    path: str
    scope: FunctionId
    is_inside: bool
    cls: "Class"


class InState(NamedTuple):
    """An attribute of the state of an application, set in a module, that keeps a client of `cls`."""

    path: str
    name: str
    is_inside: bool
    cls: "Class"


class InContext(NamedTuple):
    """A module-level `ContextVar` that keeps a client of `cls` for each context."""

    path: str
    name: str
    is_inside: bool
    cls: "Class"


Keeper: TypeAlias = InAttribute | InVariable | InContext | InState | Accessor


def key_of(keeper: Keeper) -> tuple[object, ...]:
    """Return what tells a keeper from others."""
    return (type(keeper), *keeper[:-1], keeper.cls.name)


class Followed(NamedTuple):
    """A value that is followed: in `role`, of `cls`; `is_away` in a function that it was passed to.

    `path` leads from the client to what is below it: `_transport.`.
    """

    module: "Module"
    expr: ExprId
    role: Role
    cls: "Class"
    is_away: bool = False
    path: str = ""


@dataclass(slots=True)
class Escape:
    """How a client ends.

    `handed`: who else may have it: argument, returned, yielded, raised, stored, closure, default, method.
    `returned_by` are the functions that return it, `kept` what keeps it, `lent` what keeps it in the code that it was
    passed to; `objects` are the calls that make objects with it, `members` the names that are read from it,
    `takers` the calls that pass it to code which is not followed.
    """

    releases: list[Release] = field(default_factory=list)
    handed: set[Handed] = field(default_factory=set)
    kept: list[Keeper] = field(default_factory=list)
    lent: list[Keeper] = field(default_factory=list)
    objects: list[ExprId] = field(default_factory=list)
    members: set[str] = field(default_factory=set)
    takers: list[Call] = field(default_factory=list)
    returned_by: set[FunctionId] = field(default_factory=set)

    def keep(self, keeper: Keeper, *, is_away: bool) -> None:
        """Note what keeps it."""
        (self.lent if is_away else self.kept).append(keeper)

    @property
    def is_open(self) -> bool:
        """Whether nothing closes it and nobody else has it."""
        return not self.releases and not self.handed
