"""The async counterpart that a project has of a function of its own."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.infer.members import member
from flake8_fakeasync.analysis.reach.call_context import CallContext
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
from flake8_fakeasync.analysis.values import OwnFunction, OwnModule
from flake8_fakeasync.catalog.own_twins import own_twins

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.syntax.exprs import Call
    from flake8_fakeasync.analysis.view import View


def own_twin(view: "View", call: "Call") -> str | None:
    """Return the name of the coroutine function beside the one that a call runs: it takes the same, and blocks not.

    None if there is none, or if the call may run several functions.
    """
    values = view.infer(call.function)
    (value,) = values if len(values) == 1 else (None,)
    home = view.program.project.module(value.module) if isinstance(value, OwnFunction) else None
    if home is None or not isinstance(value, OwnFunction):
        return None
    function = home.function(value.scope)
    names = own_twins(function.name) if function.name else []
    return next((name for name in names if _is_twin(view, home, value, function, name)), None)


def _is_twin(view: "View", home: "Module", value: OwnFunction, function: FunctionFacts, name: str) -> bool:
    owner = value.receiver if value.receiver is not None else OwnModule(home.path, home.facts.name)
    if value.receiver is None and function.parent:
        return False
    found = member(view.program.evaluator, view.module, owner, name)
    (twin,) = found if len(found) == 1 else (None,)
    there = view.program.project.module(twin.module) if isinstance(twin, OwnFunction) else None
    if there is None or not isinstance(twin, OwnFunction):
        return False
    other = there.function(twin.scope)
    is_alike = other.is_async and not other.is_generator and _shape(other) == _shape(function)
    return is_alike and not function.is_generator and not view.program.graph.reaches(CallContext(twin))


def _shape(function: FunctionFacts) -> list[tuple[str, str, bool]]:
    """Return the parameters of a function: name, kind, and whether they may be left out."""
    return [(each.name, each.kind, bool(each.default)) for each in function.parameters]
