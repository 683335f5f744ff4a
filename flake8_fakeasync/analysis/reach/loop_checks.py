"""Code that asks whether an event loop runs, and goes another way when none does."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId, RegionId
from flake8_fakeasync.analysis.infer.annotations import instances
from flake8_fakeasync.analysis.reach.loop_refusals import is_refused, refusals
from flake8_fakeasync.analysis.reach.loop_tests import ASKS, TELLING, runs_beside, truth
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Enter, Global, Operation
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts, Handler
from flake8_fakeasync.analysis.values import NOTHING, External, Instance
from flake8_fakeasync.catalog.catchers import catcher

if TYPE_CHECKING:
    from collections.abc import Callable

    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

_IS_RUNNING = "is_running"
_RAISED = frozenset({"builtins.RuntimeError", "sniffio.AsyncLibraryNotFoundError"})
_ASKS_FOR_ANY = frozenset({"asyncio.get_event_loop"})  # raises only where none runs, and not always there


def off_loop(evaluator: "Evaluator", module: "Module", function: FunctionFacts) -> "Callable[[Operation], bool]":
    """Return a test for what a function does only when no event loop runs in its thread.

    That is the handler of a `try` that asks for the running loop, or whether one runs; in a coroutine, where there
    always is one, only the handler for what asking raises. Outside of coroutines also all that follows such a `try`:
    the way on which a loop runs has left by then, or cannot be told apart. And the side of `if loop.is_running()` where
    it is not, and what follows a call of a function that raises where one runs.
    """
    if function.decorators and is_refused(evaluator, module, function):
        return _always
    refused = refusals(evaluator, module, function)
    if not refused and module.called.isdisjoint(TELLING) and function.id not in module.tested:
        return _never
    return _off_loop(evaluator, module, function, refused)


def _off_loop(
    evaluator: "Evaluator", module: "Module", function: FunctionFacts, refused: list[Call]
) -> "Callable[[Operation], bool]":
    calls = module.calls(function.id)
    handlers = _Handlers(evaluator, module)
    asking = [call for call in calls if _asks(evaluator, module, call, ASKS)]
    telling = [call for call in calls if getattr(module.row(call.function), "name", "") == _IS_RUNNING]
    telling = [call for call in telling if truth(evaluator, module, call.id)]
    asking_for_any = [call for call in calls if _asks(evaluator, module, call, _ASKS_FOR_ANY)]
    tries = (
        handlers.around(asking) | _suppressed(evaluator, module, asking) | handlers.around(telling, for_no_loop=True)
    )
    wanting = handlers.for_no_loop({*tries, *handlers.around(asking_for_any, for_no_loop=True)})
    regions, excluded = module.facts.regions, dict[RegionId, bool]()

    def is_excluded(region: RegionId) -> bool:
        if region not in excluded:
            excluded[region] = region in wanting or runs_beside(evaluator, module, region) is False
        return excluded[region]

    def beyond(fact: Operation) -> bool:
        around = module.facts.enclosing(fact.region)
        if any(map(is_excluded, around)):
            return True
        if any(fact.id > call.id and call.region in around for call in refused):
            return True
        for guarded, call in () if function.is_async else tries.items():
            kinds = {regions[region].kind for region in around if regions[region].guarded == guarded}
            if fact.id > call and guarded not in around and "else" not in kinds:
                return True
        return False

    return beyond


def _suppressed(evaluator: "Evaluator", module: "Module", calls: list[Call]) -> dict[RegionId, ExprId]:
    """Return the `with` blocks around calls that go on after them where asking raises, with the calls."""
    return {
        region: call.id
        for call in calls
        for region in module.facts.enclosing(call.region)
        if any(_suppresses(evaluator, module, each) for each in module.facts.regions[region].detail)
    }


def _suppresses(evaluator: "Evaluator", module: "Module", expr: ExprId) -> bool:
    row = module.row(expr)
    call = module.row(row.value) if isinstance(row, Enter) else None
    values = evaluator.infer(module, call.function) if isinstance(call, Call) else NOTHING
    caught = [catcher(value.name) for value in values if isinstance(value, External)]
    return any(each is not None and each.form == "block" for each in caught)


def _never(_fact: Operation) -> bool:
    return False


def _always(_fact: Operation) -> bool:
    return True


class _Handlers:
    """Tells which handlers of a module are for want of a loop."""

    def __init__(self, evaluator: "Evaluator", module: "Module") -> None:
        self._evaluator = evaluator
        self._module = module
        self._found = module.handlers_of

    def around(self, calls: list[Call], *, for_no_loop: bool = False) -> dict[RegionId, ExprId]:
        """Return the innermost handled body around each call, with the call; `for_no_loop`: for want of a loop."""
        bodies = ((self._innermost(call, for_no_loop=for_no_loop), call.id) for call in calls)
        return {body: call for body, call in bodies if body is not None}

    def _innermost(self, call: Call, *, for_no_loop: bool) -> RegionId | None:
        handled = (
            region
            for region in self._module.facts.enclosing(call.region)
            if any(not for_no_loop or self._is_for_no_loop(each) for each in self._found.get(region, ()))
        )
        return next(handled, None)

    def for_no_loop(self, bodies: set[RegionId]) -> set[RegionId]:
        """Return the handlers of these bodies that are for want of a loop."""
        return {each.region for body in bodies for each in self._found.get(body, ()) if self._is_for_no_loop(each)}

    def _is_for_no_loop(self, handler: Handler) -> bool:
        """Return whether a handler names the error for want of a loop, and not every error that there is."""
        errors = instances(self._evaluator, self._module, handler.types) if handler.types else NOTHING
        return any(isinstance(error, Instance) and error.name in _RAISED for error in errors)


def _asks(evaluator: "Evaluator", module: "Module", call: Call, names: frozenset[str]) -> bool:
    """Return whether a call may ask for the loop by one of these functions."""
    row = module.row(call.function)
    if not isinstance(row, Attribute | Global) or row.name not in TELLING:
        return False
    values = evaluator.infer(module, call.function)
    return any(isinstance(value, External) and value.name in names for value in values)
