"""What runs when a thing is called: the functions of the project whose code is executed on the calling thread."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.infer import classes, decorators
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
from flake8_fakeasync.analysis.value_order import order
from flake8_fakeasync.analysis.values import OwnClass, OwnFunction, OwnInstance, Partial, Value

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator

_CONSTRUCTION = ("__new__", "__init__", "__post_init__", "__attrs_post_init__", "model_post_init")


def run_by(evaluator: "Evaluator", value: Value) -> list[OwnFunction]:
    """Return the functions that calling a thing runs before it returns: neither async ones nor generators."""
    return [each for each in started_by(evaluator, value) if not _facts(evaluator, each).is_generator]


def started_by(evaluator: "Evaluator", value: Value) -> list[OwnFunction]:
    """Return the sync functions that calling a thing starts, generators (whose code runs when consumed) included."""
    if isinstance(value, OwnFunction):
        return _behind_decorators(evaluator, value)
    if isinstance(value, Partial):
        return started_by(evaluator, value.target)
    if isinstance(value, OwnClass):
        instance = OwnInstance(value.module, value.scope)
        return methods(evaluator, instance, _CONSTRUCTION)
    if isinstance(value, OwnInstance):
        return methods(evaluator, value, ("__call__",))
    return []


def methods(evaluator: "Evaluator", value: OwnInstance, wanted: tuple[str, ...]) -> list[OwnFunction]:
    """Return the sync methods of these names that an instance has."""
    found: list[OwnFunction] = []
    for name in wanted:
        for each in sorted(classes.attribute(evaluator, value, name), key=order):
            if isinstance(each, OwnFunction):
                found += _behind_decorators(evaluator, each)
    return found


def _facts(evaluator: "Evaluator", value: OwnFunction) -> FunctionFacts:
    module = evaluator.project.module(value.module)
    if module is None:
        raise LookupError(value.module)
    return module.function(value.scope)


def _behind_decorators(evaluator: "Evaluator", value: OwnFunction) -> list[OwnFunction]:
    """Return what runs when a decorated function is called; nothing when a decorator cannot be seen through."""
    module = evaluator.project.module(value.module)
    if module is None:
        return []
    function = module.function(value.scope)
    if function.is_async:
        return []
    running = [value]
    for decorator in reversed(function.decorators):
        seen = decorators.see(evaluator, module, decorator)
        around = seen.around(evaluator, is_async=False) if seen is not None else []
        if seen is None or (seen.wrappers and not around):
            return []
        running += around
    return running
