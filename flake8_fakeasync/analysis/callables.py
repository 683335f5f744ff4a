"""What runs when a thing is called: the functions of the project whose code is executed on the calling thread."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis import classes, wellknown
from flake8_fakeasync.analysis.calls import function_result
from flake8_fakeasync.analysis.facts import Call, FunctionFacts, Value
from flake8_fakeasync.analysis.things import (
    External,
    Offloaded,
    OwnClass,
    OwnFunction,
    OwnInstance,
    Partial,
    Thing,
    Things,
    known,
)

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.module import Module
    from flake8_fakeasync.analysis.names import Names

_CONSTRUCTION = ("__new__", "__init__", "__post_init__", "__attrs_post_init__", "model_post_init")


def run_by(names: "Names", thing: Thing) -> list[OwnFunction]:
    """Return the functions that calling a thing runs before it returns: neither async ones nor generators."""
    return [each for each in started_by(names, thing) if not _facts(names, each).is_generator]


def started_by(names: "Names", thing: Thing) -> list[OwnFunction]:
    """Return the sync functions that calling a thing starts, generators (whose code runs when consumed) included."""
    if isinstance(thing, OwnFunction):
        return _behind_decorators(names, thing)
    if isinstance(thing, Partial):
        return started_by(names, thing.target)
    if isinstance(thing, OwnClass):
        instance = OwnInstance(thing.module, thing.scope)
        return methods(names, instance, _CONSTRUCTION)
    if isinstance(thing, OwnInstance):
        return methods(names, thing, ("__call__",))
    return []


def methods(names: "Names", thing: OwnInstance, wanted: tuple[str, ...]) -> list[OwnFunction]:
    """Return the sync methods of these names that an instance has."""
    found: list[OwnFunction] = []
    for name in wanted:
        for each in sorted(classes.attribute(names, thing, name), key=repr):
            if isinstance(each, OwnFunction):
                found += _behind_decorators(names, each)
    return found


def _facts(names: "Names", thing: OwnFunction) -> FunctionFacts:
    module = names.project.module(thing.module)
    if module is None:
        raise LookupError(thing.module)
    return module.function(thing.scope)


def _behind_decorators(names: "Names", thing: OwnFunction) -> list[OwnFunction]:
    """Return what runs when a decorated function is called; nothing when a decorator cannot be seen through."""
    module = names.project.module(thing.module)
    if module is None:
        return []
    function = module.function(thing.scope)
    if function.is_async:
        return []
    running = [thing]
    for decorator in reversed(function.decorators):
        added = _through(names, module, decorator)
        if added is None:
            return []
        running += added
    return running


def _through(names: "Names", module: "Module", decorator: Value) -> list[OwnFunction] | None:
    """Return the wrappers that a decorator puts around a function, None when it may be anything."""
    row = module.row(decorator)
    factory = known(names.things(module, row.function)) if isinstance(row, Call) else frozenset()
    things = known(names.things(module, decorator)) or factory
    wrappers: list[OwnFunction] = []
    for thing in sorted(things, key=repr):
        if isinstance(thing, External):
            if not wellknown.is_transparent(thing.name):
                return None
        elif isinstance(thing, OwnFunction):
            inner = _wrapper(names, function_result(names, thing))
            if inner is None:
                return None
            wrappers += inner
        else:
            return None
    return wrappers if things else None


def _wrapper(names: "Names", results: Things) -> list[OwnFunction] | None:
    found: list[OwnFunction] = []
    for each in known(results):
        if isinstance(each, Offloaded) or not isinstance(each, OwnFunction) or _facts(names, each).is_async:
            return None
        found.append(each)
    return found if known(results) else None
