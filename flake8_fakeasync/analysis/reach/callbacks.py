"""Callables that are handed to a call which runs them here: `sorted(key=f)`, `list(map(f, x))`, `Retrying()(f)`."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.infer.offloads import argument
from flake8_fakeasync.analysis.reach.blocking import DRAINS
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Global, Starred
from flake8_fakeasync.analysis.values import External, OwnFunction
from flake8_fakeasync.catalog import keepers

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

_CALLBACKS = {"add_done_callback": 0, "call_at": 1, "call_later": 1, "call_soon": 0, "call_soon_threadsafe": 0}
_RUNS_FIRST = frozenset({"functools.reduce"})
_KEYED = frozenset({"builtins.max", "builtins.min", "builtins.sorted"})
_LAZY = frozenset({"builtins.filter", "builtins.map", "itertools.filterfalse", "itertools.starmap"})
_PASSES_ON = frozenset(
    {"builtins.enumerate", "builtins.iter", "builtins.zip", "itertools.chain", "itertools.islice"} | _LAZY
)
_DRAINS = DRAINS - _PASSES_ON
_DRAINING_METHODS = frozenset({"extend", "join", "update", "writelines"})


_BY_NAME = (
    frozenset(name.rpartition(".")[2] for name in _RUNS_FIRST | _KEYED | _DRAINS | _LAZY | _PASSES_ON)
    | _CALLBACKS.keys()
    | _DRAINING_METHODS
    | {"sort"}
)


def may_hand_over(module: "Module", call: Call) -> bool:
    """Return whether a call may run its arguments, judged cheaply by the name of the callee."""
    if not call.arguments and not call.keywords:
        return False
    row = module.row(call.function)
    if isinstance(row, Call) or (isinstance(row, Attribute | Global) and row.name in _BY_NAME):
        return True
    return Starred in module.facts.kinds and any(isinstance(module.row(expr), Starred) for expr in call.arguments)


def handed(evaluator: "Evaluator", module: "Module", call: Call) -> list[ExprId]:
    """Return the callables among the arguments of a call that it runs before it returns, or on the loop later."""
    if not may_hand_over(module, call):
        return []
    called = _names(evaluator, module, call.function)
    method = _method(evaluator, module, call)
    found: list[ExprId] = []
    if method in _CALLBACKS:
        found.append(argument(call, _CALLBACKS[method], "callback"))
    if called & _RUNS_FIRST or _retries(evaluator, module, call.function):
        found.append(argument(call, 0, None))
    if called & _KEYED or method == "sort":
        found.append(argument(call, len(call.arguments), "key"))
    for expr in drained(evaluator, module, call):
        found += run_by_iteration(evaluator, module, expr)
    return [expr for expr in found if expr]


def drained(evaluator: "Evaluator", module: "Module", call: Call) -> list[ExprId]:
    """Return the arguments of a call that it goes through to the end."""
    if not may_hand_over(module, call):
        return []
    if _names(evaluator, module, call.function) & _DRAINS or _method(evaluator, module, call) in _DRAINING_METHODS:
        return [_unstarred(module, expr) for expr in call.arguments]
    return [_unstarred(module, expr) for expr in call.arguments if isinstance(module.row(expr), Starred)]


def run_by_iteration(evaluator: "Evaluator", module: "Module", expr: ExprId) -> list[ExprId]:
    """Return the callables that run while a value is iterated: the `f` of `map(f, x)`."""
    return [
        row.arguments[0]
        for row in (module.row(each) for each in gone_through(evaluator, module, expr))
        if isinstance(row, Call) and row.arguments and _names(evaluator, module, row.function) & _LAZY
    ]


def gone_through(evaluator: "Evaluator", module: "Module", expr: ExprId) -> list[ExprId]:
    """Return the iterators consumed when a value is iterated: itself, and those inside `enumerate` and the like."""
    found: dict[ExprId, None] = {}
    pending = [expr]
    while pending:
        expr = _unstarred(module, pending.pop())
        if expr in found:
            continue
        found[expr] = None
        row = module.row(expr)
        if isinstance(row, Call) and expr and _names(evaluator, module, row.function) & _PASSES_ON:
            pending += row.arguments
    return list(found)


def _retries(evaluator: "Evaluator", module: "Module", expr: ExprId) -> bool:
    """Return whether a callee is a made object that runs the function which it is called with: `Retrying(...)(f)`."""
    row = module.row(expr)
    if not isinstance(row, Call):
        return False
    return bool(_names(evaluator, module, row.function) & keepers.names("retries", "classes"))


def _unstarred(module: "Module", expr: ExprId) -> ExprId:
    row = module.row(expr)
    return row.value if isinstance(row, Starred) else expr


def _names(evaluator: "Evaluator", module: "Module", expr: ExprId) -> set[str]:
    return {value.name for value in evaluator.infer(module, expr) if isinstance(value, External)}


def _method(evaluator: "Evaluator", module: "Module", call: Call) -> str:
    """Return the name of the method that a call is of, unless the project defines it."""
    row = module.row(call.function)
    if not isinstance(row, Attribute):
        return ""
    values = evaluator.infer(module, call.function)
    return "" if any(isinstance(value, OwnFunction) for value in values) else row.name
