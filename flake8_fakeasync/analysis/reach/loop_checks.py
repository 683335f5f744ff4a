"""Code that asks whether an event loop runs, and goes another way when none does."""

from collections import defaultdict
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId, RegionId
from flake8_fakeasync.analysis.infer.annotations import instances
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Constant, Global, Join, Operation
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts, Handler
from flake8_fakeasync.analysis.syntax.kinds import TESTS
from flake8_fakeasync.analysis.values import NOTHING, External, Instance, OwnFunction, known

if TYPE_CHECKING:
    from collections.abc import Callable

    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

_BY_NAME = frozenset({"current_async_library", "current_task", "get_running_loop"})
_TOLD_BY = _BY_NAME | {"get_event_loop", "is_running"}
_LOOPS = ("asyncio.", "uvloop.")
_RAISED = frozenset({"builtins.RuntimeError", "sniffio.AsyncLibraryNotFoundError"})
_ASKS = frozenset({"asyncio.current_task", "asyncio.get_running_loop", "sniffio.current_async_library"})
_ASKS_FOR_ANY = frozenset({"asyncio.get_event_loop"})  # raises only where none runs, and not always there


def off_loop(evaluator: "Evaluator", module: "Module", function: FunctionFacts) -> "Callable[[Operation], bool]":
    """Return a test for what a function does only when no event loop runs in its thread.

    That is the handler of a `try` that asks for the running loop, or whether one runs; in a coroutine, where there
    always is one, only the handler for what asking raises. Outside of coroutines also all that follows such a `try`:
    the way on which a loop runs has left by then, or cannot be told apart. And the side of `if loop.is_running()` where
    it is not.
    """
    asked_for = module.tested.get(function.id, set())
    if module.called.isdisjoint(_TOLD_BY) and not asked_for:
        return _never
    calls = module.calls(function.id)
    tests = {
        call.id
        for call in calls
        if _asks_loop(evaluator, module, call) or (call.id in asked_for and _is_told_by_own(evaluator, module, call))
    }
    asking = [call for call in calls if _asks(evaluator, module, call, _ASKS)]
    asking_for_any = [call for call in calls if _asks(evaluator, module, call, _ASKS_FOR_ANY)]
    if not tests and not asking and not asking_for_any:
        return _never
    regions = module.facts.regions
    handlers = _Handlers(evaluator, module)
    tries = dict(filter(None, (handlers.tried(call) for call in asking)))
    telling = [call for call in calls if call.id in tests]
    tries |= filter(None, (handlers.tried(call, for_no_loop=True) for call in telling))
    any_loop = dict(filter(None, (handlers.tried(call, for_no_loop=True) for call in asking_for_any)))
    wanting = handlers.for_no_loop({*tries, *any_loop})
    flags = {flag for flag in asked_for if _is_flag(module, flag, tests)} | tests

    def beyond(fact: Operation) -> bool:
        around = module.facts.enclosing(fact.region)
        sides = (regions[region] for region in around if flags)
        if any(side.kind in TESTS and not side.positive and not flags.isdisjoint(side.detail) for side in sides):
            return True
        if not wanting.isdisjoint(around):
            return True
        for guarded, call in () if function.is_async else tries.items():
            kinds = {regions[region].kind for region in around if regions[region].guarded == guarded}
            if fact.id > call and guarded not in around and "else" not in kinds:
                return True
        return False

    return beyond


def _is_flag(module: "Module", expr: ExprId, tests: set[ExprId]) -> bool:
    """Return whether a value that is asked about is what one of these tests told, or false where it could not tell."""
    row = module.row(expr)
    parts = row.parts if isinstance(row, Join) else ()
    others = [module.row(part) for part in parts if part not in tests]
    return len(others) < len(parts) and all(isinstance(other, Constant) and not other.value for other in others)


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


class _Handlers:
    """The handlers of a module, by the body of the `try` that they belong to."""

    def __init__(self, evaluator: "Evaluator", module: "Module") -> None:
        self._evaluator = evaluator
        self._module = module
        self._found: defaultdict[RegionId, list[Handler]] = defaultdict(list)
        for each in module.facts.handlers:
            self._found[each.guarded].append(each)

    def tried(self, call: Call, *, for_no_loop: bool = False) -> tuple[RegionId, ExprId] | None:
        """Return the innermost handled body around a call, and the call; `for_no_loop`: handled for want of a loop."""
        for region in self._module.facts.enclosing(call.region):
            if any(not for_no_loop or self._is_for_no_loop(each) for each in self._found.get(region, ())):
                return region, call.id
        return None

    def for_no_loop(self, bodies: set[RegionId]) -> set[RegionId]:
        """Return the handlers of these bodies that are for want of a loop."""
        return {each.region for body in bodies for each in self._found[body] if self._is_for_no_loop(each)}

    def _is_for_no_loop(self, handler: Handler) -> bool:
        """Return whether a handler names the error for want of a loop, and not every error that there is."""
        errors = instances(self._evaluator, self._module, handler.types) if handler.types else NOTHING
        return any(isinstance(error, Instance) and error.name in _RAISED for error in errors)


def _asks(evaluator: "Evaluator", module: "Module", call: Call, names: frozenset[str]) -> bool:
    """Return whether a call may ask for the loop by one of these functions."""
    row = module.row(call.function)
    if not isinstance(row, Attribute | Global) or row.name not in _TOLD_BY:
        return False
    values = evaluator.infer(module, call.function)
    return any(isinstance(value, External) and value.name in names for value in values)
