"""What an expression is made of: the rows of the table of values.

A value is the number of a row; row 0 is the unknown. A name has been replaced by the value it is bound to at that
point, so an alias is the same number. Lines count from 1, columns are offsets in UTF-8 bytes from 0, as in `ast`.
"""

from typing import NamedTuple, TypeAlias

from flake8_fakeasync.analysis.ids import ClassId, ExprId, FunctionId, RegionId
from flake8_fakeasync.analysis.syntax.branch_tests import Comparison, Logical, Narrowed
from flake8_fakeasync.analysis.syntax.kinds import DisplayKind
from flake8_fakeasync.analysis.syntax.texts import Text

UNKNOWN = ExprId(0)


class Unknown(NamedTuple):
    """An expression that nothing is known about."""


class Constant(NamedTuple):
    """A literal: None, a bool, a number, a string or bytes."""

    value: str | bytes | int | float | bool | None


class Imported(NamedTuple):
    """What an import binds: a module, or a name in it. `module` is absolute; empty if unknown."""

    module: str
    name: str | None


class Global(NamedTuple):
    """A module-level (or builtin) name, read where its binding is not yet known."""

    name: str


class Parameter(NamedTuple):
    """A parameter of the function `scope`."""

    scope: FunctionId
    name: str


class Join(NamedTuple):
    """One of several values: branches, loops, `or`, conditional expressions, closures.

    `regions`, where tests decide, are those in which the parts are chosen, 0 for any; a part may be there repeatedly.
    """

    parts: tuple[ExprId, ...]
    regions: tuple[RegionId, ...] = ()


class Union(NamedTuple):
    """`left | right`: in an annotation, an alternative of types."""

    parts: tuple[ExprId, ...]


class FunctionRef(NamedTuple):
    """A `def` or lambda as a value."""

    scope: FunctionId


class ClassRef(NamedTuple):
    """A class statement as a value."""

    scope: ClassId


class Item(NamedTuple):
    """`base[key]`."""

    base: ExprId
    key: ExprId


class Part(NamedTuple):
    """One target of an unpacking: the `place`-th element of `base`."""

    base: ExprId
    place: int


class Display(NamedTuple):
    """A list, tuple, set or dict display, or a comprehension (which has one item, for all).

    Where nothing is known of any item of a display, it has the first only. A `**mapping` has the key UNKNOWN.
    """

    kind: DisplayKind
    items: tuple[ExprId, ...]
    keys: tuple[ExprId, ...]


class Starred(NamedTuple):
    """`*value` among arguments or items."""

    value: ExprId


class Declared(NamedTuple):
    """A variable with an annotation; `value` is UNKNOWN when only declared."""

    annotation: ExprId
    value: ExprId


class Caught(NamedTuple):
    """The exception that `except types as name` binds."""

    types: ExprId


class Attribute(NamedTuple):
    """`base.name`, read."""

    id: ExprId
    base: ExprId
    name: str
    region: RegionId
    line: int
    column: int


class Operator(NamedTuple):
    """What Python calls a method of `base` for, or the setter of a property; `name` is that of the method.

    Items, arithmetic, comparisons, truth, texts, unpacking. For a setter it is that of the attribute and "=".
    """

    id: ExprId
    base: ExprId
    name: str
    region: RegionId
    line: int
    column: int


class Call(NamedTuple):
    """A call. Keywords are pairs of name and value; `**mapping` has the name None."""

    id: ExprId
    function: ExprId
    arguments: tuple[ExprId, ...]
    keywords: tuple[tuple[str | None, ExprId], ...]
    region: RegionId
    line: int
    column: int

    @property
    def given(self) -> tuple[ExprId, ...]:
        """The values that are passed, in order: of arguments, then of keywords."""
        return (*self.arguments, *[value for _, value in self.keywords])


class Await(NamedTuple):
    """`await value`."""

    id: ExprId
    value: ExprId
    region: RegionId
    line: int
    column: int


class Enter(NamedTuple):
    """What `with value` (or `async with`) binds. `body` is the region of the block."""

    id: ExprId
    value: ExprId
    is_async: bool
    body: RegionId
    region: RegionId
    line: int
    column: int


class Element(NamedTuple):
    """What `for … in base` (or `async for`, in statements and comprehensions) binds."""

    id: ExprId
    base: ExprId
    is_async: bool
    region: RegionId
    line: int
    column: int


Expr: TypeAlias = (
    Unknown | Constant | Text | Imported | Global | Parameter | Join | Union | Comparison | Logical | FunctionRef
    | ClassRef | Item | Part | Display | Starred | Narrowed | Declared | Caught | Attribute | Call | Await | Enter
    | Element | Operator
)  # fmt: skip
Operation: TypeAlias = Attribute | Call | Element | Enter | Operator
