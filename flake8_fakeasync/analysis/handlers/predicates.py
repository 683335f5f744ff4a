"""Functions that are asked whether an exception is worth another attempt: what they test it for."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.infer.values import External, OwnFunction, OwnModule, known
from flake8_fakeasync.analysis.project.neighbours import neighbours
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, ExprId, Global, Narrowed, Parameter

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.analysis.handlers.guarded_code import GuardedCode
    from flake8_fakeasync.analysis.project.module import Module

_TESTS = frozenset({"builtins.isinstance", "builtins.issubclass"})


class Asked(NamedTuple):
    """A test of an exception in a predicate. `user` is the call that is given the predicate as this value."""

    test: Call
    predicate: ExprId
    user: Call
    others: tuple[str, ...]
    guarded: "tuple[GuardedCode, ...]"


def tests_in(context: "Context", predicate: ExprId) -> list[Call]:
    """Return the `isinstance(error, Error)` in a function of the module that is given an exception."""
    found: list[Call] = []
    for value in known(context.infer(predicate)):
        if not isinstance(value, OwnFunction) or value.module != context.module.path:
            return []
        function = context.module.function(value.scope)
        tests = (call for call in context.module.calls(function.id) if _is_test(context, call))
        found += [call for call in tests if _is_parameter(context.module, call.arguments[0], function.id)]
    return found


def _is_test(context: "Context", call: Call) -> bool:
    values = context.infer(call.function)
    is_test = any(isinstance(value, External) and value.name in _TESTS for value in values)
    return is_test and len(call.arguments) == 2  # noqa: PLR2004  (the object and the classes)


def _is_parameter(module: "Module", expr: ExprId, scope: int) -> bool:
    row = module.row(expr)
    while isinstance(row, Narrowed):
        row = module.row(row.base)
    return isinstance(row, Parameter) and row.scope == scope


def is_asked_elsewhere(context: "Context", asked: list[Asked]) -> bool:
    """Return whether a predicate may be given other exceptions than those that these users give it."""
    users = {each.user.id for each in asked}
    predicates = {each.predicate for each in asked}
    names: set[str] = set()
    for value in (value for predicate in predicates for value in context.infer(predicate)):
        if isinstance(value, OwnFunction) and value.module == context.module.path:
            names.add(context.module.function(value.scope).name)
    for expr in context.facts.kinds.get(Global, ()):
        row = context.module.row(expr)
        if isinstance(row, Global) and row.name in names:
            predicates.add(expr)
    uses_of = context.module.uses_of
    if not users.issuperset(mention.value for predicate in predicates for mention in uses_of.of(predicate)):
        return True
    return any(name and _is_imported(context, name) for name in names)


def _is_imported(context: "Context", name: str) -> bool:
    """Return whether another file takes a function of this module, or something of its name from another object."""
    for other in neighbours(context.program.project, context.module, name):
        if any(row.name == name for row in other.rows(Attribute)):
            return True
        for fact in other.facts.imports:
            base = context.program.evaluator.module_named(other, fact.module) if fact.name in {name, "*"} else None
            if isinstance(base, OwnModule) and base.path == context.module.path:
                return True
    return False
