"""What was considered for a call: the implementations of its method, and who calls the function it is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.infer.implementations import implementations
from flake8_fakeasync.analysis.syntax.branch_tests import Narrowed
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Join, Parameter
from flake8_fakeasync.analysis.values import OwnFunction
from flake8_fakeasync.cli.report import relative

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flake8_fakeasync.analysis.program import Program
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.values import Value

_MOST = 5  # callers that are shown


def implemented(program: Program, values: Iterable[Value]) -> Iterator[str]:
    """Yield the implementations of an abstract method."""
    for value in values:
        if not isinstance(value, OwnFunction):
            continue
        for each in implementations(program.evaluator, value):
            home = program.project.module(each.module)
            if each != value and home is not None:
                function = home.function(each.scope)
                yield f"implemented by {function.qualname} at {relative(home.path)}:{function.line}"


def passed(program: Program, module: Module, call: Call) -> Iterator[str]:
    """Yield what is known about the parameter without annotation that a call is made on: its callers."""
    parameter = _parameter(module, call)
    if parameter is None:
        return
    function = module.function(parameter.scope)
    fact = next((each for each in function.parameters if each.name == parameter.name), None)
    if fact is None or fact.annotation:
        return
    callers = program.evaluator.callers.of(module, function)
    name = f"{function.qualname}()"
    if callers is None:
        yield f"{parameter.name} is a parameter without annotation, and {name} may have other callers"
        return
    places = sorted({(relative(each.module.path), each.call.line) for each in callers})
    shown = ", ".join(f"{file}:{line}" for file, line in places[:_MOST]) + (", ..." if len(places) > _MOST else "")
    yield f"{parameter.name} is a parameter without annotation; callers of {name}: {shown or 'none'}"


def _parameter(module: Module, call: Call) -> Parameter | None:
    """Return the parameter whose attribute, at any depth, a call calls."""
    expr = call.function
    while not isinstance(row := module.row(expr), Parameter):
        if isinstance(row, Attribute | Narrowed):
            expr = row.base
        elif isinstance(row, Join) and len(row.parts) == 1:
            expr = row.parts[0]
        else:
            return None
    return row if module.class_of_self(expr) is None else None
