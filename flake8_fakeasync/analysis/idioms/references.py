"""Calls by reference: a callable that is given to another one together with its arguments."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.idioms.idioms import may_be_member
from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.syntax.exprs import Call, Join, Starred
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
from flake8_fakeasync.analysis.values import External, OwnClass, OwnFunction, OwnInstance, known

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.syntax.kinds import ParameterKind
    from flake8_fakeasync.analysis.view import View

_PARTIAL = "functools.partial"


class Direct(NamedTuple):
    """The call that a call amounts to: what is called in the end, with which arguments."""

    function: ExprId
    arguments: tuple[ExprId, ...]
    keywords: tuple[tuple[str | None, ExprId], ...]


def direct(view: "View", call: Call) -> Iterator[Direct]:
    """Yield the call itself, and those that it leads to with arguments that it is given."""
    yield Direct(call.function, call.arguments, call.keywords)
    if not any(may_be_member(view, argument) for argument in call.arguments if argument):
        return
    if External(_PARTIAL) in view.infer(call.function):
        yield Direct(call.arguments[0], call.arguments[1:], call.keywords)
        return
    for value in known(view.infer(call.function)):
        found = _passed_on(view, call, value) if isinstance(value, OwnFunction) else None
        if found is not None:
            yield found
            return
    offload = view.offload(call)
    if offload is not None and offload.callable and offload.entry is not None:
        keywords = call.keywords if offload.entry.arguments == "kwargs-too" else ()
        yield Direct(offload.callable, offload.rest if offload.entry.arguments != "none" else (), keywords)


def _passed_on(view: "View", call: Call, value: OwnFunction) -> Direct | None:
    """Return the call that a function of the project makes of a parameter, with all the rest that it is given."""
    module = view.program.project.module(value.module)
    if module is None:
        return None
    function = module.function(value.scope)
    bound = isinstance(value.receiver, OwnInstance | OwnClass)
    names = [parameter.name for parameter in function.parameters if parameter.kind == "positional"][bound:]
    stars = {parameter.kind: parameter.value for parameter in function.parameters if "star" in parameter.kind}
    for place, name in enumerate(names):
        given = next(parameter.value for parameter in function.parameters if parameter.name == name)
        if place < len(call.arguments) and _calls_with_rest(module, function, given, stars):
            own = {parameter.name for parameter in function.parameters if "star" not in parameter.kind}
            keywords = tuple((key, expr) for key, expr in call.keywords if key not in own)
            return Direct(call.arguments[place], call.arguments[len(names) :], keywords)
    return None


def _calls_with_rest(
    module: "Module", function: FunctionFacts, given: ExprId, stars: "dict[ParameterKind, ExprId]"
) -> bool:
    """Return whether a function, or one defined in it, calls what it is given with its `*args` and `**kwargs`."""
    if "double-star" not in stars:
        return False
    inner = {scope.id for scope in module.functions() if scope.parent == function.id}
    for call in (each for scope in (function.id, *inner) for each in module.calls(scope)):
        if not _may_be(module, call.function, given):
            continue
        starred = [row.value for expr in call.arguments if isinstance(row := module.row(expr), Starred)]
        passes = "star" not in stars or any(_may_be(module, each, stars["star"]) for each in starred)
        mappings = [expr for name, expr in call.keywords if name is None]
        if passes and any(_may_be(module, each, stars["double-star"]) for each in mappings):
            return True
    return False


def _may_be(module: "Module", expr: ExprId, wanted: ExprId) -> bool:
    """Return whether a value is another one, in loops and after branches too."""
    row = module.row(expr)
    return expr == wanted or (isinstance(row, Join) and wanted in row.parts)
