"""Dynamic dispatch: the methods in the project that implement or override a method."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.infer import subclasses
from flake8_fakeasync.analysis.infer.protocols import conforming, is_protocol
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Constant, Declared, Parameter
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
from flake8_fakeasync.analysis.values import External, OwnClass, OwnFunction, OwnInstance

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

_ABSTRACT = frozenset(External(f"abc.abstract{name}") for name in ("method", "property"))
_NOT_IMPLEMENTED = frozenset({"NotImplementedError", "NotImplemented"})


def implementations(evaluator: "Evaluator", value: OwnFunction) -> list[OwnFunction]:
    """Return the methods that a call of a method may run: itself, unless it is abstract."""
    return evaluator.queries.uncut(evaluator.implementations, value, lambda: _implementations(evaluator, value))


def _implementations(evaluator: "Evaluator", value: OwnFunction) -> list[OwnFunction]:
    module = evaluator.project.module(value.module)
    if module is None or not isinstance(value.receiver, OwnInstance):
        return [value]
    function = module.function(value.scope)
    owner = module.owner(function)
    if owner is None or not is_abstract(evaluator, module, function):
        return [value]
    classes = subclasses.subclasses(evaluator, OwnClass(value.receiver.module, value.receiver.scope))
    if is_protocol(evaluator, module, owner):
        classes = list(dict.fromkeys([*classes, *conforming(evaluator, module, owner)]))
    return [each for each in _of(evaluator, classes, function.name) if not _is_abstract_one(evaluator, each)]


def overrides(evaluator: "Evaluator", value: OwnFunction, within: str = "") -> list[OwnFunction]:
    """Return the methods that subclasses have in place of one, those left out that replace the method `within` too."""
    module = evaluator.project.module(value.module)
    if module is None or not isinstance(value.receiver, OwnInstance):
        return []
    classes = subclasses.subclasses(evaluator, OwnClass(value.receiver.module, value.receiver.scope))
    name = module.function(value.scope).name
    found = _of(evaluator, classes, name)
    if within and within != name:
        replacing = {each.receiver for each in _of(evaluator, classes, within)}
        found = [each for each in found if each.receiver not in replacing]
    return [each for each in found if not _is_abstract_one(evaluator, each)]


def missing(evaluator: "Evaluator", module: "Module", read: Attribute) -> list[OwnFunction]:
    """Return the methods of subclasses that `self` of a class may mean that has none of that name."""
    owner = module.class_of_self(read.base) if may_be_of_subclass(module, read.base) else None
    if owner is None:
        return []
    below = subclasses.subclasses(evaluator, OwnClass(module.path, owner))
    return [each for each in _of(evaluator, below, read.name) if not _is_abstract_one(evaluator, each)]


def _of(evaluator: "Evaluator", classes: list[OwnClass], name: str) -> list[OwnFunction]:
    found = (subclasses.method(evaluator, cls, name) for cls in classes)
    return [each for each in found if each is not None]


def _is_abstract_one(evaluator: "Evaluator", value: OwnFunction) -> bool:
    home = evaluator.project.module(value.module)
    return home is None or is_abstract(evaluator, home, home.function(value.scope))


def is_abstract(evaluator: "Evaluator", module: "Module", function: FunctionFacts) -> bool:
    """Return whether a method leaves what it does to subclasses."""
    if any(not _ABSTRACT.isdisjoint(evaluator.infer(module, each)) for each in function.decorators):
        return True
    operations = module.operations(function.id)
    if function.yields or any(function.results) or function.is_async:
        return False
    owner = module.owner(function)
    if not operations and owner is not None and is_protocol(evaluator, module, owner):
        return True
    return _only_raises(module, function)


def _only_raises(module: "Module", function: FunctionFacts) -> bool:
    """Return whether a function only raises NotImplementedError."""
    use = module.first_raised.get(function.id)
    if use is None or module.facts.regions[use.region].kind != "body":
        return False
    row = module.row(use.value)
    return getattr(module.row(row.function) if isinstance(row, Call) else row, "name", "") in _NOT_IMPLEMENTED


def may_be_of_subclass(module: "Module", expr: ExprId) -> bool:
    """Return whether an object may be one of a subclass: as far as is known it is `self`, or declared as its class."""
    row = module.row(expr)
    if module.class_of_self(expr) is not None:
        return isinstance(row, Parameter) and not _is_passed(module, expr)
    if isinstance(row, Declared | Parameter):
        return _is_declared(module, expr)
    owner = module.class_of_self(row.base) if isinstance(row, Attribute) else None
    if owner is None or not isinstance(row, Attribute):
        return False
    stored = [store.value for store in module.attributes.get(owner, {}).get(row.name, ())]
    stored += module.cls(owner).names.get(row.name, ())
    some = [each for each in stored if not isinstance(module.row(each), Constant)]
    return bool(some) and all(_is_declared(module, each) for each in some)


def _is_declared(module: "Module", expr: ExprId) -> bool:
    """Return whether only the declared type of a value is known."""
    row = module.row(expr)
    if isinstance(row, Declared):
        return not row.value
    if not isinstance(row, Parameter) or _is_passed(module, expr):
        return False
    return any(each.name == row.name and each.annotation for each in module.function(row.scope).parameters)


def _is_passed(module: "Module", expr: ExprId) -> bool:
    return any(expr == each for each, _ in module.context)
