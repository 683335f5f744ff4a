"""Async clients that are used under a new event loop for each call."""

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.ids import ExprId, FunctionId, RegionId
from flake8_fakeasync.analysis.lifetimes.borrowers import Borrower, borrowers
from flake8_fakeasync.analysis.lifetimes.callers import callers
from flake8_fakeasync.analysis.lifetimes.generators import Generators
from flake8_fakeasync.analysis.lifetimes.kept_uses import KeptClient, KeptUses
from flake8_fakeasync.analysis.lifetimes.loop_starts import started
from flake8_fakeasync.analysis.lifetimes.loops import ends_in_first_turn
from flake8_fakeasync.analysis.project.scripts import is_script
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, FunctionRef, Parameter
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
from flake8_fakeasync.analysis.syntax.kinds import LOOPS
from flake8_fakeasync.analysis.values import OwnClass
from flake8_fakeasync.catalog import keepers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.entry_points.runners import Runners
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.lifetimes.creations import Creations
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.catalog import Class

_DEPTH = 3  # of callers
_ENTRIES = frozenset({"main", "run", "start", "serve", "cli"})
_OFTEN = frozenset({"request", "item"})


class NewLoop(NamedTuple):
    """A call that runs a coroutine in a new event loop, and the client that lives longer than that."""

    code: str
    client: str
    cls: "Class"


class NewLoops:
    """Finds the calls of one module that start event loops for clients which outlive them."""

    def __init__(self, evaluator: "Evaluator", runners: "Runners", creations: "Creations", module: "Module") -> None:
        self._evaluator = evaluator
        self._runners = runners
        self._kept = KeptUses(evaluator, creations)
        self._module = module

    def of(self, call: Call) -> NewLoop | None:
        """Return the loop that a call starts again and again, if a client that outlives it is used in it."""
        function = self._module.facts.function_of(call.region)
        if function.is_async or self._module.is_test:
            return None
        start = started(self._evaluator, self._module, call) or self._handed(call)
        if start is None:
            return None
        name, expr = start
        found = next((one for each in self._runs(call, expr, function) if (one := self._open(*each)) is not None), None)
        if found is None:
            return None
        where = f" in {function.name}()" if function.name and not function.is_lambda else ""
        return NewLoop(f"{name}(){where}", found.shown, found.cls)

    def _runs(self, call: Call, expr: ExprId, function: FunctionFacts) -> "Iterator[tuple[Module, Call, ExprId]]":
        """Yield the coroutines that a call runs, each with the call that names it.

        A function that is given one is called with it; calls in other files are asked about there.
        """
        if not isinstance(self._module.row(expr), Parameter):
            yield self._module, call, expr
            return
        for home, outer in callers(self._evaluator, self._module, function):
            for given in outer.given if home is self._module else ():
                taken = borrowers(self._evaluator, home, outer, given) or ()
                if any(isinstance(each, Borrower) and each.value == expr for each in taken):
                    yield home, outer, given

    def _handed(self, call: Call) -> tuple[str, ExprId] | None:
        """Return what a function of another file starts an event loop with for a coroutine that a call passes to it."""
        for expr in call.given:
            row = self._module.row(expr)
            if not isinstance(row, Call) or self._name(row.function) not in self._coroutines:
                continue
            for taken in borrowers(self._evaluator, self._module, call, expr) or ():
                if not isinstance(taken, Borrower) or taken.module is self._module:
                    continue
                starts = (started(self._evaluator, taken.module, each) for each in taken.module.calls(taken.scope))
                name = next((start[0] for start in starts if start is not None and start[1] == taken.value), None)
                if name is not None:
                    return name, expr
        return None

    def _name(self, expr: ExprId) -> str:
        row = self._module.row(expr)
        return self._module.scope(row.scope).name if isinstance(row, FunctionRef) else getattr(row, "name", None) or ""

    @cached_property
    def _coroutines(self) -> frozenset[str]:
        """The names of the async functions of the module."""
        return frozenset(each.name for each in self._module.functions() if each.is_async)

    def _open(self, module: "Module", call: Call, expr: ExprId) -> KeptClient | None:
        """Return a kept client that a coroutine uses and leaves open, if a call runs it again and again."""
        function = module.facts.function_of(call.region)
        used = [] if function.is_async else self._used(module, expr, function.id)
        open_ones = [each for each in used if not each.is_let_go]
        if not open_ones or len(open_ones) < len(used) or not self._is_repeated(module, call, _DEPTH):
            return None
        return open_ones[0]

    def _used(self, module: "Module", expr: ExprId, scope: FunctionId) -> list[KeptClient]:
        """Return the kept clients that a coroutine uses: that of a function, or of a method of the client itself."""
        row = module.row(expr)
        function = row.function if isinstance(row, Call) else expr
        read = module.row(function)
        own = self._kept.of(module, read.base, scope) if isinstance(read, Attribute) else None
        if own is not None:
            return [own]
        return self._kept.by(self._kept.run(module, function))

    def _is_repeated(self, module: "Module", call: Call, depth: int) -> bool:
        """Return whether a call is made more than once: in a loop, in a method, or in a function for others to call."""
        if _is_in_a_loop(module, call.region):
            return True
        function = _outermost(module, module.facts.function_of(call.region))
        name = function.name
        if not function.id or name in _ENTRIES or (name.startswith("__") and name.endswith("__")):
            return False
        if function.decorators:
            return self._is_run_often(module, function)
        cls = module.owner(function)
        if cls is not None:
            bases = self._evaluator.mro(OwnClass(module.path, cls.id)).external if cls.bases else ()
            return keepers.names("programs", "bases").isdisjoint(bases)
        calls = list(callers(self._evaluator, module, function))
        if not calls or not depth:
            return not name.startswith("_") and not is_script(self._evaluator.project, module, name)
        return any(self._is_repeated(home, each, depth - 1) for home, each in calls)

    def _is_run_often(self, module: "Module", function: FunctionFacts) -> bool:
        """Return whether a decorated function runs again and again: most commands of a program run once."""
        entry = self._runners.entry(module, function)
        if entry is not None:
            return entry.often in _OFTEN
        is_own = module.owner(function) is not None
        return is_own or Generators(self._evaluator, module).is_decorated(function, "tasks")


def _is_in_a_loop(module: "Module", region: RegionId) -> bool:
    """Return whether code runs in each turn of a loop that goes through many things."""
    facts = module.facts
    loops = [each for each in facts.enclosing(region) if facts.regions[each].kind in LOOPS]
    return bool(loops) and not ends_in_first_turn(module, loops[0])


def _outermost(module: "Module", function: FunctionFacts) -> FunctionFacts:
    """Return the function or method in which a function is defined."""
    parent = module.scope(function.parent)
    while function.id and isinstance(parent, FunctionFacts) and parent.id:
        function, parent = parent, module.scope(parent.parent)
    return function
