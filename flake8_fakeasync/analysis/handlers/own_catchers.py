"""What functions and classes of the project catch that take exceptions: retries, context managers, helpers."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.handlers.guarded_code import GuardedCode
from flake8_fakeasync.analysis.handlers.handlers import Catch, catch_of
from flake8_fakeasync.analysis.ids import ClassId, ExprId, RegionId
from flake8_fakeasync.analysis.infer.offloads import argument
from flake8_fakeasync.analysis.syntax.exprs import (
    Attribute,
    Call,
    Display,
    Enter,
    Expr,
    Global,
    Imported,
    Join,
    Parameter,
)
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts, Handler, ParameterFact
from flake8_fakeasync.analysis.values import OwnClass, OwnFunction, OwnInstance, known

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.view import View


class _Catching(NamedTuple):
    """A parameter of a function that an except clause names; its place among the arguments of a call."""

    module: "Module"
    function: FunctionFacts
    parameter: ParameterFact
    place: int
    handler: Handler


def own_catchers(view: "View") -> Iterator[Catch]:
    """Yield what project functions catch if a call passes them exceptions of a library."""
    if not any(_is_of_http(view, row) for row in view.module.rows(Imported)):
        return
    decorated = {expr: scope.region for scope in view.facts.scopes for expr in scope.decorators}
    entered = {row.value: row.body for row in view.module.rows(Enter)}
    for call in view.module.rows(Call):
        given = call.given
        if any(_may_be_exception(view, expr) for expr in given):
            for each in _catchers(view, call):
                types = argument(call, each.place, each.parameter.name)
                guarded = _guarded(view, call, each, decorated.get(call.id), entered.get(call.id))
                if types and guarded is not None:
                    yield catch_of(view, call, f"{each.function.name}() on", (types,), (guarded,))


def _guarded(
    view: "View", call: Call, each: _Catching, decorated: RegionId | None, entered: RegionId | None
) -> GuardedCode | None:
    """Return the code guarded by an `except` clause whose exceptions a call passes."""
    if decorated is not None:
        return GuardedCode(view.module, decorated) if _runs(each.module, each.handler) is not None else None
    if entered is not None and _yields(each.module, each.handler):
        return GuardedCode(view.module, entered)
    return _given(view, call, each)


_MOST = 64  # values that are looked at for one


def _may_be_exception(view: "View", expr: ExprId) -> bool:
    """Return whether a value is spelled like a class of an HTTP library, or like several of them."""
    pending, seen = [expr], {expr}
    while pending and len(seen) < _MOST:
        row = view.module.row(pending.pop())
        if isinstance(row, Imported) and _is_of_http(view, row):
            return True
        new = set(_spelled_with(view, row)) - seen
        seen |= new
        pending += new
    return False


def _is_of_http(view: "View", row: Imported) -> bool:
    is_class = (row.name or "")[:1].isupper() or row.name in {None, "exceptions"}
    return is_class and row.module.partition(".")[0] in view.catalog.roots_of(("http",))


def _spelled_with(view: "View", row: Expr) -> tuple[ExprId, ...]:
    """Return the values that make the one which a row spells a class of an HTTP library, if they are one."""
    if isinstance(row, Attribute):
        return (row.base,) if row.name[:1].isupper() or row.name == "exceptions" else ()
    if isinstance(row, Global):
        return view.facts.names.get(row.name, ())
    if isinstance(row, Display):
        return row.items
    return row.parts if isinstance(row, Join) else ()


def _catchers(view: "View", call: Call) -> Iterator[_Catching]:
    """Yield the parameters of what a call calls that except clauses of its module name."""
    for value in known(view.infer(call.function)):
        module = view.program.project.module(value.module) if isinstance(value, OwnFunction | OwnClass) else None
        if module is None:
            continue
        if isinstance(value, OwnFunction):
            named = [(handler, handler.types) for handler in module.facts.handlers]
            bound = isinstance(value.receiver, OwnInstance | OwnClass)
            yield from _named(module, module.function(value.scope), named, bound=bound)
        elif isinstance(value, OwnClass):
            named = [each for handler in module.facts.handlers for each in _stored(module, value.scope, handler)]
            for scope in module.functions() if named else ():
                if scope.parent == value.scope and scope.name == "__init__":
                    yield from _named(module, scope, named, bound=True)


def _named(
    module: "Module", function: FunctionFacts, named: list[tuple[Handler, ExprId]], *, bound: bool
) -> Iterator[_Catching]:
    for place, parameter in enumerate(function.parameters):
        for handler, types in named:
            row = module.row(types)
            if parameter.value in (types, *(row.parts if isinstance(row, Join) else ())):
                yield _Catching(module, function, parameter, place - bound, handler)


def _stored(module: "Module", cls: ClassId, handler: Handler) -> Iterator[tuple[Handler, ExprId]]:
    """Yield what is stored on `self` under the name that an except clause reads from it."""
    row = module.row(handler.types)
    if isinstance(row, Attribute) and module.class_of_self(row.base) == cls:
        for store in module.attributes.get(cls, {}).get(row.name, ()):
            yield handler, store.value


def _runs(module: "Module", handler: Handler) -> Call | None:
    """Return the call of a parameter that an except clause guards."""
    for call in module.rows(Call):
        if handler.guarded in module.facts.enclosing(call.region) and _parameters(module, call.function):
            return call
    return None


def _parameters(module: "Module", expr: ExprId) -> list[Parameter]:
    row = module.row(expr)
    rows = [module.row(part) for part in row.parts] if isinstance(row, Join) else [row]
    return [each for each in rows if isinstance(each, Parameter)]


def _yields(module: "Module", handler: Handler) -> bool:
    yields = (use for use in module.facts.uses if use.how == "yielded")
    return any(handler.guarded in module.facts.enclosing(use.region) for use in yields)


def _given(view: "View", call: Call, each: _Catching) -> GuardedCode | None:
    """Return the code of the callable that a call passes and that runs under the `except` clause."""
    run = _runs(each.module, each.handler)
    parameters = _parameters(each.module, run.function) if run is not None else []
    names = {row.name for row in parameters if row.scope == each.function.id}
    skipped = each.place - each.function.parameters.index(each.parameter)
    for place, parameter in enumerate(each.function.parameters):
        if parameter.name in names:
            expr = argument(call, place + skipped, parameter.name)
            started = Call(call.id, expr, (), (), call.region, call.line, call.column)
            return GuardedCode(view.module, None, (started,)) if expr else None
    return None
