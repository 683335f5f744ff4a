"""Whether the result of a call is used as the function's own result, and not as a handle on a job."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.infer import decorators
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Element, Item, Part
from flake8_fakeasync.analysis.syntax.facts import Use
from flake8_fakeasync.analysis.values import External, OwnFunction

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

# What handles of queues, schedulers and futures have.
_OF_HANDLES = frozenset(
    {"add_done_callback", "apply_async", "cancel", "cancelled", "delay", "done", "exception", "forget", "future"}
    | {"get", "get_id", "id", "is_finished", "is_ready", "join", "key", "map", "options", "ready", "refresh", "remote"}
    | {"result", "revoke", "running", "send", "start", "state", "status", "submit", "successful", "task_id", "then"}
    | {"wait"}
)


def through_outsiders(evaluator: "Evaluator", module: "Module", call: Call, value: OwnFunction) -> list[OwnFunction]:
    """Return a function whose decorators come from outside the project, where its own result is used."""
    home = evaluator.project.module(value.module)
    function = home.function(value.scope) if home is not None else None
    if home is None or function is None or function.is_async or function.is_generator:
        return []
    if not all(_is_outsider(evaluator, home, each) for each in function.decorators):
        return []
    return [value] if any(_is_used(evaluator, module, call, each.fact) for each in module.uses_of.of(call.id)) else []


def _is_outsider(evaluator: "Evaluator", module: "Module", decorator: ExprId) -> bool:
    """Return whether a decorator is one that the catalog says nothing of, or can be seen through."""
    if decorators.see(evaluator, module, decorator) is not None:
        return True
    row = module.row(decorator)
    values = evaluator.infer(module, row.function if isinstance(row, Call) else decorator)
    catalog = evaluator.catalog
    return bool(values) and all(
        isinstance(each, External)
        and not catalog.offloader(each.name)
        and not catalog.entry_points.decorating(each.name)
        for each in values
    )


def _is_used(evaluator: "Evaluator", module: "Module", call: Call, fact: object) -> bool:
    match fact:
        case Use():
            return fact.how == "operand"
        case Attribute():
            return fact.name not in _OF_HANDLES
        case Item() | Part():
            return fact.base == call.id
        case Element():
            return not fact.is_async
        case Call():
            taken = evaluator.infer(module, fact.function)
            return bool(taken) and all(isinstance(each, External) and _takes_data(each.name) for each in taken)
        case _:
            return False


def _takes_data(name: str) -> bool:
    return name.startswith(("builtins.", "json.", "math."))
