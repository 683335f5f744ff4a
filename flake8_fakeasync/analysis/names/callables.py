"""What runs when a thing is called: the functions of the project whose code is executed on the calling thread."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.names import classes, decorators
from flake8_fakeasync.analysis.names.things import OwnClass, OwnFunction, OwnInstance, Partial, Thing, order
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.names.names import Names

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
        for each in sorted(classes.attribute(names, thing, name), key=order):
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
        seen = decorators.see(names, module, decorator)
        around = seen.around(names, is_async=False) if seen is not None else []
        if seen is None or (seen.wrappers and not around):
            return []
        running += around
    return running
