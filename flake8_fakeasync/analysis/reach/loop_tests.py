"""How tests come out where an event loop runs: `loop.is_running()`, `get_running_loop()`, functions that tell."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId, RegionId
from flake8_fakeasync.analysis.infer import properties
from flake8_fakeasync.analysis.syntax.branch_tests import Comparison, Logical
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Constant, Expr, Global, Imported, Join
from flake8_fakeasync.analysis.syntax.kinds import TESTS
from flake8_fakeasync.analysis.values import External, Instance, OwnFunction, OwnInstance, Value, known

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

# What returns something where a loop runs, by its name, and by its qualified name.
ASKING = frozenset({"_get_running_loop", "current_async_library", "current_task", "get_running_loop"})
TELLING = ASKING | {"get_event_loop", "is_running"}
ASKS = frozenset({"asyncio.current_task", "asyncio.get_running_loop", "sniffio.current_async_library"})
_RETURNS = ASKS | {"asyncio.get_event_loop", "asyncio._get_running_loop", "asyncio.events._get_running_loop"}
_LOOPS = ("asyncio.", "uvloop.")
_EQUAL = frozenset({"Is", "IsNot", "Eq", "NotEq"})
_DEEPEST = 8  # of tests within tests


def truth(evaluator: "Evaluator", module: "Module", test: ExprId, depth: int = _DEEPEST) -> bool | None:
    """Return whether a test is true where an event loop runs; None if that is not known."""
    row = module.row(test)
    if isinstance(row, Attribute | Call):
        return _told_at_once(evaluator, module, row)
    if not depth or not isinstance(row, Comparison | Join | Logical):
        return None
    if isinstance(row, Comparison):
        return _compared(row.how, module.row(row.right), left=truth(evaluator, module, row.left, depth - 1))
    if isinstance(row, Join):  # a flag, false where it could not be told
        told = [truth(evaluator, module, part, depth - 1) for part in row.parts if not _is_false(module, part)]
        return True if told and all(told) else None
    found = [truth(evaluator, module, part, depth - 1) for part in row.parts]
    if row.how == "not":
        return None if found[0] is None else not found[0]
    decisive = row.how == "or"
    if decisive in found:
        return decisive
    return None if None in found else not decisive


def _compared(how: str, right: Expr, *, left: bool | None) -> bool | None:
    """Return how what is true or not compares with None, or with True or False."""
    if left is None or how not in _EQUAL or not isinstance(right, Constant):
        return None
    if right.value is None:
        return how not in {"Is", "Eq"} if left else None
    return (left is right.value) == (how in {"Is", "Eq"}) if isinstance(right.value, bool) else None


def _is_false(module: "Module", expr: ExprId) -> bool:
    row = module.row(expr)
    return isinstance(row, Constant) and not row.value


def _told_at_once(evaluator: "Evaluator", module: "Module", row: Attribute | Call) -> bool | None:
    if isinstance(row, Attribute):
        return _told_by_all(evaluator, _getters(evaluator, module, row))
    return _told_by_call(evaluator, module, row)


def _told_by_call(evaluator: "Evaluator", module: "Module", call: Call) -> bool | None:
    """Return whether what a call returns is true where a loop runs, as the loop, a task, or that it runs are."""
    row = module.row(call.function)
    name = row.name if isinstance(row, Attribute | Global | Imported) else None
    values = known(evaluator.infer(module, call.function))
    if name == "is_running":
        loops = (isinstance(each, Instance) and each.name.startswith(_LOOPS) for each in values)
        if all(loops):
            return True
    if name in TELLING and any(isinstance(value, External) and value.name in _RETURNS for value in values):
        return True
    return _told_by_all(evaluator, values)


def _getters(evaluator: "Evaluator", module: "Module", row: Attribute) -> "Iterable[Value | None]":
    """Return the functions that run when an attribute is read, None for those that are no properties."""
    for value in known(evaluator.infer(module, row.base)):
        yield properties.getter(evaluator, value, row.name) if isinstance(value, OwnInstance) else None


def _told_by_all(evaluator: "Evaluator", values: "Iterable[Value | None]") -> bool | None:
    """Return what functions of the project return where a loop runs, all of them the same; None otherwise."""
    found = {_told_by(evaluator, each) if isinstance(each, OwnFunction) else None for each in values}
    return found.pop() if len(found) == 1 else None


def _told_by(evaluator: "Evaluator", function: OwnFunction) -> bool | None:
    """Return whether a function that asks for the loop returns what is true where one runs."""
    home = evaluator.project.module(function.module)
    if home is None or home.called.isdisjoint(TELLING) or home.function(function.scope).is_async:
        return None
    key = function._replace(receiver=None)
    return evaluator.queries.remembered("told by", key, lambda: _returned(evaluator, home, function), None)


def _returned(evaluator: "Evaluator", home: "Module", function: OwnFunction) -> bool | None:
    """Return what a function returns where a loop runs: what handlers return is for where none does."""
    names = (getattr(home.row(call.function), "name", "") for call in home.calls(function.scope))
    is_asking = not TELLING.isdisjoint(names)
    found: set[bool | None] = set()
    for expr, region in home.returned.get(function.scope, ()):
        around = home.facts.enclosing(region)
        if any(home.facts.regions[each].kind == "handler" for each in around):
            continue
        if all(runs_beside(evaluator, home, each) is not False for each in around):
            row = home.row(expr)
            told = bool(row.value) if isinstance(row, Constant) else truth(evaluator, home, expr)
            is_known = is_asking or not isinstance(row, Constant | Join)
            found.add((_is_flag(home, expr) or told) if is_known else None)
    return None if None in found or not found else True in found


def _is_flag(module: "Module", expr: ExprId) -> bool:
    """Return whether a name is True or false, however the function came to it."""
    row = module.row(expr)
    parts = [module.row(part) for part in row.parts] if isinstance(row, Join) else []
    return Constant(value=True) in parts and all(isinstance(part, Constant) for part in parts)


def runs_beside(evaluator: "Evaluator", module: "Module", region: RegionId) -> bool | None:
    """Return whether an event loop runs on the side of a test that a region is; None if its test does not tell."""
    side = module.facts.regions[region]
    told = truth(evaluator, module, side.detail[0]) if side.kind in TESTS and side.detail else None
    return None if told is None else told == side.positive
