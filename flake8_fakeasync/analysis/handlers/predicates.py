"""Functions that are asked whether an exception is worth another attempt: what they test it for."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.ids import ExprId, FunctionId
from flake8_fakeasync.analysis.project.neighbours import neighbours
from flake8_fakeasync.analysis.syntax.branch_tests import Narrowed
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Global, Parameter
from flake8_fakeasync.analysis.values import External, OwnFunction, OwnModule, known

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.handlers.guarded_code import GuardedCode
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.view import View

_TESTS = frozenset({"builtins.isinstance", "builtins.issubclass"})


class Asked(NamedTuple):
    """A test of an exception in a predicate. `user` is the call that is given the predicate as this value."""

    test: Call
    predicate: ExprId
    user: Call
    others: tuple[str, ...]
    guarded: "tuple[GuardedCode, ...]"


def tests_in(view: "View", predicate: ExprId) -> list[Call]:
    """Return the `isinstance(error, Error)` in a function of the module that is given an exception."""
    found: list[Call] = []
    for value in known(view.infer(predicate)):
        if not isinstance(value, OwnFunction) or value.module != view.module.path:
            return []
        function = view.module.function(value.scope)
        tests = (call for call in view.module.calls(function.id) if _is_test(view, call))
        found += [call for call in tests if _is_parameter(view.module, call.arguments[0], function.id)]
    return found


def _is_test(view: "View", call: Call) -> bool:
    values = view.infer(call.function)
    is_test = any(isinstance(value, External) and value.name in _TESTS for value in values)
    return is_test and len(call.arguments) == 2  # noqa: PLR2004  (the object and the classes)


def _is_parameter(module: "Module", expr: ExprId, scope: FunctionId) -> bool:
    row = module.row(expr)
    while isinstance(row, Narrowed):
        row = module.row(row.base)
    return isinstance(row, Parameter) and row.scope == scope


def is_asked_elsewhere(view: "View", asked: list[Asked]) -> bool:
    """Return whether other code may call a predicate as well, with other exceptions."""
    users = {each.user.id for each in asked}
    predicates = {each.predicate for each in asked}
    names: set[str] = set()
    for value in (value for predicate in predicates for value in view.infer(predicate)):
        if isinstance(value, OwnFunction) and value.module == view.module.path:
            names.add(view.module.function(value.scope).name)
    for expr in view.facts.kinds.get(Global, ()):
        row = view.module.row(expr)
        if isinstance(row, Global) and row.name in names:
            predicates.add(expr)
    uses_of = view.module.uses_of
    if not users.issuperset(mention.value for predicate in predicates for mention in uses_of.of(predicate)):
        return True
    return any(name and _is_imported(view, name) for name in names)


def _is_imported(view: "View", name: str) -> bool:
    """Return whether another file takes a function of this module, or something of its name from another object."""
    for other in neighbours(view.program.project, view.module, name):
        if any(row.name == name for row in other.rows(Attribute)):
            return True
        for fact in other.facts.imports:
            base = view.program.evaluator.module_named(other, fact.module) if fact.name in {name, "*"} else None
            if isinstance(base, OwnModule) and base.path == view.module.path:
                return True
    return False
