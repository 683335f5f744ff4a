"""Which parameters of functions a value is made of: what a call passes for them decides what it may be."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId, FunctionId, ScopeId, numbered_regions
from flake8_fakeasync.analysis.project.uses import parts
from flake8_fakeasync.analysis.syntax.branch_tests import Comparison, Logical
from flake8_fakeasync.analysis.syntax.exprs import (
    Attribute,
    Call,
    Enter,
    Expr,
    FunctionRef,
    Join,
    Operation,
    Parameter,
)
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
from flake8_fakeasync.analysis.syntax.kinds import TESTS

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.project.module import Module

_MOST = (
    300  # rows that are looked at for a value made in a loop; what lies beyond is taken for independent of parameters
)
_NONE: frozenset[ExprId] = frozenset()


def behind(module: "Module", expr: ExprId) -> frozenset[ExprId]:
    """Return the parameters that a value is made of; a function inside of another is made of all of that one's.

    What a value is made of has lower numbers than the value, but in loops: each row is looked at once.
    """
    known = module.parameters_behind
    pending = [] if expr in known else [expr]
    while pending:
        current = pending[-1]
        row = module.row(current)
        made_of = _parts(module, row)
        if isinstance(row, Parameter | FunctionRef) or any(part >= current for part in made_of):
            found = _in_circles(module, current)
        else:
            missing = [part for part in made_of if part and part not in known]
            if missing:
                pending += missing
                continue
            found = _union([known[part] for part in made_of if part])
        known[pending.pop()] = module.parameter_sets.setdefault(found, found)
    return known[expr]


def told(module: "Module", row: Attribute) -> tuple[ExprId, ...]:
    """Return what a constructor stores as an attribute of `self`, where what it was called with is known."""
    cls = module.class_of_self(row.base) if module.context else None
    stores = module.attributes.get(cls, {}).get(row.name, ()) if cls is not None else ()
    passed = {expr for expr, _ in module.context} if stores else set()
    found = tuple(store.value for store in stores)
    return found if any(not passed.isdisjoint(behind(module, expr)) for expr in found) else ()


def _union(sets: list[frozenset[ExprId]]) -> frozenset[ExprId]:
    """Return the union; most sets are empty or the same."""
    some = [each for each in sets if each]
    return _NONE.union(*some) if len(some) > 1 else some[0] if some else _NONE


def _in_circles(module: "Module", expr: ExprId) -> frozenset[ExprId]:
    found: set[ExprId] = set()
    pending, seen = [expr], {expr}
    while pending and len(seen) <= _MOST:
        current = pending.pop()
        row = module.row(current)
        if isinstance(row, Parameter):
            found.add(current)
        elif isinstance(row, FunctionRef):
            found.update(enclosing(module, row.scope))
        else:
            more = [part for part in _parts(module, row) if part and part not in seen]
            seen.update(more)
            pending += more
    return frozenset(found) if found else _NONE


def _parts(module: "Module", row: Expr) -> tuple[ExprId, ...]:
    if type(row) is Comparison:
        return (row.left, row.right)
    if type(row) is Logical:
        return row.parts
    return (*row.parts, *deciding(module, row)) if type(row) is Join and row.regions else parts(row)


def deciding(module: "Module", row: Join) -> tuple[ExprId, ...]:
    """Return the tests that decide which of several values one is."""
    regions = module.facts.regions
    around = [module.facts.enclosing(region) for region in row.regions if region]
    shared = set(around[0]).intersection(*around[1:]) if len(around) == len(row.regions) else set()
    chosen = dict.fromkeys(region for each in around for region in each if region not in shared)
    tests = (regions[region].detail[0] for region in chosen if regions[region].kind in TESTS and regions[region].detail)
    return tuple(dict.fromkeys(test for test in tests if test))


def depends_on(module: "Module", fact: Operation) -> frozenset[ExprId]:
    """Return the parameters that decide what an operation runs, and with what."""
    if isinstance(fact, Call):
        exprs = (fact.function, *fact.given)
        return _NONE.union(*[behind(module, expr) for expr in exprs if expr])
    return behind(module, fact.value if isinstance(fact, Enter) else fact.base)


def enclosing(module: "Module", scope: ScopeId) -> list[ExprId]:
    """Return the parameters of the functions around a function."""
    found: list[ExprId] = []
    while scope:
        scope = module.scope(scope).parent
        around = module.scope(scope)
        if isinstance(around, FunctionFacts):
            found += [each.value for each in around.parameters]
    return found


def tested(module: "Module") -> dict[FunctionId, set[ExprId]]:
    """Return, by function, the values that tests of branches in its own code ask about."""
    found: dict[FunctionId, set[ExprId]] = {}
    for number, region in numbered_regions(module.facts.regions):
        if region.kind in TESTS:
            function = module.facts.function_of(number).id
            found.setdefault(function, set()).update(expr for expr in region.detail if expr)
    return found
