"""What hangs on a thing: attributes, items, elements, what entering it gives."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.names import calls, classes, containers
from flake8_fakeasync.analysis.names.things import (
    NOTHING,
    Bound,
    External,
    Instance,
    Iterable,
    Manager,
    Mapping,
    OwnClass,
    OwnFunction,
    OwnInstance,
    OwnModule,
    Several,
    Super,
    Thing,
    Things,
    together,
)
from flake8_fakeasync.analysis.syntax.rows import Constant, Row

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.modules.module import Module
    from flake8_fakeasync.analysis.names.names import Names


def member(names: "Names", module: "Module", thing: Thing, name: str) -> Things:
    """Return what `thing.name` may be."""
    if isinstance(thing, External):
        return frozenset({External(names.catalog.canonical(f"{thing.name}.{name}"))})
    if isinstance(thing, Instance):
        return _of_instance(names, thing, name)
    if isinstance(thing, OwnModule):
        return module_attribute(names, module, thing, name)
    if isinstance(thing, OwnClass | OwnInstance | Super):
        return classes.attribute(names, thing, name)
    if isinstance(thing, Iterable | Mapping | Several):
        return frozenset({Bound(thing, name)})
    if isinstance(thing, OwnFunction):
        return classes.set_outside(names, thing, name)
    return NOTHING


def _of_instance(names: "Names", thing: Instance, name: str) -> Things:
    path = _below(thing, name)
    known = names.catalog.cls(thing.name)
    found = known.member(path) if known else None
    if found is not None and found.returns and found.effect in {"property", "property-blocks"}:
        return frozenset({Instance(found.returns, "")})
    return frozenset({Instance(thing.name, path)})


def _below(thing: Instance, name: str) -> str:
    return f"{thing.path}.{name}" if thing.path else name


def module_attribute(names: "Names", importer: "Module", thing: OwnModule, name: str) -> Things:
    """Return what a name in a module of the project may be: bound there, star-imported there, or a submodule."""
    if f"{thing.name}.{name}" in names.catalog.added:
        return frozenset({External(names.catalog.canonical(f"{thing.name}.{name}"))})
    module = names.project.module(thing.path)
    if module is not None:
        bound = module.facts.names.get(name)
        found = names.any_of(module, bound) if bound is not None else names.from_stars(module, name)
        if found or bound is not None:
            return found
    full = f"{thing.name}.{name}"
    path = names.project.submodule(thing.path, name) or names.project.find(full, importer)
    return frozenset({OwnModule(path, full)}) if path is not None else NOTHING


def entered(names: "Names", module: "Module", thing: Thing, *, is_async: bool) -> Things:
    """Return what `with thing` (or `async with`) binds."""
    if isinstance(thing, Manager):
        return thing.result
    if isinstance(thing, Instance) and not thing.path:
        return frozenset({thing})
    if isinstance(thing, OwnInstance):
        method = "__aenter__" if is_async else "__enter__"
        methods = classes.attribute(names, thing, method)
        if methods and all(isinstance(each, Instance) for each in methods):
            return frozenset({thing})  # inherited from a library: clients and sessions give themselves
        found = [calls.called(names, module, each, None) for each in methods]
        return calls.awaited(together(found)) if is_async else together(found) or frozenset({thing})
    return NOTHING


def element(names: "Names", module: "Module", thing: Thing) -> Things:
    """Return what iterating over a thing binds."""
    if isinstance(thing, OwnInstance):
        iterators = [calls.called(names, module, each, None) for each in classes.attribute(names, thing, "__iter__")]
        return together([containers.element(each) for each in together(iterators)])
    return containers.element(thing)


def item(names: "Names", module: "Module", thing: Thing, key: Row) -> Things:
    """Return what `thing[key]` may be."""
    if isinstance(thing, OwnInstance):
        found = classes.attribute(names, thing, "__getitem__")
        return together([calls.called(names, module, each, None) for each in found])
    if isinstance(thing, Several) and isinstance(key, Constant) and isinstance(key.value, int):
        return part(thing, key.value)
    if isinstance(thing, Mapping):
        return thing.value
    if isinstance(thing, Instance):
        return calls.called(names, module, Instance(thing.name, _below(thing, "__getitem__")), None)
    return frozenset({thing}) if isinstance(thing, OwnClass) else containers.element(thing)


def part(thing: Thing, index: int) -> Things:
    """Return what the `index`-th target of an unpacking binds."""
    if isinstance(thing, Several):
        return thing.parts[index] if -len(thing.parts) <= index < len(thing.parts) else NOTHING
    return thing.element if isinstance(thing, Iterable) else NOTHING
