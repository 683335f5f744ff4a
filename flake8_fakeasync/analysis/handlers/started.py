"""The coroutines that a call runs by itself: in a task of a group that is waited for, on a loop of its own."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.syntax.branch_tests import Narrowed
from flake8_fakeasync.analysis.syntax.exprs import (
    UNKNOWN,
    Attribute,
    Call,
    Declared,
    Display,
    Enter,
    Expr,
    Join,
    Starred,
)
from flake8_fakeasync.analysis.values import External
from flake8_fakeasync.catalog.raises import conduct

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

_GROUP, _STARTS = "asyncio.TaskGroup", "create_task"


def bridged(evaluator: "Evaluator", module: "Module", call: Call) -> ExprId:
    """Return the async function that a call runs on a loop of its own: `async_to_sync(f)(…)`; UNKNOWN if none."""
    made = module.row(call.function)
    if not isinstance(made, Call) or not made.arguments:
        return UNKNOWN
    values = evaluator.infer(module, made.function)
    is_bridge = any(isinstance(value, External) and conduct(value.name) == "bridge" for value in values)
    return made.arguments[0] if is_bridge else UNKNOWN


def is_of_group(evaluator: "Evaluator", module: "Module", function: Expr) -> bool:
    """Return whether a method starts a task in a group that is waited for: `group.create_task()`."""
    if not isinstance(function, Attribute) or function.name != _STARTS:
        return False
    group = module.row(function.base)
    made = module.row(group.value) if isinstance(group, Enter) else group
    return isinstance(made, Call) and External(_GROUP) in evaluator.infer(module, made.function)


def passed_on(row: Expr) -> tuple[ExprId, ...]:
    """Return the values that a row passes on."""
    if isinstance(row, Starred | Declared):
        return (row.value,)
    if isinstance(row, Narrowed):
        return (row.base,)
    return row.parts if isinstance(row, Join) else row.items if isinstance(row, Display) else ()
