"""Code that asks whether an event loop runs, and goes another way when none does."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId, RegionId
from flake8_fakeasync.analysis.infer.annotations import instances
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Constant, Global, Operation
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
from flake8_fakeasync.analysis.syntax.kinds import TESTS
from flake8_fakeasync.analysis.values import NOTHING, External, Instance, OwnFunction, known

if TYPE_CHECKING:
    from collections.abc import Callable

    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

_BY_NAME = frozenset({"current_async_library", "current_task", "get_running_loop"})
_TOLD_BY = _BY_NAME | {"is_running"}
_LOOPS = ("asyncio.", "uvloop.")
_RAISED = frozenset({"builtins.RuntimeError", "sniffio.AsyncLibraryNotFoundError"})
_ASKS = frozenset({"asyncio.current_task", "asyncio.get_running_loop", "sniffio.current_async_library"})


def off_loop(evaluator: "Evaluator", module: "Module", function: FunctionFacts) -> "Callable[[Operation], bool]":
    """Return a test for what a function does only when no event loop runs in its thread.

    That is the handler of a `try` that asks for the running loop; in a coroutine, where there always is one, only the
    handler for what asking raises. Outside of coroutines also all that follows such a `try`: the way on which a loop
    runs has left by then, or cannot be told apart. And the side of `if loop.is_running()` where it is not.
    """
    asked_for = module.tested.get(function.id, set())
    if module.called.isdisjoint(_TOLD_BY) and not asked_for:
        return _never
    calls = module.calls(function.id)
    asked = [_asking_try(evaluator, module, call) for call in calls]
    tries = dict(pair for pair in asked if pair is not None)
    tests = {
        call.id
        for call in calls
        if _asks_loop(evaluator, module, call) or (call.id in asked_for and _is_told_by_own(evaluator, module, call))
    }
    if not tries and not tests:
        return _never
    regions = module.facts.regions
    wanting = {
        handler.region
        for handler in module.facts.handlers
        if handler.guarded in tries and _waits_for_no_loop(evaluator, module, handler.types)
    }

    def beyond(fact: Operation) -> bool:
        around = module.facts.enclosing(fact.region)
        sides = (regions[region] for region in around if tests)
        if any(side.kind in TESTS and not side.positive and not tests.isdisjoint(side.detail) for side in sides):
            return True
        if function.is_async:
            return not wanting.isdisjoint(around)
        for guarded, call in tries.items():
            kinds = {regions[region].kind for region in around if regions[region].guarded == guarded}
            if fact.id > call and guarded not in around and "else" not in kinds:
                return True
        return False

    return beyond


def _asks_loop(evaluator: "Evaluator", module: "Module", call: Call) -> bool:
    """Return whether a call is `loop.is_running()`, of what may be an event loop."""
    row = module.row(call.function)
    if not isinstance(row, Attribute) or row.name != "is_running":
        return False
    values = known(evaluator.infer(module, call.function))
    return all(isinstance(each, Instance) and each.name.startswith(_LOOPS) for each in values)


def _is_told_by_own(evaluator: "Evaluator", module: "Module", call: Call) -> bool:
    """Return whether a function of the project tells by what it returns whether a loop runs: the loop, or True."""
    values = evaluator.infer(module, call.function)
    return bool(values) and all(isinstance(each, OwnFunction) and _tells(evaluator, each) for each in values)


def _tells(evaluator: "Evaluator", value: OwnFunction) -> bool:
    home = evaluator.project.module(value.module)
    if home is None or home.called.isdisjoint(_BY_NAME) or home.function(value.scope).is_async:
        return False
    calls = home.calls(value.scope)
    asking = {call.id for call in calls if getattr(home.row(call.function), "name", "") in _BY_NAME}
    is_told = False
    for expr, region in home.returned.get(value.scope, ()):
        row = home.row(expr)
        is_true = expr in asking or (isinstance(row, Constant) and row.value is True)
        is_false = isinstance(row, Constant) and not row.value
        kinds = {home.facts.regions[each].kind for each in home.facts.enclosing(region)}
        if not (is_true or is_false) or (is_true and "handler" in kinds):
            return False
        is_told |= is_true
    return is_told and bool(asking)


def _never(_fact: Operation) -> bool:
    return False


def _waits_for_no_loop(evaluator: "Evaluator", module: "Module", types: ExprId) -> bool:
    """Return whether a handler names the error for want of a loop, and not every error that there is."""
    errors = instances(evaluator, module, types) if types else NOTHING
    return any(isinstance(error, Instance) and error.name in _RAISED for error in errors)


def _asking_try(evaluator: "Evaluator", module: "Module", call: Call) -> tuple[RegionId, ExprId] | None:
    row = module.row(call.function)
    if not isinstance(row, Attribute | Global) or row.name not in _BY_NAME:
        return None
    values = evaluator.infer(module, call.function)
    if not any(isinstance(value, External) and value.name in _ASKS for value in values):
        return None
    tried = {handler.guarded for handler in module.facts.handlers}
    return next(((region, call.id) for region in module.facts.enclosing(call.region) if region in tried), None)
