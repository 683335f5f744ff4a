"""How the test of a branch comes out, by what a call passes for the parameters that it asks about."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId, RegionId
from flake8_fakeasync.analysis.infer import comparisons
from flake8_fakeasync.analysis.infer.argument_values import certain
from flake8_fakeasync.analysis.project.parameters import behind
from flake8_fakeasync.analysis.syntax.branch_tests import Comparison, Logical
from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN, Call, Join
from flake8_fakeasync.analysis.syntax.kinds import TESTS, ComparisonKind

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

_OPPOSITE: dict[ComparisonKind, ComparisonKind] = {"NotEq": "Eq", "IsNot": "Is", "NotIn": "In"}
_DEEPEST = 20


class Excluded:
    """Tells which regions of a module do not run in the call that it is seen by; each test is looked at once.

    Use `excluded`, which makes one for each view of a module.
    """

    def __init__(self, evaluator: "Evaluator", module: "Module") -> None:
        self._evaluator = evaluator
        self._module = module
        self._passed = {expr for expr, _ in module.context}
        self._found: dict[RegionId, bool] = {}
        self._outcomes: dict[ExprId, tuple[bool | None, int]] = {}  # and how deep they led

    def __contains__(self, region: RegionId) -> bool:
        """Return whether the code of a region does not run."""
        pending: list[RegionId] = []
        found: bool | None = None
        is_kept = True  # unless a cycle cut an outcome short
        while found is None:
            found = self._found.get(region)
            if found is None:
                pending.append(region)
                kind, parent, _, detail, positive, _ = self._module.facts.regions[region]
                test = detail[0] if kind in TESTS else UNKNOWN
                came_out = self._outcome(test) if test else None
                is_kept = is_kept and (not test or test in self._outcomes)
                is_excluded = came_out is not None and came_out != positive
                found = is_excluded or (False if kind == "body" else None)
                region = parent
        if is_kept:
            self._found.update(dict.fromkeys(pending, found))
        return found

    def _outcome(self, test: ExprId) -> bool | None:
        kept = self._outcomes.get(test)
        if kept is None and not self._passed.isdisjoint(behind(self._module, test)):
            return self._ask(test)
        outcome, height = kept or self._outcomes.setdefault(test, (None, 0))
        if height and self._evaluator.queries.open:
            self._evaluator.queries.seen(height)
        return outcome

    def _ask(self, test: ExprId) -> bool | None:
        """Return the outcome of a test; in a cycle, where it decides what it asks about itself, it is unknown."""

        def keep(found: bool | None, height: int) -> None:  # noqa: FBT001
            self._outcomes[test] = found, height

        question = ("test", self._module.path, self._module.context, test)
        return self._evaluator.queries.ask(question, lambda: outcome(self._evaluator, self._module, test), keep, None)


def excluded(evaluator: "Evaluator", view: "Module") -> Excluded:
    """Return what does not run in the call that a module is seen by."""
    key = (view.path, view.context)
    found = evaluator.excluded.get(key)
    if found is None:
        found = evaluator.excluded[key] = Excluded(evaluator, view)
    return found


def chosen(evaluator: "Evaluator", module: "Module", row: Join) -> tuple[ExprId, ...]:
    """Return those of several values that one may be in the call that a module is seen by."""
    if not row.regions or not module.context:
        return row.parts
    beyond = excluded(evaluator, module)
    found = [part for part, region in zip(row.parts, row.regions, strict=True) if not region or region not in beyond]
    return tuple(found)


def depends(module: "Module", region: RegionId) -> bool:
    """Return whether it depends on parameters if the code of a region runs."""
    regions = (module.facts.regions[each] for each in module.facts.enclosing(region))
    return any(region.kind in TESTS and behind(module, expr) for region in regions for expr in region.detail)


def outcome(evaluator: "Evaluator", module: "Module", test: ExprId, depth: int = _DEEPEST) -> bool | None:
    """Return how a test comes out, None where that is not known."""
    row = module.row(test)
    if isinstance(row, Logical) and depth:
        found = [outcome(evaluator, module, part, depth - 1) if part else None for part in row.parts]
        return _combined(row.how, found)
    if isinstance(row, Comparison):
        opposite = _OPPOSITE.get(row.how)
        found_one = comparisons.compared(evaluator, module, opposite or row.how, row.left, row.right)
        return found_one if found_one is None or opposite is None else not found_one
    if isinstance(row, Call) and row.arguments:
        answer = comparisons.asked(evaluator, module, row)
        if answer is not None:
            return answer
    return comparisons.only({comparisons.truth(value) for value in certain(evaluator, module, test)})


def _combined(how: str, found: list[bool | None]) -> bool | None:
    if how == "not":
        return None if found[0] is None else not found[0]
    decisive = how == "or"
    if decisive in found:
        return decisive
    return None if None in found else not decisive
