"""What retrying decorators, and loops over their attempts, catch: by classes and by predicates."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.handlers.guarded_code import GuardedCode
from flake8_fakeasync.analysis.handlers.handlers import TEST, Catch, catch_of, exceptions, names_of
from flake8_fakeasync.analysis.handlers.predicates import Asked, is_asked_elsewhere, tests_in
from flake8_fakeasync.analysis.ids import ExprId, RegionId, numbered_regions
from flake8_fakeasync.analysis.infer.offloads import argument
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Element, Expr, Global, Join, Union
from flake8_fakeasync.analysis.syntax.facts import ClassFacts, FunctionFacts, Scope
from flake8_fakeasync.analysis.syntax.leaves import leaves
from flake8_fakeasync.analysis.values import External
from flake8_fakeasync.catalog.catchers import ALL, Catcher, catcher, catcher_method

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.view import View

Retrying = Catch | Asked


def retries(view: "View") -> Iterator[Catch]:
    """Yield what retries of the module catch."""
    found = [each for scope in view.facts.scopes for each in _decorated(view, scope)]
    found += [each for element in view.module.rows(Element) for each in _loop(view, element)]
    caught: dict[tuple[int, int], list[Catch]] = defaultdict(list)
    asked: dict[ExprId, list[Asked]] = defaultdict(list)
    for each in found:
        if isinstance(each, Catch):
            caught[each.line, each.column].append(each)
        else:
            asked[each.test.id].append(each)
    for of_rule in caught.values():
        yield _together(of_rule[0], of_rule)
    for of_test in asked.values():
        if not is_asked_elsewhere(view, of_test):
            test = of_test[0].test
            yield _together(catch_of(view, test, TEST, test.arguments[1:], ()), of_test)


def _together(catch: Catch, found: Sequence[Retrying]) -> Catch:
    """Return what a rule, or a test in a predicate, catches in all the code that is retried by it."""
    guarded = tuple(dict.fromkeys(code for each in found for code in each.guarded))
    return catch._replace(guarded=guarded, others=tuple(dict.fromkeys(name for each in found for name in each.others)))


def _decorated(view: "View", scope: Scope) -> Iterator[Retrying]:
    if isinstance(scope, FunctionFacts):
        for decorator in scope.decorators:
            yield from retried(view, decorator, (GuardedCode(view.module, scope.region),), scope.region)
    elif isinstance(scope, ClassFacts):
        yield from _attribute(view, scope)


def _attribute(view: "View", cls: ClassFacts) -> Iterator[Catch]:
    """Yield what a class of tasks says to retry on: `autoretry_for = (Error,)`."""
    for name, method in _ATTRIBUTES.items():
        for types in cls.names.get(name, ())[-1:]:
            functions = [s for s in view.module.defined_in(cls.id) if s.name == method]
            guarded = tuple(GuardedCode(view.module, function.region) for function in functions)
            if guarded:
                names = exceptions(view, types)
                yield Catch(_SAYS, names, (), (types,), guarded, cls.region, cls.line, cls.column)


def _loop(view: "View", element: Element) -> Iterator[Retrying]:
    """Yield what a loop over attempts catches in its body."""
    if not isinstance(_bound(view, element.base), Call):
        return
    regions = numbered_regions(view.facts.regions)
    bodies = [number for number, region in regions if region.kind == "loop" and region.detail == (element.base,)]
    guarded = tuple(GuardedCode(view.module, body) for body in bodies)
    yield from retried(view, element.base, guarded, element.region)


def retried(view: "View", expr: ExprId, guarded: tuple[GuardedCode, ...], standing: RegionId) -> Iterator[Retrying]:
    """Yield what a retrying decorator, or a loop over its attempts, catches."""
    row = _bound(view, expr)
    found = catcher_of(view, row) if isinstance(row, Call) else None
    if found is None or found.form != "decorator" or not isinstance(row, Call):
        return
    if found.predicate is None:
        yield catch_of(view, row, found.says, types_of(row, found), guarded)._replace(region=standing)
    for predicate in (expr for name, expr in row.keywords if name == found.test and found.test):
        yield from _asked(view, row, predicate, (), guarded)
    predicates = [each for expr in _predicates(row, found) for each in _alternatives(view, expr)]
    for call, entry in predicates:
        others = tuple(name for other in predicates if other[0] != call for name in _names(view, *other))
        if entry.form == "test":
            for predicate in types_of(call, entry):
                yield from _asked(view, call, predicate, others, guarded)
        else:
            catch = catch_of(view, call, found.says, types_of(call, entry), guarded)
            yield catch._replace(region=standing, others=others)


def _predicates(call: Call, found: Catcher) -> tuple[ExprId, ...]:
    """Return the values of the predicates that a retry takes."""
    if found.predicate is None:
        return ()
    by_place = call.arguments[found.position : found.position + 1] if isinstance(found.position, int) else ()
    return (*by_place, *(expr for name, expr in call.keywords if name == found.predicate))


def _asked(
    view: "View", user: Call, predicate: ExprId, others: tuple[str, ...], guarded: tuple[GuardedCode, ...]
) -> Iterator[Asked]:
    tests = tests_in(view, predicate)
    for test in tests:
        beside = [name for other in tests if other != test for name in exceptions(view, other.arguments[1])]
        yield Asked(test, predicate, user, (*others, *beside), guarded)


def _names(view: "View", call: Call, entry: Catcher) -> tuple[str, ...]:
    """Return the exceptions that a predicate takes."""
    types = types_of(call, entry)
    if entry.form != "test":
        return names_of(view, types)
    return names_of(view, tuple(test.arguments[1] for each in types for test in tests_in(view, each)))


def _alternatives(view: "View", expr: ExprId) -> Iterator[tuple[Call, Catcher]]:
    """Yield the predicates that a chain of `|` is made of."""
    for leaf in leaves(expr, lambda each: _parts(view, each)):
        row = _bound(view, leaf)
        found = catcher_of(view, row) if isinstance(row, Call) else None
        if isinstance(row, Call) and found is not None and found.form in {"predicate", "test"}:
            yield row, found


def _parts(view: "View", expr: ExprId) -> tuple[ExprId, ...] | None:
    row = _bound(view, expr)
    if isinstance(row, Union | Join):
        return row.parts
    found = catcher_of(view, row) if isinstance(row, Call) else None
    return row.arguments if isinstance(row, Call) and found is not None and found.form == "any" else None


def _bound(view: "View", expr: ExprId) -> Expr:
    """Return the row of a value, of a module-level name that of what it is bound to."""
    row = view.module.row(expr)
    if isinstance(row, Global):
        exprs = view.facts.names.get(row.name, ())
        row = view.module.row(exprs[0]) if len(exprs) == 1 else row
    return row


def catcher_of(view: "View", call: Call) -> Catcher | None:
    """Return what is known about what a call calls as something that catches."""
    names = [value.name for value in view.infer(call.function) if isinstance(value, External)]
    row = view.module.row(call.function)
    if not names and isinstance(row, Attribute):
        found = catcher_method(row.name)
        return found if found is not None and any(name == found.keyword for name, _ in call.keywords) else None
    return catcher(names[0]) if len(names) == 1 else None


def types_of(call: Call, found: Catcher) -> tuple[ExprId, ...]:
    """Return the values of the exceptions, or the predicate, that a call takes."""
    if found.position == ALL:
        return call.arguments
    position = len(call.arguments) if found.position is None else found.position
    expr = argument(call, position, found.keyword)
    return (expr,) if expr else ()


_SAYS = "retry on"
_ATTRIBUTES = {"autoretry_for": "run"}  # of celery's tasks: what is retried on, the method that is
