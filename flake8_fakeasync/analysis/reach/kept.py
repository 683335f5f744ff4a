"""Lazy initialisation: what is computed only if it has not been stored yet."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId, RegionId
from flake8_fakeasync.analysis.syntax.branch_tests import Comparison, Logical
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Constant, Expr, Global, Operation
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts, Store, Use
from flake8_fakeasync.analysis.syntax.kinds import TESTS
from flake8_fakeasync.analysis.values import External
from flake8_fakeasync.catalog import keepers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

_MOST = 40  # values that come of one


def is_kept(evaluator: "Evaluator", module: "Module", fact: Operation) -> bool:
    """Return whether an operation is done once, as its result is kept: by a cache, or where a test finds none.

    `if self._client is None: self._client = connect()`.
    """
    if _is_cached(evaluator, module, module.facts.function_of(fact.region)):
        return True
    absent = [expr for region in module.facts.enclosing(fact.region) for expr in _found_absent(module, region)]
    return bool(absent) and any(_is_kept_in(module, expr, absent) for expr in _come_of(module, fact.id))


def _is_cached(evaluator: "Evaluator", module: "Module", function: FunctionFacts) -> bool:
    """Return whether a function without parameters is called once for each object, if that."""
    is_method = module.owner(function) is not None
    if not function.decorators or len(function.parameters) > is_method:
        return False
    caches = keepers.names("caches", "decorators") | keepers.names("caches", "properties")
    rows = ((expr, module.row(expr)) for expr in function.decorators)
    values = (evaluator.infer(module, row.function if isinstance(row, Call) else expr) for expr, row in rows)
    return any(isinstance(each, External) and each.name in caches for found in values for each in found)


def _found_absent(module: "Module", region: RegionId) -> "Iterator[ExprId]":
    """Yield what the test of a region has found to be None or empty."""
    kind, _, _, detail, positive, _ = module.facts.regions[region]
    if kind in TESTS and detail:
        yield from _absent(module, detail[0], positive=positive)


def _absent(module: "Module", test: ExprId, *, positive: bool) -> "Iterator[ExprId]":
    row = module.row(test)
    while isinstance(row, Logical) and row.how == "not":
        test, positive = row.parts[0], not positive
        row = module.row(test)
    if isinstance(row, Logical):
        parts = row.parts if (row.how == "and") == positive else ()
        for part in (part for part in parts if not isinstance(module.row(part), Logical)):
            yield from _absent(module, part, positive=positive)
    elif isinstance(row, Comparison):
        if row.how == ("Is" if positive else "IsNot") and module.row(row.right) == Constant(None):
            yield row.left
    elif test and not positive:
        yield test


def _come_of(module: "Module", expr: ExprId) -> list[ExprId]:
    """Return a value and those that are made of it."""
    found = [expr]
    for each in found:
        if len(found) > _MOST:
            break
        mentions = (mention.value for mention in module.uses_of.of(each))
        found += [value for value in dict.fromkeys(mentions) if value and value not in found]
    return found


def _is_kept_in(module: "Module", expr: ExprId, places: list[ExprId]) -> bool:
    """Return whether a value is stored in one of these attributes or module-level names."""
    rows = [module.row(place) for place in places]
    for mention in module.uses_of.of(expr):
        fact = mention.fact
        if isinstance(fact, Store) and fact.name and any(_is_attribute(module, row, fact) for row in rows):
            return True
        if isinstance(fact, Use) and fact.how == "shared":
            names = module.uses_of.globals.get(expr, ())
            if any(isinstance(row, Global) and row.name in names for row in rows):
                return True
    return False


def _is_attribute(module: "Module", row: Expr, store: Store) -> bool:
    if not isinstance(row, Attribute) or row.name != store.name:
        return False
    return row.base == store.base or module.row(row.base) == module.row(store.base)
