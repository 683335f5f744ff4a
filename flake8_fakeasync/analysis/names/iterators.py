"""Calls of Python that take things out of containers and put them into others: `list`, `zip`, `next`, `gather`."""

from typing import TYPE_CHECKING, TypeGuard

from flake8_fakeasync.analysis.names import containers
from flake8_fakeasync.analysis.names.things import (
    NOTHING,
    Coroutine,
    Iterable,
    Mapping,
    Several,
    Thing,
    Things,
    together,
)
from flake8_fakeasync.analysis.syntax.rows import Call, Starred, Value

if TYPE_CHECKING:
    from collections.abc import Callable

    from flake8_fakeasync.analysis.modules.module import Module
    from flake8_fakeasync.analysis.names.names import Names

    Passes = Callable[[Names, Module, Call], Things]


def _inside(names: "Names", module: "Module", value: Value) -> Things:
    """Return what iterating over a value binds."""
    from flake8_fakeasync.analysis.names.members import element

    return together([element(names, module, thing) for thing in names.things(module, value)])


def _some(inner: Things) -> Things:
    return frozenset({Iterable(inner, is_async=False)})


def _elements(names: "Names", module: "Module", row: Call) -> Things:
    return _some(together([_inside(names, module, value) for value in row.arguments]))


def _next(names: "Names", module: "Module", row: Call) -> Things:
    return _inside(names, module, row.arguments[0]) if row.arguments else NOTHING


def _zip(names: "Names", module: "Module", row: Call) -> Things:
    return _some(frozenset({Several(tuple(_inside(names, module, value) for value in row.arguments))}))


def _enumerate(names: "Names", module: "Module", row: Call) -> Things:
    return _some(frozenset({Several((NOTHING, _next(names, module, row)))}))


def _filter(names: "Names", module: "Module", row: Call) -> Things:
    return _some(_inside(names, module, row.arguments[1])) if len(row.arguments) > 1 else NOTHING


def _map(names: "Names", module: "Module", row: Call) -> Things:
    from flake8_fakeasync.analysis.names.calls import called

    functions = names.things(module, row.arguments[0]) if row.arguments else NOTHING
    return _some(together([called(names, module, each, None) for each in functions]))


def _dict(names: "Names", module: "Module", row: Call) -> Things:
    found = [names.things(module, value) for keyword, value in row.keywords if keyword]
    for argument in row.arguments:
        for thing in names.things(module, argument):
            if isinstance(thing, Mapping):
                found.append(thing.value)
            elif isinstance(thing, Iterable | Several):
                found += [each.parts[1] for each in _inside(names, module, argument) if _is_pair(each)]
    return frozenset({containers.mapping(together(found))})


def _is_pair(thing: Thing) -> TypeGuard[Several]:
    return isinstance(thing, Several) and len(thing.parts) == 2  # noqa: PLR2004


def _default_dict(names: "Names", module: "Module", row: Call) -> Things:
    from flake8_fakeasync.analysis.names.calls import called

    factories = names.things(module, row.arguments[0]) if row.arguments else NOTHING
    return frozenset({Mapping(together([called(names, module, each, None) for each in factories]))})


def _gather(names: "Names", module: "Module", row: Call) -> Things:
    from flake8_fakeasync.analysis.names.calls import awaited

    parts = [awaited(names.things(module, argument)) for argument in row.arguments]
    if any(isinstance(module.row(argument), Starred) for argument in row.arguments):
        return frozenset({Coroutine(_some(together(parts)))})
    return frozenset({Coroutine(frozenset({Several(tuple(parts))}))})


ITERATORS: "dict[str, Passes]" = {
    "asyncio.as_completed": _elements,
    "asyncio.gather": _gather,
    "builtins.dict": _dict,
    "builtins.enumerate": _enumerate,
    "builtins.filter": _filter,
    "builtins.frozenset": _elements,
    "builtins.iter": _elements,
    "builtins.list": _elements,
    "builtins.map": _map,
    "builtins.max": _next,
    "builtins.min": _next,
    "builtins.next": _next,
    "builtins.reversed": _elements,
    "builtins.set": _elements,
    "builtins.sorted": _elements,
    "builtins.tuple": _elements,
    "builtins.zip": _zip,
    "collections.OrderedDict": _dict,
    "collections.defaultdict": _default_dict,
    "collections.deque": _elements,
    "itertools.chain": _elements,
    "itertools.cycle": _elements,
    "random.choice": _next,
}
