"""What an expression may be. A value is answered with a set of these; the empty set is the unknown.

Tuples with the same fields are equal, whatever their classes: the last field of each kind, which is never given,
tells it from the others at no cost.
"""

from typing import NamedTuple, TypeAlias

from flake8_fakeasync.analysis.ids import ClassId, FunctionId


class External(NamedTuple):
    """A module, class or function outside the project, by its qualified name as the catalog spells it."""

    name: str
    tag: str = "external"


class Instance(NamedTuple):
    """An instance of an external class, or what hangs below it: `path` is the dotted way from the instance.

    `site` is where its database is, as far as that is known: "network", "local" or "".
    """

    name: str
    path: str
    site: str = ""
    tag: str = "instance"


class OwnModule(NamedTuple):
    """A module of the project, by its file; a folder without `__init__.py` has its path and no facts."""

    path: str
    name: str
    tag: str = "module"


class OwnFunction(NamedTuple):
    """A function of the project; `receiver` is the instance or class it is bound to."""

    module: str
    scope: FunctionId
    receiver: "Value | None"
    tag: str = "function"


class OwnClass(NamedTuple):
    """A class of the project."""

    module: str
    scope: ClassId
    tag: str = "class"


class OwnInstance(NamedTuple):
    """An instance of a class of the project."""

    module: str
    scope: ClassId
    tag: str = "own instance"


class EnumMember(NamedTuple):
    """A member of an enumeration of the project, by its name."""

    module: str
    scope: ClassId
    name: str
    tag: str = "enum member"


class Super(NamedTuple):
    """`super()` in a method of this class; `receiver` is the instance the method runs on."""

    module: str
    scope: ClassId
    receiver: "Value"
    tag: str = "super"


class Literal(NamedTuple):
    """A constant: None, a bool, a number, a string or bytes. `type` tells 1 from True and from 1.0."""

    value: str | bytes | int | float | bool | None
    type: str
    tag: str = "literal"


class Coroutine(NamedTuple):
    """Something to be awaited, and its result."""

    result: "ValueSet"
    tag: str = "coroutine"


class Manager(NamedTuple):
    """A context manager, and what entering it returns; `awaitable`: awaiting it does so too (aiohttp's requests)."""

    result: "ValueSet"
    is_async: bool
    awaitable: bool
    tag: str = "manager"


class Iterable(NamedTuple):
    """Something to iterate over (or a list), and what any element may be."""

    element: "ValueSet"
    is_async: bool
    tag: str = "iterable"


class Mapping(NamedTuple):
    """Something with keys, and what any of its values may be."""

    value: "ValueSet"
    tag: str = "mapping"


class Options(NamedTuple):
    """A dict whose keys are all known: what a call passes for `**options`, or a table that is written down.

    Keys are texts, or other constants and members of enumerations as values.
    """

    items: "tuple[tuple[str | Value, ValueSet], ...]"
    tag: str = "options"

    @property
    def value(self) -> "ValueSet":
        """What any of its values may be."""
        return together([values for _, values in self.items])

    def get(self, key: object) -> "ValueSet | None":
        """Return what a key leads to, None where it is not there."""
        return next((values for name, values in self.items if name == key), None)


class Several(NamedTuple):
    """A tuple or list with known places."""

    parts: "tuple[ValueSet, ...]"
    tag: str = "several"


class Bound(NamedTuple):
    """The method `name` of a container."""

    container: "Value"
    name: str
    tag: str = "bound"


class Signature(NamedTuple):
    """Something that returns `result` when it is called; what it does is unknown."""

    result: "ValueSet"
    tag: str = "signature"


class Partial(NamedTuple):
    """`functools.partial(target, …)`."""

    target: "Value"
    tag: str = "partial"


class Offloaded(NamedTuple):
    """A callable that runs `target` in a thread when called (`sync_to_async(target)`)."""

    target: "ValueSet"
    tag: str = "offloaded"


Value: TypeAlias = (
    External | Instance | OwnModule | OwnFunction | OwnClass | OwnInstance | EnumMember | Super | Literal | Coroutine
    | Manager | Iterable | Mapping | Options | Several | Bound | Signature | Partial | Offloaded
)  # fmt: skip
ValueSet: TypeAlias = frozenset[Value]
NOTHING: ValueSet = frozenset()


def known(values: ValueSet) -> ValueSet:
    """Return the things without literals: None and defaults say nothing about what an object is."""
    for value in values:
        if type(value) is Literal:
            return frozenset(each for each in values if type(each) is not Literal)
    return values


def together(sets: "list[ValueSet]") -> ValueSet:
    """Return the union."""
    return sets[0] if len(sets) == 1 else NOTHING.union(*sets)
