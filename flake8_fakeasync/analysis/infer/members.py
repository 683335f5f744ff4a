"""What hangs on a thing: attributes, items, elements, what entering it gives."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.infer import calls, classes, containers
from flake8_fakeasync.analysis.infer.values import (
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
    Value,
    ValueSet,
    together,
)
from flake8_fakeasync.analysis.syntax.exprs import Constant, Expr

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module


def member(evaluator: "Evaluator", module: "Module", value: Value, name: str) -> ValueSet:
    """Return what `thing.name` may be."""
    if isinstance(value, External):
        return frozenset({External(evaluator.catalog.canonical(f"{value.name}.{name}"))})
    if isinstance(value, Instance):
        return _of_instance(evaluator, value, name)
    if isinstance(value, OwnModule):
        return module_attribute(evaluator, module, value, name)
    if isinstance(value, OwnClass | OwnInstance | Super):
        return classes.attribute(evaluator, value, name)
    if isinstance(value, Iterable | Mapping | Several):
        return frozenset({Bound(value, name)})
    if isinstance(value, OwnFunction):
        return classes.set_outside(evaluator, value, name)
    return NOTHING


def _of_instance(evaluator: "Evaluator", value: Instance, name: str) -> ValueSet:
    path = _below(value, name)
    known = evaluator.catalog.cls(value.name)
    found = known.member(path) if known else None
    if found is not None and found.returns and found.effect in {"property", "property-blocks"}:
        return frozenset({Instance(found.returns, "")})
    return frozenset({Instance(value.name, path)})


def _below(value: Instance, name: str) -> str:
    return f"{value.path}.{name}" if value.path else name


def module_attribute(evaluator: "Evaluator", importer: "Module", value: OwnModule, name: str) -> ValueSet:
    """Return what a name in a module of the project may be: bound there, star-imported there, or a submodule."""
    if f"{value.name}.{name}" in evaluator.catalog.added:
        return frozenset({External(evaluator.catalog.canonical(f"{value.name}.{name}"))})
    module = evaluator.project.module(value.path)
    if module is not None:
        bound = module.facts.names.get(name)
        found = evaluator.any_of(module, bound) if bound is not None else evaluator.from_stars(module, name)
        if found or bound is not None:
            return found
    full = f"{value.name}.{name}"
    path = evaluator.project.submodule(value.path, name) or evaluator.project.find(full, importer)
    return frozenset({OwnModule(path, full)}) if path is not None else NOTHING


def entered(evaluator: "Evaluator", module: "Module", value: Value, *, is_async: bool) -> ValueSet:
    """Return what `with thing` (or `async with`) binds."""
    if isinstance(value, Manager):
        return value.result
    if isinstance(value, Instance) and not value.path:
        return frozenset({value})
    if isinstance(value, OwnInstance):
        method = "__aenter__" if is_async else "__enter__"
        methods = classes.attribute(evaluator, value, method)
        if methods and all(isinstance(each, Instance) for each in methods):
            return frozenset({value})  # inherited from a library: clients and sessions give themselves
        found = [calls.called(evaluator, module, each, None) for each in methods]
        return calls.awaited(together(found)) if is_async else together(found) or frozenset({value})
    return NOTHING


def element(evaluator: "Evaluator", module: "Module", value: Value) -> ValueSet:
    """Return what iterating over a thing binds."""
    if isinstance(value, OwnInstance):
        iterators = [
            calls.called(evaluator, module, each, None) for each in classes.attribute(evaluator, value, "__iter__")
        ]
        return together([containers.element(each) for each in together(iterators)])
    return containers.element(value)


def item(evaluator: "Evaluator", module: "Module", value: Value, key: Expr) -> ValueSet:
    """Return what `thing[key]` may be."""
    if isinstance(value, OwnInstance):
        found = classes.attribute(evaluator, value, "__getitem__")
        return together([calls.called(evaluator, module, each, None) for each in found])
    if isinstance(value, Several) and isinstance(key, Constant) and isinstance(key.value, int):
        return part(value, key.value)
    if isinstance(value, Mapping):
        return value.value
    if isinstance(value, Instance):
        return calls.called(evaluator, module, Instance(value.name, _below(value, "__getitem__")), None)
    return frozenset({value}) if isinstance(value, OwnClass) else containers.element(value)


def part(value: Value, index: int) -> ValueSet:
    """Return what the `index`-th target of an unpacking binds."""
    if isinstance(value, Several):
        return value.parts[index] if -len(value.parts) <= index < len(value.parts) else NOTHING
    return value.element if isinstance(value, Iterable) else NOTHING
