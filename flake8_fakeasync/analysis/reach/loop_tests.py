"""How tests come out where an event loop runs: `loop.is_running()`, `get_running_loop()`, functions that tell."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.syntax.branch_tests import Comparison, Logical
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Constant, Global, Imported, Join
from flake8_fakeasync.analysis.values import External, Instance, OwnFunction, known

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

# What returns something where a loop runs, by its name, and by its qualified name.
ASKING = frozenset({"_get_running_loop", "current_async_library", "current_task", "get_running_loop"})
TELLING = ASKING | {"get_event_loop", "is_running"}
ASKS = frozenset({"asyncio.current_task", "asyncio.get_running_loop", "sniffio.current_async_library"})
_RETURNS = ASKS | {"asyncio.get_event_loop", "asyncio._get_running_loop", "asyncio.events._get_running_loop"}
_LOOPS = ("asyncio.", "uvloop.")
_DEEPEST = 8  # of tests within tests


def truth(evaluator: "Evaluator", module: "Module", test: ExprId, depth: int = _DEEPEST) -> bool | None:
    """Return whether a test is true where an event loop runs; None if that is not known."""
    row = module.row(test)
    if isinstance(row, Constant):
        return bool(row.value)
    if isinstance(row, Call):
        return _tells_by_call(evaluator, module, row) or None
    if not depth or not isinstance(row, Comparison | Join | Logical):
        return None
    if isinstance(row, Comparison):
        is_none = row.how in {"Is", "IsNot"} and module.row(row.right) == Constant(None)
        return row.how == "IsNot" if is_none and truth(evaluator, module, row.left, depth - 1) else None
    found = [truth(evaluator, module, part, depth - 1) for part in row.parts]
    if isinstance(row, Join):  # a flag, false where it could not be told
        return True if True in found and None not in found and _tells_one(module, row) else None
    if row.how == "not":
        return None if found[0] is None else not found[0]
    decisive = row.how == "or"
    if decisive in found:
        return decisive
    return None if None in found else not decisive


def _tells_one(module: "Module", row: Join) -> bool:
    """Return whether one of the values that a name may have is told by a call, and the others are false."""
    parts = [module.row(part) for part in row.parts]
    return all(isinstance(part, Call) or not getattr(part, "value", True) for part in parts)


def _tells_by_call(evaluator: "Evaluator", module: "Module", call: Call) -> bool:
    """Return whether what a call returns is true where a loop runs: the loop, a task, or that it runs."""
    row = module.row(call.function)
    name = row.name if isinstance(row, Attribute | Global | Imported) else None
    values = known(evaluator.infer(module, call.function))
    if name == "is_running":
        loops = (isinstance(each, Instance) and each.name.startswith(_LOOPS) for each in values)
        if all(loops):
            return True
    if name in TELLING and any(isinstance(value, External) and value.name in _RETURNS for value in values):
        return True
    return bool(values) and all(isinstance(each, OwnFunction) and _tells(evaluator, each) for each in values)


def _tells(evaluator: "Evaluator", value: OwnFunction) -> bool:
    """Return whether a function of the project tells by what it returns whether a loop runs: the loop, or True."""
    home = evaluator.project.module(value.module)
    if home is None or home.called.isdisjoint(ASKING) or home.function(value.scope).is_async:
        return False
    calls = home.calls(value.scope)
    asking = {call.id for call in calls if getattr(home.row(call.function), "name", "") in ASKING}
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
