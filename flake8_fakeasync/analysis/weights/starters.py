"""Whether something else may run on the event loop by the time that a coroutine reaches a call."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId, FunctionId, RegionId, next_expr
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Await, Call, Element, Enter, Operation
from flake8_fakeasync.analysis.syntax.kinds import LOOPS
from flake8_fakeasync.analysis.value_order import in_order
from flake8_fakeasync.analysis.values import External, Instance, OwnFunction, Value, known
from flake8_fakeasync.catalog import keepers
from flake8_fakeasync.catalog.model import AWAITABLE_OR_PURE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.syntax.facts import FunctionFacts

_MOST = 40  # functions that are looked into
_RUNTIMES = ("asyncio.", "anyio.", "trio.")


def has_started(
    evaluator: "Evaluator",
    module: "Module",
    function: "FunctionFacts",
    at: tuple[RegionId, ExprId],
    *,
    may_unknown: bool = False,
) -> bool:
    """Return whether a function has started, or waited for, something else before it reaches an expression.

    `at` is the region of the expression and its number.
    `may_unknown` tells that awaiting what is not known may be that, too.
    """
    region, expr = at
    search = _Search(evaluator, may_unknown=may_unknown)
    around = [each for each in module.facts.enclosing(region) if module.facts.regions[each].kind in LOOPS]
    loop = around[-1] if around else None
    return search.is_started(module, function, expr, loop)


class _Search:
    """What the functions start that were looked into."""

    def __init__(self, evaluator: "Evaluator", *, may_unknown: bool) -> None:
        self._evaluator = evaluator
        self._may_unknown = may_unknown
        self._seen: set[tuple[str, FunctionId]] = set()

    def is_started(self, module: "Module", function: "FunctionFacts", before: ExprId, loop: RegionId | None) -> bool:
        """Return whether a function starts something before an expression, or in a loop around it."""
        self._seen.add((module.path, function.id))
        if len(self._seen) > _MOST:
            return True
        rows = [*module.operations(function.id)]
        waits = [row for row in module.waits(function.id) if isinstance(row, Await)]
        is_early = [row for row in (*rows, *waits) if row.id < before or self._is_in(module, row.region, loop)]
        return any(self._starts(module, row) for row in is_early)

    def _is_in(self, module: "Module", region: RegionId, loop: RegionId | None) -> bool:
        return loop is not None and loop in module.facts.enclosing(region)

    def _starts(self, module: "Module", row: "Operation | Await") -> bool:
        if isinstance(row, Await):
            return self._may_unknown and not isinstance(module.row(row.value), Call)
        if isinstance(row, Enter | Element):
            value = row.value if isinstance(row, Enter) else row.base
            made = module.row(value)
            is_known = isinstance(made, Call) and all(map(self._is_harmless, self._callees(module, made)))
            return row.is_async and self._may_unknown and not is_known
        return isinstance(row, Call) and self._starts_by_call(module, row)

    def _callees(self, module: "Module", call: Call) -> "Sequence[Value]":
        return in_order(known(self._evaluator.infer(module, call.function)))

    def _starts_by_call(self, module: "Module", call: Call) -> bool:
        values = self._callees(module, call)
        function = module.row(call.function)
        own = any(isinstance(each, OwnFunction) for each in values)
        if isinstance(function, Attribute) and not own and function.name in keepers.names("starters", "methods"):
            return True
        starters = keepers.names("starters", "functions")
        if any(isinstance(each, External) and each.name in starters for each in values):
            return True
        if any(self._starts_inside(each) for each in values if isinstance(each, OwnFunction)):
            return True
        others = [each for each in values if not isinstance(each, OwnFunction)]
        if call.id not in module.awaited or not self._may_unknown:
            return False
        return not values or not all(map(self._is_harmless, others))

    def _starts_inside(self, value: OwnFunction) -> bool:
        home = self._evaluator.project.module(value.module)
        if home is None:
            return True
        if (value.module, value.scope) in self._seen:
            return False
        return self.is_started(home, home.function(value.scope), next_expr(home.facts.exprs), None)

    def _is_harmless(self, value: Value) -> bool:
        """Return whether waiting for this lets nothing of the program run that does not run already."""
        catalog = self._evaluator.catalog
        if isinstance(value, External):
            function = catalog.function(value.name)
            is_known = function is not None and function.effect in AWAITABLE_OR_PURE
            return is_known or catalog.cls(value.name) is not None or value.name.startswith(_RUNTIMES)
        if isinstance(value, Instance):
            cls = catalog.cls(value.name)
            return cls is not None and cls.member(value.path) is not None
        return False
