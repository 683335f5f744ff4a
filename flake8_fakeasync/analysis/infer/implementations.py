"""What an abstract method stands for: the methods of the classes in the project that implement it."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.project.neighbours import neighbours
from flake8_fakeasync.analysis.syntax.exprs import Call, FunctionRef
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
from flake8_fakeasync.analysis.values import External, OwnClass, OwnFunction, OwnInstance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

_ABSTRACT = frozenset(External(f"abc.abstract{name}") for name in ("method", "property"))
_PROTOCOLS = frozenset({"typing.Protocol", "typing_extensions.Protocol"})
_NOT_IMPLEMENTED = frozenset({"NotImplementedError", "NotImplemented"})
_MOST_CLASSES = 40


def implementations(evaluator: "Evaluator", value: OwnFunction) -> list[OwnFunction]:
    """Return the methods that a method stands for: itself, unless it is abstract."""
    module = evaluator.project.module(value.module)
    if module is None or not isinstance(value.receiver, OwnInstance):
        return [value]
    function = module.function(value.scope)
    owner = module.owner(function)
    if owner is None or not is_abstract(evaluator, module, function):
        return [value]
    found: list[OwnFunction] = []
    for cls in subclasses(evaluator, OwnClass(value.receiver.module, value.receiver.scope)):
        home = evaluator.project.module(cls.module)
        bound = home.cls(cls.scope).names.get(function.name, ()) if home is not None else ()
        for expr in bound[-1:]:
            row = home.row(expr) if home is not None else None
            if home is None or not isinstance(row, FunctionRef):
                continue
            if not is_abstract(evaluator, home, home.function(row.scope)):
                found.append(OwnFunction(home.path, row.scope, OwnInstance(cls.module, cls.scope)))
    return found


def is_abstract(evaluator: "Evaluator", module: "Module", function: FunctionFacts) -> bool:
    """Return whether a method leaves what it does to subclasses."""
    if any(not _ABSTRACT.isdisjoint(evaluator.infer(module, each)) for each in function.decorators):
        return True
    operations = module.operations(function.id)
    if function.yields or any(function.results) or function.is_async:
        return False
    owner = module.owner(function)
    if not operations and owner is not None:
        bases = {value for base in owner.bases for value in evaluator.infer(module, base)}
        if any(isinstance(value, External) and value.name in _PROTOCOLS for value in bases):
            return True
    return _only_raises(module, function)


def _only_raises(module: "Module", function: FunctionFacts) -> bool:
    """Return whether all that a function does is to raise NotImplementedError."""
    for use in module.facts.uses:
        if use.how == "raised" and module.facts.function_of(use.region).id == function.id:
            row = module.row(use.value)
            name = getattr(module.row(row.function) if isinstance(row, Call) else row, "name", "")
            return name in _NOT_IMPLEMENTED and module.facts.regions[use.region].kind == "body"
    return False


def subclasses(evaluator: "Evaluator", cls: OwnClass) -> list[OwnClass]:
    """Return the classes of the project that have a class as a base, at any distance; none of tests."""
    known = evaluator.subclasses.get(cls)
    if known is None:
        found, pending = dict[OwnClass, None](), [cls]
        while pending and len(found) < _MOST_CLASSES:
            below = [each for each in _right_below(evaluator, pending.pop(0)) if each not in found and each != cls]
            found.update(dict.fromkeys(below))
            pending += below
        known = evaluator.subclasses[cls] = list(found)
    return known


def _right_below(evaluator: "Evaluator", base: OwnClass) -> "Iterator[OwnClass]":
    home = evaluator.project.module(base.module)
    name = home.cls(base.scope).name if home is not None else ""
    for module in (home, *neighbours(evaluator.project, home, name)) if home is not None else ():
        for each in module.classes() if not module.is_test else ():
            if any(base in evaluator.infer(module, expr) for expr in each.bases):
                yield OwnClass(module.path, each.id)
