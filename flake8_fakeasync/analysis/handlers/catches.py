"""The places of a module that catch exceptions, all forms together; here those that are calls."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.handlers.guarded_code import GuardedCode
from flake8_fakeasync.analysis.handlers.handlers import Catch, catch_of, clauses, names_of, tests
from flake8_fakeasync.analysis.infer.offloads import argument
from flake8_fakeasync.analysis.infer.values import External, OwnFunction, known
from flake8_fakeasync.analysis.syntax.exprs import Call, Element, Enter, Expr, ExprId, Global, Imported, Join, Union
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts, Scope
from flake8_fakeasync.catalog.catchers import ALL, ROOTS, Catcher, catcher

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.context import Context


def catches(context: "Context") -> Iterator[Catch]:
    """Yield every place in a module that catches exceptions from outside the project."""
    facts = context.facts
    found = [*clauses(context)]
    if found:
        found += tests(context)
    imported = {row.module.partition(".")[0] for row in context.module.rows(Imported)}
    if not imported.isdisjoint(ROOTS):
        rows = (row for kind in (Call, Element, Enter) for row in context.module.rows(kind))
        found += [catch for row in rows for catch in _by_call(context, row)]
        found += [catch for scope in facts.scopes for catch in _decorated(context, scope)]
    yield from (catch for catch in found if catch.names)


def _by_call(context: "Context", row: Expr) -> Iterator[Catch]:
    if isinstance(row, Enter):
        yield from _block(context, row)
    elif isinstance(row, Call):
        yield from _called(context, row)
    elif isinstance(row, Element):
        yield from _loop(context, row)


def _decorated(context: "Context", scope: Scope) -> Iterator[Catch]:
    for decorator in scope.decorators if isinstance(scope, FunctionFacts) else ():
        yield from _retried(context, decorator, scope.region, scope.region)


def _loop(context: "Context", element: Element) -> Iterator[Catch]:
    """Yield what a loop over attempts catches in its body."""
    for catch in _retried(context, element.base, element.region, element.region):
        regions = enumerate(context.facts.regions)
        bodies = [number for number, region in regions if region.kind == "loop" and region.detail == (element.base,)]
        yield catch._replace(guarded=tuple(GuardedCode(context.module, body) for body in bodies))


def _block(context: "Context", enter: Enter) -> Iterator[Catch]:
    call = context.module.row(enter.value)
    found = _catcher(context, call) if isinstance(call, Call) else None
    if found is None or found.form != "block" or not isinstance(call, Call):
        return
    types = _types(call, found)
    later = [row for row in context.facts.exprs[enter.id + 1 :] if isinstance(row, Enter) and row.body == enter.body]
    rows = [row for each in later for row in (each, context.module.row(each.value))]
    extra = tuple(row for row in rows if isinstance(row, Enter | Call))
    guarded_code = GuardedCode(context.module, enter.body, extra)
    yield catch_of(context, call, found.says, types, (guarded_code,))


def _called(context: "Context", call: Call) -> Iterator[Catch]:
    """Yield `pytest.raises(Error, function, …)`."""
    if len(call.arguments) < 2:  # noqa: PLR2004  (the exceptions and the callable)
        return
    found = _catcher(context, call)
    if found is None or found.callable is None:
        return
    guarded: list[GuardedCode] = []
    for value in known(context.infer(argument(call, found.callable, None))):
        module = context.program.project.module(value.module) if isinstance(value, OwnFunction) else None
        if module is not None and isinstance(value, OwnFunction):
            guarded.append(GuardedCode(module, module.function(value.scope).region))
    if guarded:
        yield catch_of(context, call, found.says, _types(call, found), tuple(guarded))


def _retried(context: "Context", expr: ExprId, region: int, standing: int) -> Iterator[Catch]:
    """Yield what a retrying decorator, or a loop over its attempts, catches."""
    row = context.module.row(expr)
    if isinstance(row, Global):
        exprs = context.facts.names.get(row.name, ())
        row = context.module.row(exprs[0]) if len(exprs) == 1 else row
    found = _catcher(context, row) if isinstance(row, Call) else None
    if found is None or found.form != "decorator" or not isinstance(row, Call):
        return
    guarded = (GuardedCode(context.module, region),)
    if found.predicate is None:
        yield catch_of(context, row, found.says, _types(row, found), guarded)._replace(region=standing)
        return
    chosen = [predicate for name, predicate in row.keywords if name == found.predicate]
    predicates = [each for predicate in chosen for each in _alternatives(context, predicate)]
    for each in predicates:
        others = [name for other in predicates if other != each for name in names_of(context, other[1])]
        catch = catch_of(context, each[0], found.says, each[1], guarded)
        yield catch._replace(region=standing, others=tuple(others))


def _alternatives(context: "Context", expr: ExprId) -> Iterator[tuple[Call, tuple[ExprId, ...]]]:
    """Yield the predicates that a chain of `|` is made of, with the exceptions that each takes."""
    row = context.module.row(expr)
    if isinstance(row, Union | Join):
        for each in row.parts:
            yield from _alternatives(context, each)
    elif isinstance(row, Call):
        found = _catcher(context, row)
        if found is not None and found.form == "predicate":
            yield row, _types(row, found)


def _catcher(context: "Context", call: Call) -> Catcher | None:
    evaluator = [value.name for value in context.infer(call.function) if isinstance(value, External)]
    return catcher(evaluator[0]) if len(evaluator) == 1 else None


def _types(call: Call, found: Catcher) -> tuple[ExprId, ...]:
    if found.position == ALL:
        return call.arguments
    position = len(call.arguments) if found.position is None else found.position
    expr = argument(call, position, found.keyword)
    return (expr,) if expr else ()
