"""Which of several classes an object is of, as far as the tests around a call ask for one of its attributes."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId, RegionId
from flake8_fakeasync.analysis.infer import classes
from flake8_fakeasync.analysis.syntax.branch_tests import Comparison, Logical
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Expr, Global
from flake8_fakeasync.analysis.syntax.kinds import TESTS, ComparisonKind
from flake8_fakeasync.analysis.values import Literal, OwnFunction, OwnInstance, Value, ValueSet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

_ASKED: dict[ComparisonKind, bool] = {"Eq": True, "Is": True, "NotEq": False, "IsNot": False}
_Test = tuple[Comparison | Attribute, bool]


def left(
    evaluator: "Evaluator", module: "Module", region: RegionId, receiver: ExprId, methods: list[Value]
) -> list[Value]:
    """Return the methods that may be meant in a region; none where a test tells which, but not to us."""
    if any(_is_case_of(module, each, receiver) for each in module.facts.enclosing(region)):
        return []
    for test, positive in _tests(module, region, receiver):
        outcomes = [_outcome(evaluator, module, test, each) for each in methods]
        if set(outcomes) == {None} and (isinstance(test, Attribute) or module.class_of_self(receiver) is not None):
            continue  # a state of the object, not what tells its class
        if None in outcomes:
            return []
        methods = [each for each, outcome in zip(methods, outcomes, strict=True) if outcome == positive]
    return methods


def _tests(module: "Module", region: RegionId, receiver: ExprId) -> "Iterator[_Test]":
    """Yield the tests around a region that ask for an attribute of an object, and how they came out."""
    for each in module.facts.enclosing(region):
        kind, _, _, detail, positive, _ = module.facts.regions[each]
        pending = [(detail[0], positive)] if kind in TESTS and detail else []
        while pending:
            test, came_out = pending.pop()
            row = module.row(test)
            if isinstance(row, Logical):
                decided = row.how == "not" or (row.how == "and") == came_out
                pending += [(part, came_out != (row.how == "not")) for part in row.parts if decided]
            elif isinstance(row, Comparison):
                asked = module.row(row.left)
                if isinstance(asked, Attribute) and _is_same(module, asked.base, receiver):
                    yield row, came_out
            elif isinstance(row, Attribute) and _is_same(module, row.base, receiver):
                yield row, came_out


def _is_case_of(module: "Module", region: RegionId, receiver: ExprId) -> bool:
    """Return whether a region is that of a `case` by an attribute of an object."""
    kind, _, _, detail, *_ = module.facts.regions[region]
    asked = module.row(detail[0]) if kind == "case" and detail else None
    return isinstance(asked, Attribute) and _is_same(module, asked.base, receiver)


def _is_same(module: "Module", one: ExprId, other: ExprId) -> bool:
    """Return whether two reads are of the same name or attribute."""
    return one == other or _spelt(module.row(one)) == _spelt(module.row(other)) is not None


def _spelt(row: Expr) -> object:
    return (row.base, row.name) if isinstance(row, Attribute) else row if isinstance(row, Global) else None


def _outcome(evaluator: "Evaluator", module: "Module", test: Comparison | Attribute, method: Value) -> bool | None:
    """Return how a test comes out for an object that has a method, None if that is not known."""
    receiver = method.receiver if isinstance(method, OwnFunction) else None
    asked = module.row(test.left) if isinstance(test, Comparison) else test
    if not isinstance(receiver, OwnInstance) or not isinstance(asked, Attribute):
        return None
    value = _constant(classes.attribute(evaluator, receiver, asked.name))
    if isinstance(test, Attribute):
        return bool(value.value) if value is not None else None
    other = _constant(evaluator.infer(module, test.right))
    if value is None or other is None or test.how not in _ASKED:
        return None
    return (value == other) == _ASKED[test.how]


def _constant(values: ValueSet) -> Literal | None:
    value = next(iter(values)) if len(values) == 1 else None
    return value if isinstance(value, Literal) else None
