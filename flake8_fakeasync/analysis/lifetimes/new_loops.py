"""Async clients that are used under a new event loop for each call."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.lifetimes.escapes import CLIENT
from flake8_fakeasync.analysis.lifetimes.value_flow import ValueFlow
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, ExprId, Global
from flake8_fakeasync.analysis.values import External, OwnClass, OwnFunction, known
from flake8_fakeasync.catalog import keepers

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.lifetimes.creations import Creations
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.catalog import Class

_MOST = 40  # functions that a coroutine runs
_ENTRIES = frozenset({"main", "run", "start", "serve", "cli"})
_RUNS = "run_until_complete"
_LOOP_NAMES = frozenset({"get_running_loop", "get_event_loop"})


class NewLoop(NamedTuple):
    """A call that runs a coroutine in a new event loop, and the client that lives longer than that."""

    code: str
    client: str
    cls: "Class"


class _Kept(NamedTuple):
    """A client that an attribute or a module-level name keeps, as one would write it."""

    shown: str
    cls: "Class"
    is_let_go: bool


class NewLoops:
    """Finds the calls of one module that start event loops for clients which outlive them."""

    def __init__(self, evaluator: "Evaluator", creations: "Creations", module: "Module") -> None:
        self._evaluator = evaluator
        self._creations = creations
        self._module = module

    def of(self, call: Call) -> NewLoop | None:
        """Return the loop that a call starts for each call of a method, if a kept client is used in it."""
        function = self._module.facts.function_of(call.region)
        owner = self._module.owner(function)
        if owner is None or function.is_async or function.name in _ENTRIES or function.name.startswith("__"):
            return None
        start = self._starts(call)
        if start is None or self._module.is_test:
            return None
        name, expr = start
        started = self._coroutines(expr)
        used = self._used(started)
        open_ones = [each for each in used if not each.is_let_go]
        if not open_ones or len(open_ones) < len(used):
            return None
        return NewLoop(f"{name}() in {function.name}()", open_ones[0].shown, open_ones[0].cls)

    def _starts(self, call: Call) -> tuple[str, ExprId] | None:
        """Return what a call starts a new event loop with, and the coroutine that runs in it."""
        row = self._module.row(call.function)
        name = self._named(call.function, "new")
        if name is not None and call.arguments:
            return name, call.arguments[0]
        if isinstance(row, Call) and row.arguments:  # async_to_sync(f)(argument)
            name = self._named(row.function, "wrap")
            return (name, row.arguments[0]) if name is not None else None
        made = self._module.row(row.base) if isinstance(row, Attribute) and row.name == _RUNS else None
        if not isinstance(made, Call) or not call.arguments:
            return None
        is_here = self._module.facts.function_of(made.region) is self._module.facts.function_of(call.region)
        name = self._named(made.function, "make") if is_here else None
        return (name, call.arguments[0]) if name is not None else None

    def _named(self, expr: ExprId, kind: str) -> str | None:
        """Return the name of a function that starts a loop in one way."""
        for value in known(self._evaluator.infer(self._module, expr)):
            if isinstance(value, External) and value.name in keepers.names("loops", kind):
                return value.name
        return None

    def _coroutines(self, expr: ExprId) -> list[OwnFunction]:
        """Return the functions that an argument is, or that it is a call of."""
        row = self._module.row(expr)
        values = self._evaluator.infer(self._module, row.function if isinstance(row, Call) else expr)
        return [each for each in values if isinstance(each, OwnFunction)]

    def _used(self, started: list[OwnFunction]) -> list[_Kept]:
        """Return the kept clients that functions use, and those that they run."""
        pending, seen = list(started), set[tuple[str, int]]()
        found: dict[str, _Kept] = {}
        while pending and len(seen) < _MOST:
            value = pending.pop()
            module = self._evaluator.project.module(value.module)
            if module is None or value[:2] in seen:
                continue
            seen.add(value[:2])
            for each in self._reads(module, value.scope):
                before = found.get(each.shown)
                found[each.shown] = each._replace(is_let_go=each.is_let_go or (before is not None and before.is_let_go))
            for call in module.calls(value.scope):
                values = self._evaluator.infer(module, call.function)
                pending += [each for each in values if isinstance(each, OwnFunction)]
        return [] if pending else list(found.values())

    def _reads(self, module: "Module", scope: int) -> list[_Kept]:
        found: list[_Kept] = []
        reads = module.reads(scope)
        looks = any(row.name in _LOOP_NAMES for row in reads)
        for row in reads:
            owner = module.class_of_self(row.base)
            if owner is not None:
                stores = module.attributes.get(owner, {}).get(row.name, [])
                cls = self._created(module, [store.value for store in stores])
                made_here = any(module.facts.function_of(store.region).id == scope for store in stores)
                if cls is not None:
                    shown = f"{module.cls(OwnClass(module.path, owner).scope).name}.{row.name}"
                    found.append(_Kept(shown, cls, looks or made_here or self._lets_go(module, row.id, cls)))
        return found + self._globals(module, scope)

    def _globals(self, module: "Module", scope: int) -> list[_Kept]:
        found: list[_Kept] = []
        for expr in module.facts.kinds.get(Global, ()):
            row = module.row(expr)
            cls = self._created(module, list(module.facts.names.get(row.name, ()))) if isinstance(row, Global) else None
            if cls is None or not isinstance(row, Global):
                continue
            reads = [getattr(mention.fact, "region", None) for mention in module.uses_of.of(expr)]
            if any(region is not None and module.facts.function_of(region).id == scope for region in reads):
                found.append(_Kept(row.name, cls, self._lets_go(module, expr, cls)))
        return found

    def _created(self, module: "Module", exprs: list[ExprId]) -> "Class | None":
        """Return the class of the client that is kept, if it is created in one of these places."""
        for expr in exprs:
            row = module.row(expr)
            creation = self._creations.of(module, row, owners=False) if isinstance(row, Call) else None
            if creation is not None and not creation.cls.long_lived:
                return creation.cls
        return None

    def _lets_go(self, module: "Module", expr: ExprId, cls: "Class") -> bool:
        return bool(ValueFlow(self._evaluator, module, cls, None).follow(expr, CLIENT).releases)
