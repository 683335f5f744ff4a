"""Calls and decorators of Python itself (and of a few libraries) that pass things on: what comes out of them."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.names import annotations
from flake8_fakeasync.analysis.names.iterators import ITERATORS
from flake8_fakeasync.analysis.names.things import (
    NOTHING,
    Coroutine,
    External,
    Instance,
    Literal,
    Manager,
    Offloaded,
    OwnClass,
    OwnInstance,
    Partial,
    Super,
    Things,
    known,
    together,
)
from flake8_fakeasync.analysis.names.wrappers import argument
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
from flake8_fakeasync.analysis.syntax.rows import Call, Value

if TYPE_CHECKING:
    from collections.abc import Callable

    from flake8_fakeasync.analysis.modules.module import Module
    from flake8_fakeasync.analysis.names.names import Names

    Passes = Callable[[Names, Module, Call], Things]

DECORATORS = {
    "builtins.property": "property",
    "functools.cached_property": "property",
    "cached_property.cached_property": "property",
    "django.utils.functional.cached_property": "property",
    "propcache.cached_property": "property",
    "propcache.api.cached_property": "property",
    "builtins.staticmethod": "static",
    "builtins.classmethod": "class",
}
MANAGERS = frozenset({"contextlib.contextmanager", "contextlib.asynccontextmanager"})
TRANSPARENT = frozenset(
    {"functools.wraps", "functools.lru_cache", "functools.cache", "typing.overload", "typing.override", "typing.final"}
    | {"abc.abstractmethod", "pytest.fixture", "pytest_asyncio.fixture"}
    | {"tenacity.retry", "backoff.on_exception", "backoff.on_predicate", "stamina.retry"}
)
_TRANSPARENT_FAMILIES = ("tenacity.", "backoff.", "functools.", "typing.", "typing_extensions.", "abc.", "contextlib.")


def is_transparent(name: str) -> bool:
    """Return whether a decorator leaves a function what it is: it still runs, where it is called."""
    return name in DECORATORS or name in TRANSPARENT or name.startswith(_TRANSPARENT_FAMILIES)


def result(names: "Names", module: "Module", name: str, row: Call) -> Things | None:
    """Return what a well-known call gives, None for any other."""
    passes = _CALLS.get(name)
    if passes is not None:
        return passes(names, module, row)
    offloader = names.catalog.offloader(name)
    if offloader is None or not {"wrap", "configured"} & set(offloader.forms):
        return None
    value = argument(row, offloader.callable, offloader.keyword)
    if value:
        return frozenset({Offloaded(names.things(module, value))})
    return frozenset({External(name)}) if "configured" in offloader.forms else None


def _first(names: "Names", module: "Module", row: Call) -> Things:
    return names.things(module, row.arguments[0]) if row.arguments else NOTHING


def _partial(names: "Names", module: "Module", row: Call) -> Things:
    return frozenset(Partial(thing) for thing in _first(names, module, row))


def _getattr(names: "Names", module: "Module", row: Call) -> Things:
    from flake8_fakeasync.analysis.names.members import member

    found: list[Things] = []
    for attribute in names.things(module, row.arguments[1]) if len(row.arguments) > 1 else ():
        if isinstance(attribute, Literal) and isinstance(attribute.value, str):
            found += [member(names, module, thing, attribute.value) for thing in _first(names, module, row)]
    if not any(found) and len(row.arguments) > 2:  # noqa: PLR2004  (a default)
        return names.things(module, row.arguments[2])
    return together(found)


def _cast(names: "Names", module: "Module", row: Call) -> Things:
    return names.meaning(module, row.arguments[0]) if row.arguments else NOTHING


def _manager(names: "Names", module: "Module", row: Call) -> Things:
    return frozenset({Manager(known(_first(names, module, row)), is_async=True, awaitable=False)})


def _field(names: "Names", module: "Module", row: Call) -> Things:
    from flake8_fakeasync.analysis.names.calls import called

    found: list[Things] = []
    for keyword, value in row.keywords:
        if keyword in {"default_factory", "factory"}:
            found += [called(names, module, thing, None) for thing in names.things(module, value)]
        elif keyword == "default":
            found.append(names.things(module, value))
    return together(found)


def stacked(names: "Names", module: "Module", manager: Value, *, is_async: bool) -> Things:
    """Return what entering a context manager through an exit stack gives."""
    from flake8_fakeasync.analysis.names.members import entered

    found = together([entered(names, module, thing, is_async=is_async) for thing in names.things(module, manager)])
    return frozenset({Coroutine(found)}) if is_async else found


def _import(names: "Names", module: "Module", row: Call) -> Things:
    modules = [
        names.module_named(module, each.value)
        for each in _first(names, module, row)
        if isinstance(each, Literal) and isinstance(each.value, str)
    ]
    return frozenset(each for each in modules if each is not None)


def _new(names: "Names", module: "Module", row: Call) -> Things:
    return together([annotations.instance_of(names, each) for each in _first(names, module, row)])


def _super(names: "Names", module: "Module", row: Call) -> Things:
    scope = module.facts.scope_of(row.region)
    while isinstance(scope, FunctionFacts) and scope.id and module.owner(scope) is None:
        scope = module.scope(scope.parent)
    owner = module.owner(scope) if isinstance(scope, FunctionFacts) and scope.id else None
    if owner is None or not isinstance(scope, FunctionFacts) or not scope.parameters:
        return NOTHING
    receivers = names.things(module, scope.parameters[0].value)
    return frozenset(
        Super(module.path, owner.id, receiver) for receiver in receivers if isinstance(receiver, OwnInstance | OwnClass)
    )


def _type(names: "Names", module: "Module", row: Call) -> Things:
    found = _first(names, module, row)
    return frozenset(OwnClass(each.module, each.scope) for each in found if isinstance(each, OwnInstance))


_CALLS: "dict[str, Passes]" = {
    **ITERATORS,
    "asyncio.create_task": _first,
    "asyncio.ensure_future": _first,
    "asyncio.shield": _first,
    "asyncio.wait_for": _first,
    "builtins.__import__": _import,
    "builtins.getattr": _getattr,
    "builtins.object.__new__": _new,
    "builtins.super": _super,
    "builtins.type": _type,
    "contextlib.aclosing": _manager,
    "contextlib.closing": _manager,
    "contextlib.nullcontext": _manager,
    "contextvars.copy_context": lambda _names, _module, _row: frozenset({Instance("contextvars.Context", "")}),
    "copy.copy": _first,
    "copy.deepcopy": _first,
    "dataclasses.field": _field,
    "attr.ib": _field,
    "attr.field": _field,
    "attrs.field": _field,
    "functools.partial": _partial,
    "importlib.import_module": _import,
    "pydantic.Field": _field,
    "pydantic.PrivateAttr": _field,
    "typing.cast": _cast,
    "typing_extensions.cast": _cast,
    "weakref.proxy": _first,
}
__all__ = ["DECORATORS", "MANAGERS", "TRANSPARENT", "External", "result"]
