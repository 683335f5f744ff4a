"""The places of a module that catch exceptions, all forms together; here those that are calls."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.handlers.guarded_code import GuardedCode
from flake8_fakeasync.analysis.handlers.handlers import Catch, catch_of, clauses, tests
from flake8_fakeasync.analysis.handlers.own_catchers import own_catchers
from flake8_fakeasync.analysis.handlers.retries import catcher_of, retries, types_of
from flake8_fakeasync.analysis.infer.offloads import argument
from flake8_fakeasync.analysis.infer.values import OwnFunction, known
from flake8_fakeasync.analysis.syntax.exprs import Call, Enter, Expr, Imported
from flake8_fakeasync.catalog.catchers import ROOTS

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.context import Context


def catches(context: "Context") -> Iterator[Catch]:
    """Yield every place in a module that catches exceptions from outside the project."""
    found = [*clauses(context)]
    if found:
        found += tests(context)
    imported = {row.module.partition(".")[0] for row in context.module.rows(Imported)}
    if not imported.isdisjoint(ROOTS):
        rows = (row for kind in (Call, Enter) for row in context.module.rows(kind))
        found += [catch for row in rows for catch in _by_call(context, row)]
        found += retries(context)
    found += own_catchers(context)
    yield from (catch for catch in found if catch.names)


def _by_call(context: "Context", row: Expr) -> Iterator[Catch]:
    if isinstance(row, Enter):
        yield from _block(context, row)
    elif isinstance(row, Call):
        yield from _called(context, row)


def _block(context: "Context", enter: Enter) -> Iterator[Catch]:
    call = context.module.row(enter.value)
    found = catcher_of(context, call) if isinstance(call, Call) else None
    if found is None or found.form != "block" or not isinstance(call, Call):
        return
    types = types_of(call, found)
    later = [row for row in context.facts.exprs[enter.id + 1 :] if isinstance(row, Enter) and row.body == enter.body]
    rows = [row for each in later for row in (each, context.module.row(each.value))]
    extra = tuple(row for row in rows if isinstance(row, Enter | Call))
    guarded_code = GuardedCode(context.module, enter.body, extra)
    yield catch_of(context, call, found.says, types, (guarded_code,))


def _called(context: "Context", call: Call) -> Iterator[Catch]:
    """Yield `pytest.raises(Error, function, …)`."""
    if len(call.arguments) < 2:  # noqa: PLR2004  (the exceptions and the callable)
        return
    found = catcher_of(context, call)
    if found is None or found.callable is None:
        return
    guarded: list[GuardedCode] = []
    for value in known(context.infer(argument(call, found.callable, None))):
        module = context.program.project.module(value.module) if isinstance(value, OwnFunction) else None
        if module is not None and isinstance(value, OwnFunction):
            guarded.append(GuardedCode(module, module.function(value.scope).region))
    if guarded:
        yield catch_of(context, call, found.says, types_of(call, found), tuple(guarded))
