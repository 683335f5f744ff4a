"""What an annotation says: a value that stands for a type → the things that have it."""

import re
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.names.things import (
    NOTHING,
    Coroutine,
    External,
    Instance,
    Iterable,
    Literal,
    Manager,
    Mapping,
    OwnClass,
    OwnInstance,
    OwnModule,
    Several,
    Signature,
    Thing,
    Things,
    together,
)
from flake8_fakeasync.analysis.syntax.rows import (
    UNKNOWN,
    Attribute,
    Call,
    Constant,
    Declared,
    Display,
    Global,
    Imported,
    Item,
    Join,
    Row,
    Union,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from flake8_fakeasync.analysis.modules.module import Module
    from flake8_fakeasync.analysis.names.names import Names

_FIRST = frozenset({"Annotated", "ClassVar", "Final", "Required", "NotRequired", "ReadOnly", "InitVar", "Unpack"})
_ONE_OF = frozenset({"Optional", "Union"})
_ELEMENT: "dict[str, Callable[[Things], Thing]]" = {
    "Awaitable": Coroutine,
    "AsyncContextManager": lambda inner: Manager(inner, is_async=True, awaitable=False),
    "AbstractAsyncContextManager": lambda inner: Manager(inner, is_async=True, awaitable=False),
    "AbstractContextManager": lambda inner: Manager(inner, is_async=False, awaitable=False),
    "AsyncGenerator": lambda inner: Iterable(inner, is_async=True),
    "AsyncIterable": lambda inner: Iterable(inner, is_async=True),
    "AsyncIterator": lambda inner: Iterable(inner, is_async=True),
    "ContextManager": lambda inner: Manager(inner, is_async=False, awaitable=False),
}
_PLAIN = frozenset(
    {"Collection", "Deque", "FrozenSet", "Generator", "Iterable", "Iterator", "List", "Sequence", "Set", "deque"}
    | {"frozenset", "list", "set", "MutableSequence", "AbstractSet"}
)
_MAPPING = frozenset({"Dict", "Mapping", "MutableMapping", "defaultdict", "dict", "DefaultDict", "OrderedDict"})
_DOTTED = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")
_TYPING = ("typing.", "typing_extensions.", "collections.", "contextlib.", "builtins.", "asyncio.", "dataclasses.")
_SAYS_NOTHING = frozenset({"builtins.object", "builtins.type"}) | {
    f"{module}.{name}" for module in ("typing", "typing_extensions") for name in ("Any", "ClassVar", "Final", "Self")
}


def read(names: "Names", module: "Module", value: Value) -> Things:
    """Return the things that a variable with this annotation may be; `Names.meaning` remembers the answer."""
    row = module.row(value)
    if isinstance(row, Union | Join):
        return together([names.meaning(module, each) for each in row.parts])
    if isinstance(row, Item):
        return _generic(names, module, row)
    if isinstance(row, Declared):  # Alias: TypeAlias = …
        return names.meaning(module, row.value)
    if isinstance(row, Constant):
        return _text(names, module, row.value)
    if isinstance(row, Call):
        return _variable(names, module, row)
    aliased = _aliased(names, module, row)
    if aliased is not None:
        return together([names.meaning(aliased[0], each) for each in aliased[1]])
    return together([instance_of(names, thing) for thing in names.things(module, value)])


def _aliased(names: "Names", module: "Module", row: Row) -> tuple["Module", tuple[Value, ...]] | None:
    """Return the values, and their module, that a name in an annotation is bound to; None for names from elsewhere."""
    if isinstance(row, Global):
        if row.name in module.facts.names:
            return module, module.facts.names[row.name]
        starred = names.starred(module, row.name)
        return (starred, starred.facts.names[row.name]) if starred and not isinstance(starred, External) else None
    name = row.name if isinstance(row, Imported | Attribute) else None
    if name is None:
        return None
    if isinstance(row, Imported):
        base = names.module_named(module, row.module)
        bases = frozenset({base}) if base is not None else NOTHING
    else:
        bases = names.things(module, row.base) if isinstance(row, Attribute) else NOTHING
    for thing in bases:
        found = names.project.module(thing.path) if isinstance(thing, OwnModule) else None
        if found is not None and name in found.facts.names:
            return found, found.facts.names[name]
    return None


def _text(names: "Names", module: "Module", text: object) -> Things:
    """Return what a string means that is an annotation where it cannot be seen: `cast("a.B", x)`, an alias."""
    if text is None:
        return frozenset({Literal(None)})
    parts = [part.strip() for part in text.split("|")] if isinstance(text, str) else []
    if not parts or not all(_DOTTED.fullmatch(part) for part in parts):
        return NOTHING
    from flake8_fakeasync.analysis.names.members import member

    found: list[Things] = []
    for first, *rest in (part.split(".") for part in parts if part != "None"):
        things = names.global_named(module, first)
        for name in rest:
            things = together([member(names, module, thing, name) for thing in things])
        found += [instance_of(names, thing) for thing in things]
    return together(found)


def _variable(names: "Names", module: "Module", row: Call) -> Things:
    """Return what a `TypeVar` is bound to, or a `NewType` made of."""
    for thing in names.things(module, row.function):
        if not isinstance(thing, External) or not thing.name.startswith(_TYPING):
            continue
        if thing.name.endswith(".TypeVar"):
            bounds = [value for keyword, value in row.keywords if keyword == "bound"] or row.arguments[1:]
            return together([names.meaning(module, each) for each in bounds])
        if thing.name.endswith(".NewType") and len(row.arguments) > 1:
            return names.meaning(module, row.arguments[1])
    return NOTHING


def instance_of(names: "Names", thing: Thing) -> Things:
    """Return the instance of a class that a name in an annotation stands for."""
    if isinstance(thing, OwnClass):
        return frozenset({OwnInstance(thing.module, thing.scope)})
    if isinstance(thing, External) and thing.name not in _SAYS_NOTHING:
        return frozenset({Instance(names.catalog.canonical(thing.name), "")})
    return frozenset({thing}) if isinstance(thing, Literal) else NOTHING


def instances(names: "Names", module: "Module", classes: Value) -> Things:
    """Return the instances of a class, or of the classes in a tuple, as `isinstance` and `except` take them."""
    found: list[Things] = []
    for thing in names.things(module, classes):
        if isinstance(thing, Several):
            found += [instance_of(names, each) for part in thing.parts for each in part]
        else:
            found.append(instance_of(names, thing))
    row = module.row(classes)
    if isinstance(row, Union):
        return names.meaning(module, classes)
    return together(found)


def _generic(names: "Names", module: "Module", row: Item) -> Things:
    key = module.row(row.key)
    arguments = key.items if isinstance(key, Display) and key.kind == "tuple" else (row.key,)
    found: list[Things] = []
    for thing in names.things(module, row.base):
        if isinstance(thing, External) and thing.name.startswith(_TYPING):
            found.append(_typing(names, module, thing.name.rpartition(".")[2], arguments))
        else:
            found.append(instance_of(names, thing))
    return together(found)


def _typing(names: "Names", module: "Module", form: str, arguments: tuple[Value, ...]) -> Things:
    if form in _FIRST:
        return _annotated(names, module, arguments) or names.meaning(module, arguments[0])
    if form in {"type", "Type"}:
        return names.any_of(module, arguments)
    inner = [names.meaning(module, argument) for argument in arguments]
    if form in _ONE_OF:
        return together(inner)
    if form in {"tuple", "Tuple"}:
        repeated = len(arguments) == 2 and arguments[1] == UNKNOWN  # noqa: PLR2004  (tuple[T, ...])
        return frozenset({Iterable(inner[0], is_async=False) if repeated else Several(tuple(inner))})
    wrapped = _wrapped(form, inner)
    return frozenset({wrapped}) if wrapped is not None else NOTHING


def _wrapped(form: str, inner: list[Things]) -> Thing | None:
    if form in _ELEMENT:
        return _ELEMENT[form](inner[0])
    if form in {"Coroutine", "Task", "Future"}:
        return Coroutine(inner[-1])
    if form in _PLAIN:
        return Iterable(inner[0], is_async=False)
    if form == "Callable":
        return Signature(inner[-1])
    return Mapping(inner[-1]) if form in _MAPPING else None


def _annotated(names: "Names", module: "Module", arguments: tuple[Value, ...]) -> Things:
    """Return what a dependency in `Annotated[T, Depends(factory)]` gives."""
    from flake8_fakeasync.analysis.names.calls import injected

    return together([injected(names, module, argument) for argument in arguments[1:]])
