"""What a decorator of the project makes of a function: whether it still runs where it is called, and what else runs."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.infer import known_decorators
from flake8_fakeasync.analysis.syntax.exprs import Await, Call, Constant, Join
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
from flake8_fakeasync.analysis.value_order import order
from flake8_fakeasync.analysis.values import (
    NOTHING,
    Coroutine,
    External,
    OwnFunction,
    Partial,
    Value,
    ValueSet,
    known,
    together,
)

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

_CASTS = frozenset({"typing.cast", "typing_extensions.cast"})


class Seen(NamedTuple):
    """A decorator that can be seen through.

    `wrappers` are what it returns in place of the function, each of which calls it; `as_is` tells that the
    function itself may be returned. `given` are the values that the function has in the wrappers.
    """

    wrappers: tuple[OwnFunction, ...]
    as_is: bool
    given: frozenset[ExprId]

    def around(self, evaluator: "Evaluator", *, is_async: bool) -> list[OwnFunction]:
        """Return the wrappers of one kind."""
        return [each for each in self.wrappers if _function(evaluator, each)[1].is_async == is_async]


def see(evaluator: "Evaluator", module: "Module", decorator: ExprId) -> Seen | None:
    """Summarize a decorator of the project; None if it cannot be seen through."""
    key = module.path, module.context, decorator
    return evaluator.queries.remembered("decorator", key, lambda: _see_anew(evaluator, module, decorator), None)


def _see_anew(evaluator: "Evaluator", module: "Module", decorator: ExprId) -> Seen | None:
    row = module.row(decorator)
    if not isinstance(row, Call):
        return _all([_see(evaluator, value) for value in _sorted(evaluator.infer(module, decorator))])
    seen: list[Seen | None] = []
    for value in _sorted(evaluator.infer(module, row.function)):
        made = _made(evaluator, value) if isinstance(value, OwnFunction) else []
        seen.append(_all([_see(evaluator, each) for each in made]) or _see(evaluator, value))
    return _all(seen)


def _sorted(values: ValueSet) -> list[Value]:
    return sorted(values, key=order)


def _all(seen: list[Seen | None]) -> Seen | None:
    """Return several decorators as one: all that a name may be must be known."""
    found = [each for each in seen if each is not None]
    if not found or len(found) < len(seen):
        return None
    wrappers = tuple(wrapper for each in found for wrapper in each.wrappers)
    given = frozenset(expr for each in found for expr in each.given)
    return Seen(wrappers, any(each.as_is for each in found), given)


def _made(evaluator: "Evaluator", factory: OwnFunction) -> list[Value]:
    """Return the decorators that a factory of decorators returns, whatever its annotation says."""
    module, function = _function(evaluator, factory)
    found = [evaluator.infer(module, expr) for expr in _results(evaluator, module, function)]
    return [each.target if isinstance(each, Partial) else each for each in _sorted(together(found))]


def _see(evaluator: "Evaluator", value: Value) -> Seen | None:
    if isinstance(value, External):
        return Seen((), as_is=True, given=frozenset()) if known_decorators.is_transparent(value.name) else None
    if not isinstance(value, OwnFunction):
        return None
    module, function = _function(evaluator, value)
    given = frozenset(parameter.value for parameter in function.parameters)
    results = list(_results(evaluator, module, function))
    as_is = not given.isdisjoint(results)
    made = [each for expr in results if expr not in given for each in _sorted(evaluator.infer(module, expr))]
    made = [each for each in made if not isinstance(each, Partial) or each.target != value]  # itself, with options
    around = [each for each in made if isinstance(each, OwnFunction) and _calls(evaluator, each, value, given)]
    if len(around) < len(made):
        return None
    wrappers = tuple(each for each in around if not _function(evaluator, each)[1].is_generator)  # those only make one
    return Seen(wrappers, as_is, given) if wrappers or as_is else None


def _results(evaluator: "Evaluator", module: "Module", function: FunctionFacts) -> Iterator[ExprId]:
    """Yield the values that a function returns, each alternative by itself, without casts."""
    pending = list(function.results)
    while pending:
        expr = pending.pop()
        row = module.row(expr)
        if isinstance(row, Join):
            pending += row.parts
        elif isinstance(row, Call) and len(row.arguments) > 1 and _is_cast(evaluator, module, row):
            pending.append(row.arguments[1])
        elif not isinstance(row, Constant):
            yield expr


def _is_cast(evaluator: "Evaluator", module: "Module", row: Call) -> bool:
    return any(isinstance(each, External) and each.name in _CASTS for each in evaluator.infer(module, row.function))


def _calls(evaluator: "Evaluator", wrapper: OwnFunction, decorator: OwnFunction, given: frozenset[ExprId]) -> bool:
    """Return whether a wrapper itself calls the decorated function."""
    module, function = _function(evaluator, wrapper)
    if wrapper.module != decorator.module:
        return False
    if any(see(evaluator, module, each) is None for each in function.decorators):
        return False
    return any(_stands_for(module, call.function, given) for call in module.calls(function.id))


def _stands_for(module: "Module", expr: ExprId, given: frozenset[ExprId]) -> bool:
    row = module.row(expr)
    return expr in given or (isinstance(row, Join) and bool(given & set(row.parts)))


def result(evaluator: "Evaluator", module: "Module", decorator: ExprId, inner: ValueSet) -> ValueSet:
    """Return the result of a function behind a decorator of the project; `inner` is its result without it."""
    seen = see(evaluator, module, decorator)
    if seen is None:
        return NOTHING
    is_awaited = any(isinstance(each, Coroutine) for each in inner)
    fitting = seen.around(evaluator, is_async=is_awaited) or list(seen.wrappers)
    return together([_result(evaluator, each, seen.given, inner) for each in fitting]) if fitting else inner


def applied(evaluator: "Evaluator", module: "Module", decorator: OwnFunction, call: Call) -> ValueSet:
    """Return the functions that a decorator is called with (`load = retried(load)`), if it returns wrappers of them.

    A wrapper runs what it wraps, so the function stands for it; nothing where one of them is of another kind.
    """
    if len(call.arguments) != 1 or call.keywords:
        return NOTHING
    given = known(evaluator.infer(module, call.arguments[0]))
    functions = [each for each in given if isinstance(each, OwnFunction)]
    seen = _see(evaluator, decorator) if functions and len(functions) == len(given) else None
    if seen is None or not seen.wrappers:
        return NOTHING
    kinds = {_function(evaluator, each)[1].is_async for each in functions}
    return given if all(seen.around(evaluator, is_async=kind) for kind in kinds) else NOTHING


def _result(evaluator: "Evaluator", wrapper: OwnFunction, given: frozenset[ExprId], inner: ValueSet) -> ValueSet:
    module, function = _function(evaluator, wrapper)
    found: list[ValueSet] = []
    for expr in _results(evaluator, module, function):
        row = module.row(expr)
        awaited = isinstance(row, Await)
        call = module.row(row.value) if isinstance(row, Await) else row
        if isinstance(call, Call) and _stands_for(module, call.function, given):
            found.append(together([each.result for each in inner if isinstance(each, Coroutine)]) if awaited else inner)
        else:
            found.append(evaluator.infer(module, expr))
    given_back = together(found)
    return frozenset({Coroutine(given_back)}) if function.is_async else given_back


def _function(evaluator: "Evaluator", value: OwnFunction) -> tuple["Module", FunctionFacts]:
    module = evaluator.project.module(value.module)
    if module is None:
        raise LookupError(value.module)
    return module, module.function(value.scope)
