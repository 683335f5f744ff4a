"""What an expression may be. A value is answered with a set of these; the empty set is the unknown."""

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence


class External(NamedTuple):
    """A module, class or function outside the project, by its qualified name as the catalog spells it."""

    name: str


class Instance(NamedTuple):
    """An instance of an external class, or what hangs below it: `path` is the dotted way from the instance."""

    name: str
    path: str


class OwnModule(NamedTuple):
    """A module of the project, by its file; a folder without `__init__.py` has its path and no facts."""

    path: str
    name: str


class OwnFunction(NamedTuple):
    """A function of the project; `receiver` is the instance or class it is bound to."""

    module: str
    scope: int
    receiver: "Value | None"


class OwnClass(NamedTuple):
    """A class of the project."""

    module: str
    scope: int


class OwnInstance(NamedTuple):
    """An instance of a class of the project; `made` is always so: without it, it would be equal to its class."""

    module: str
    scope: int
    made: bool = True


class Super(NamedTuple):
    """`super()` in a method of this class; `receiver` is the instance the method runs on."""

    module: str
    scope: int
    receiver: "Value"


class Literal(NamedTuple):
    """A constant: None, a bool, a number or a string."""

    value: str | int | float | bool | None


class Coroutine(NamedTuple):
    """Something to be awaited, and what awaiting gives."""

    result: "ValueSet"


class Manager(NamedTuple):
    """A context manager and what entering gives. `awaitable`: awaiting it gives the same (aiohttp's requests)."""

    result: "ValueSet"
    is_async: bool
    awaitable: bool


class Iterable(NamedTuple):
    """Something to iterate over (or a list), and what any element may be."""

    element: "ValueSet"
    is_async: bool


class Mapping(NamedTuple):
    """Something with keys, and what any of its values may be."""

    value: "ValueSet"


class Several(NamedTuple):
    """A tuple or list with known places."""

    parts: "tuple[ValueSet, ...]"


class Bound(NamedTuple):
    """The method `name` of a container."""

    container: "Value"
    name: str


class Signature(NamedTuple):
    """Something that gives `result` when it is called; what it does is unknown."""

    result: "ValueSet"


class Partial(NamedTuple):
    """`functools.partial(target, …)`."""

    target: "Value"


class Offloaded(NamedTuple):
    """A callable that runs `target` in a thread when called (`sync_to_async(target)`)."""

    target: "ValueSet"


Value: TypeAlias = (
    External | Instance | OwnModule | OwnFunction | OwnClass | OwnInstance | Super | Literal | Coroutine | Manager
    | Iterable | Mapping | Several | Bound | Signature | Partial | Offloaded
)  # fmt: skip
ValueSet: TypeAlias = frozenset[Value]
NOTHING: ValueSet = frozenset()


def order(value: Value) -> str:
    """Return a text to sort things by, the same in every run; what is inside of containers does not count."""
    return _order(value)


def in_order(values: ValueSet) -> "Sequence[Value]":
    """Return things sorted, the same in every run; most of the time there is one, or none."""
    return sorted(values, key=order) if len(values) > 1 else tuple(values)


def _order(value: tuple[object, ...]) -> str:
    inner = (_order(each) if isinstance(each, tuple) else each for each in value if not isinstance(each, frozenset))
    return f"{type(value).__name__} {' '.join(map(str, inner))}"


def known(values: ValueSet) -> ValueSet:
    """Return the things without literals: None and defaults say nothing about what an object is."""
    for value in values:
        if type(value) is Literal:
            return frozenset(each for each in values if type(each) is not Literal)
    return values


def together(sets: "list[ValueSet]") -> ValueSet:
    """Return the union."""
    return sets[0] if len(sets) == 1 else NOTHING.union(*sets)
