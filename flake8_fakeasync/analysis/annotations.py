"""What an annotation says: a value that stands for a type → the things that have it."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.facts import Constant, Declared, Display, Global, Item, Union, Value
from flake8_fakeasync.analysis.things import (
    NOTHING,
    Coroutine,
    External,
    Instance,
    Iterable,
    Literal,
    Manager,
    OwnClass,
    OwnInstance,
    Several,
    Thing,
    Things,
    together,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from flake8_fakeasync.analysis.module import Module
    from flake8_fakeasync.analysis.names import Names

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
_TYPING = ("typing.", "typing_extensions.", "collections.", "contextlib.", "builtins.", "asyncio.", "dataclasses.")
_SAYS_NOTHING = frozenset({"typing.Any", "builtins.object", "typing.Self", "typing_extensions.Self", "builtins.type"})


def meaning(names: "Names", module: "Module", value: Value) -> Things:
    """Return the things that a variable with this annotation may be."""
    row = module.row(value)
    if isinstance(row, Union):
        return together([meaning(names, module, each) for each in row.parts])
    if isinstance(row, Item):
        return _generic(names, module, row)
    if isinstance(row, Declared):  # Alias: TypeAlias = …
        return meaning(names, module, row.value)
    if isinstance(row, Constant):
        return frozenset({Literal(None)}) if row.value is None else NOTHING
    if isinstance(row, Global):
        bound = module.facts.names.get(row.name, ())
        if any(isinstance(module.row(each), Union | Item | Declared) for each in bound):
            return together([meaning(names, module, each) for each in bound])
    return together([instance_of(names, thing) for thing in names.things(module, value)])


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
        return meaning(names, module, classes)
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
        return _annotated(names, module, arguments) or meaning(names, module, arguments[0])
    if form in {"type", "Type"}:
        return names.any_of(module, arguments)
    inner = [meaning(names, module, argument) for argument in arguments]
    if form in _ONE_OF:
        return together(inner)
    if form in {"tuple", "Tuple"}:
        return frozenset({Several(tuple(inner))})
    wrapped = _wrapped(form, inner)
    return frozenset({wrapped}) if wrapped is not None else NOTHING


def _wrapped(form: str, inner: list[Things]) -> Thing | None:
    if form in _ELEMENT:
        return _ELEMENT[form](inner[0])
    if form in {"Coroutine", "Task", "Future"}:
        return Coroutine(inner[-1])
    if form in _PLAIN:
        return Iterable(inner[0], is_async=False)
    return Iterable(inner[-1], is_async=False) if form in _MAPPING else None


def _annotated(names: "Names", module: "Module", arguments: tuple[Value, ...]) -> Things:
    """Return what a dependency in `Annotated[T, Depends(factory)]` gives."""
    from flake8_fakeasync.analysis.calls import injected

    return together([injected(names, module, argument) for argument in arguments[1:]])
