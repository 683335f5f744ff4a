"""What runs before anything else can: nothing waits for the event loop yet."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.lifetimes.reads import Reads
from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN, Call, Constant
from flake8_fakeasync.analysis.values import External, OwnFunction, known
from flake8_fakeasync.analysis.weights.starters import has_started
from flake8_fakeasync.catalog import keepers

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.context import Context
    from flake8_fakeasync.analysis.ids import ExprId, FunctionId, RegionId
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
    from flake8_fakeasync.diagnostics import Placed, Violation

_START = "start"


class Startup:
    """Answers for one module."""

    def __init__(self, context: "Context") -> None:
        self._context = context
        self._module = context.module
        self._evaluator = context.program.evaluator
        self._reads = Reads(self._evaluator)
        self._mains: dict[FunctionId, bool] = {}

    def is_before_all(self, place: "Placed | None") -> bool:
        """Return whether a place is in a start-up hook, or in what an event loop runs first, and nothing runs yet."""
        region: RegionId | None = getattr(place, "region", None)
        expr: ExprId | None = getattr(place, "id", None)
        if region is None or expr is None:
            return False
        function = self._module.facts.function_of(region)
        entry = self._context.program.runners.entry(self._module, function)
        if entry is not None and entry.often == _START:
            is_early = not function.is_generator or self._is_before_yield(function, place)
            return is_early and not has_started(self._evaluator, self._module, function, (region, expr))
        return self._is_main(function) and not has_started(
            self._evaluator, self._module, function, (region, expr), may_unknown=True
        )

    def _is_before_yield(self, function: "FunctionFacts", place: "Placed | None") -> bool:
        facts = self._module.facts
        yields = (use for use in facts.uses if use.how == "yielded" and facts.function_of(use.region).id == function.id)
        first = min(((use.line, use.column) for use in yields), default=None)
        return first is not None and place is not None and (place.line, place.column) < first

    def _is_main(self, function: "FunctionFacts") -> bool:
        """Return whether a function is run by new event loops, and by nothing else."""
        if function.id not in self._mains:
            is_plain = function.is_async and not function.is_generator and not function.decorators
            self._mains[function.id] = bool(function.id) and is_plain and self._is_run_first(function)
        return self._mains[function.id]

    def _is_run_first(self, function: "FunctionFacts") -> bool:
        if function.parent or not self._module.path:
            return False
        value = OwnFunction(self._module.path, function.id, None)
        calls = [(module, call) for module, call in self._reads.called(value) if not module.is_test]
        loops = keepers.names("loops", "new")
        if not calls or not all(self._is_given_to(module, call, loops) for module, call in calls):
            return False
        reads = self._reads.variable(self._module, function.name)
        return not any(read.module.path.endswith("__init__.py") for read in reads if read.module is not self._module)

    def _is_given_to(self, module: "Module", call: Call, names: frozenset[str]) -> bool:
        takers = [mention.fact for mention in module.uses_of.of(call.id)]
        return bool(takers) and all(
            isinstance(taker, Call)
            and not module.facts.function_of(taker.region).is_async
            and self._is_one_of(module, taker, names)
            for taker in takers
        )

    def _is_one_of(self, module: "Module", call: Call, names: frozenset[str]) -> bool:
        values = known(self._evaluator.infer(module, call.function))
        return bool(values) and all(isinstance(each, External) and each.name in names for each in values)


def has_timeout(context: "Context", found: "Violation") -> bool:
    """Return whether the HTTP call of a report has a timeout argument."""
    if not found.frames:
        call = context.module.row(getattr(found.place, "id", UNKNOWN))
        return isinstance(call, Call) and _is_given(context.module, call)
    last = found.frames[-1]
    module = context.program.project.module(last.file)
    calls = (call for call in module.rows(Call) if call.line == last.line) if module is not None else ()
    return module is not None and any(_is_given(module, call) for call in calls)


def _is_given(module: "Module", call: Call) -> bool:
    timeout = next((expr for name, expr in call.keywords if name == "timeout"), None)
    row = module.row(timeout) if timeout is not None else None
    return row is not None and not (isinstance(row, Constant) and row.value is None)
