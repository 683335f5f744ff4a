"""The places of a module that catch exceptions, all forms together; here those that are calls."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.handlers.guarded_code import GuardedCode
from flake8_fakeasync.analysis.handlers.handlers import Catch, catch_of, clauses, tests
from flake8_fakeasync.analysis.handlers.own_catchers import own_catchers
from flake8_fakeasync.analysis.handlers.retries import catcher_of, retries, types_of
from flake8_fakeasync.analysis.infer.offloads import argument
from flake8_fakeasync.analysis.syntax.exprs import Call, Enter, Expr, Imported
from flake8_fakeasync.analysis.values import OwnFunction, known
from flake8_fakeasync.catalog.catchers import ROOTS

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.view import View


def catches(view: "View") -> Iterator[Catch]:
    """Yield every place in a module that catches exceptions from outside the project."""
    found = [*clauses(view)]
    if found:
        found += tests(view)
    imported = {row.module.partition(".")[0] for row in view.module.rows(Imported)}
    if not imported.isdisjoint(ROOTS):
        rows = (row for kind in (Call, Enter) for row in view.module.rows(kind))
        found += [catch for row in rows for catch in _by_call(view, row)]
        found += retries(view)
    found += own_catchers(view)
    yield from (catch for catch in found if catch.names)


def _by_call(view: "View", row: Expr) -> Iterator[Catch]:
    if isinstance(row, Enter):
        yield from _block(view, row)
    elif isinstance(row, Call):
        yield from _called(view, row)


def _block(view: "View", enter: Enter) -> Iterator[Catch]:
    call = view.module.row(enter.value)
    found = catcher_of(view, call) if isinstance(call, Call) else None
    if found is None or found.form != "block" or not isinstance(call, Call):
        return
    types = types_of(call, found)
    later = [row for row in view.facts.exprs[enter.id + 1 :] if isinstance(row, Enter) and row.body == enter.body]
    rows = [row for each in later for row in (each, view.module.row(each.value))]
    extra = tuple(row for row in rows if isinstance(row, Enter | Call))
    guarded_code = GuardedCode(view.module, enter.body, extra)
    yield catch_of(view, call, found.says, types, (guarded_code,))


def _called(view: "View", call: Call) -> Iterator[Catch]:
    """Yield `pytest.raises(Error, function, …)`."""
    if len(call.arguments) < 2:  # noqa: PLR2004  (the exceptions and the callable)
        return
    found = catcher_of(view, call)
    if found is None or found.callable is None:
        return
    guarded: list[GuardedCode] = []
    for value in known(view.infer(argument(call, found.callable, None))):
        module = view.program.project.module(value.module) if isinstance(value, OwnFunction) else None
        if module is not None and isinstance(value, OwnFunction):
            guarded.append(GuardedCode(module, module.function(value.scope).region))
    if guarded:
        yield catch_of(view, call, found.says, types_of(call, found), tuple(guarded))
