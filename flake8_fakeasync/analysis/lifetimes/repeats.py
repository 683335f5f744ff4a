"""Clients that are opened and closed each time a function runs, where something runs that again and again."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.ids import ExprId, FunctionId, RegionId
from flake8_fakeasync.analysis.lifetimes.callers import callers
from flake8_fakeasync.analysis.lifetimes.generators import Generators
from flake8_fakeasync.analysis.lifetimes.loop_starts import started
from flake8_fakeasync.analysis.lifetimes.loops import ends_in_first_turn, is_setting
from flake8_fakeasync.analysis.lifetimes.reads import Reads
from flake8_fakeasync.analysis.project.uses import parts
from flake8_fakeasync.analysis.syntax.branch_tests import Comparison, Logical
from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN, Await, Call, Constant, Element, Enter, Parameter
from flake8_fakeasync.analysis.syntax.facts import Store
from flake8_fakeasync.analysis.syntax.kinds import LOOPS, RegionKind
from flake8_fakeasync.analysis.syntax.texts import Text
from flake8_fakeasync.analysis.values import External, Instance, OwnFunction
from flake8_fakeasync.catalog import keepers

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.entry_points.runners import Runners
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.lifetimes.lifetime import Lifetime
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.syntax.facts import FunctionFacts

_DEPTH = 4  # of callers between a framework and the client
_MOST = 40  # callers; who else calls a function is not asked
_OFTEN = frozenset({"request", "item"})
_MAP = External("builtins.map")
_CHOICES: frozenset[RegionKind] = frozenset({"arm", "branch", "case", "handler"})


class Repeat(NamedTuple):
    """A function that opens a client each time, and what calls that again and again, as one would write it."""

    function: str
    caller: str


class Repeats:
    """Finds what repeats the life of a client that one module opens and closes in one function."""

    def __init__(self, evaluator: "Evaluator", runners: "Runners", module: "Module") -> None:
        self._evaluator = evaluator
        self._runners = runners
        self._module = module
        self._last: dict[FunctionId, ExprId] = {}

    def by_framework(self, lifetime: "Lifetime") -> Repeat | None:
        """Return what a framework runs for each request or message, if that opens the client each time."""
        function = self._function(lifetime)
        if function is None:
            return None
        pending, seen = [(self._module, function, 0)], set[tuple[str, FunctionId]]()
        while pending and len(seen) < _MOST:
            module, each, depth = pending.pop(0)
            if (module.path, each.id) in seen:
                continue
            seen.add((module.path, each.id))
            entry = self._runners.entry(module, each)
            if entry is not None:
                return Repeat(function.name, f"{entry.what} {each.name}()") if entry.often in _OFTEN else None
            if depth < _DEPTH and self._runs_each_time(module, each):
                calls = callers(self._evaluator, module, each)
                pending += [(home, home.facts.function_of(call.region), depth + 1) for home, call in calls]
        return None

    def by_loop(self, lifetime: "Lifetime") -> Repeat | None:
        """Return the function that calls in a loop what opens the client."""
        function = self._function(lifetime)
        if (
            function is None
            or self._is_for_many(lifetime, function)
            or not self._runs_each_time(self._module, function)
        ):
            return None
        for module, call in callers(self._evaluator, self._module, function):
            if self._is_in_a_loop(module, call):
                caller = module.facts.function_of(call.region).name
                return Repeat(function.name, f"{caller}()" if caller else "the module")
        value = OwnFunction(self._module.path, function.id, None)
        is_mapped = any(_MAP in called for called, _ in Reads(self._evaluator).given(value))
        return Repeat(function.name, "map()") if is_mapped else None

    def _function(self, lifetime: "Lifetime") -> "FunctionFacts | None":
        """Return the function that opens and closes a client in the same way each time it runs."""
        function = self._module.facts.function_of(lifetime.creation.call.region)
        if not lifetime.is_of_call or not lifetime.creation.cls.leaks or self._module.is_test:
            return None
        is_chosen = self._is_chosen(lifetime.creation.call.region, lifetime)
        return None if is_chosen or self._varies(lifetime.creation.call) or not function.name else function

    def _is_chosen(self, region: RegionId, lifetime: "Lifetime") -> bool:
        """Return whether a client is only made under a condition, such as that there is none."""
        facts = self._module.facts
        regions = [facts.regions[each] for each in facts.enclosing(region)]
        if any(each.kind in _CHOICES for each in regions):
            return True
        return any(self._asks_for_client(each.detail[0], lifetime) for each in regions if each.kind == "rest")

    def _asks_for_client(self, test: ExprId, lifetime: "Lifetime") -> bool:
        pending = [test]
        while pending:
            expr = pending.pop()
            row = self._module.row(expr)
            values = self._evaluator.infer(self._module, expr) if expr else frozenset()
            if any(isinstance(each, Instance) and each.name == lifetime.creation.cls.name for each in values):
                return True
            if isinstance(row, Comparison):
                pending += [row.left, row.right]
            elif isinstance(row, Logical):
                pending += row.parts
            elif isinstance(row, Constant) and row.value is None:
                return True
        return False

    def _varies(self, call: Call) -> bool:
        """Return whether what a client is created with may be something else in each call."""
        pending, seen = [expr for expr in parts(call) if expr != call.function], set[ExprId]()
        while pending:
            expr = pending.pop()
            row = self._module.row(expr)
            if expr in seen or self._module.class_of_self(expr) is not None:
                continue
            seen.add(expr)
            is_made = isinstance(row, Call) and not is_setting(self._evaluator, self._module, row)
            if not expr or is_made or isinstance(row, Parameter | Text | Element):
                return True
            pending += [each for each in parts(row) if not isinstance(row, Call) or each != row.function]
        return False

    def _runs_each_time(self, module: "Module", function: "FunctionFacts") -> bool:
        """Return whether a function is run by each call of it: a decorator may keep what it returned."""
        return not function.decorators or Generators(self._evaluator, module).is_decorated(function, "managers")

    def _is_for_many(self, lifetime: "Lifetime", function: "FunctionFacts") -> bool:
        """Return whether a function waits in a loop while its client is open: that serves more than one request."""
        return function.is_generator or self._last_in_a_loop(function) > lifetime.creation.value

    def _last_in_a_loop(self, function: "FunctionFacts") -> ExprId:
        """Return the last wait of a function that may happen several times, UNKNOWN if there is none."""
        found = self._last.get(function.id)
        if found is None:
            waits = (row for row in self._module.waits(function.id) if self._is_repeated(row))
            found = self._last[function.id] = max((row.id for row in waits), default=UNKNOWN)
        return found

    def _is_repeated(self, wait: Await | Enter | Element) -> bool:
        facts = self._module.facts
        around = (facts.regions[region].kind for region in facts.enclosing(wait.region))
        return isinstance(wait, Element) or not LOOPS.isdisjoint(around)

    def _is_in_a_loop(self, module: "Module", call: Call) -> bool:
        """Return whether a call is made for each of many things, one after the other or all at once."""
        facts = module.facts
        around = facts.enclosing(call.region)
        loops = [region for region in around if facts.regions[region].kind in LOOPS]
        if loops and self._runs_alone(module, call):
            return False
        if not loops or not facts.regions[loops[0]].detail[0] or ends_in_first_turn(module, loops[0]):
            return False
        inner = [facts.regions[region].kind for region in around[: around.index(loops[0])]]
        is_sure = _CHOICES.isdisjoint(inner) and not self._is_kept(module, call)
        return is_sure and not self._tries_again(module, loops[0]) and not self._pauses(module, loops[0])

    def _runs_alone(self, module: "Module", call: Call) -> bool:
        """Return whether a coroutine runs in an event loop of its own, where no client of another one can be used."""
        facts = [mention.fact for mention in module.uses_of.of(call.id)]
        starts = [started(self._evaluator, module, fact) for fact in facts if isinstance(fact, Call)]
        return any(start is not None and start[1] == call.id for start in starts)

    def _is_kept(self, module: "Module", call: Call) -> bool:
        """Return whether something keeps what a call returns, so that it need not be called again."""
        exprs = [call.id, *module.awaits.get(call.id, ())]
        return any(isinstance(each.fact, Store) for expr in exprs for each in module.uses_of.of(expr))

    def _tries_again(self, module: "Module", loop: RegionId) -> bool:
        """Return whether a loop only counts and is left early: it waits for one answer."""
        base = module.row(module.facts.regions[loop].detail[0])
        counts = isinstance(base, Call) and External("builtins.range") in self._evaluator.infer(module, base.function)
        ends = (use.region for use in module.facts.uses if use.how in {"returned", "left"})
        return counts and any(loop in module.facts.enclosing(region) for region in ends)

    def _pauses(self, module: "Module", loop: RegionId) -> bool:
        """Return whether a loop waits between its turns: connections would be closed by then."""
        pauses = {External(name) for name in keepers.names("pauses", "functions")}
        for call in module.rows(Call):
            if loop in module.facts.enclosing(call.region) and pauses & self._evaluator.infer(module, call.function):
                return True
        return False
