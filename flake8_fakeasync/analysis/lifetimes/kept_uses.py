"""Clients that objects and modules keep, and that coroutines use."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.ids import ExprId, FunctionId
from flake8_fakeasync.analysis.lifetimes.escapes import CLIENT
from flake8_fakeasync.analysis.lifetimes.value_flow import ValueFlow
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Global, Imported
from flake8_fakeasync.analysis.values import OwnFunction, OwnModule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.lifetimes.creations import Creations
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.catalog import Class

_MOST = 40  # functions that a coroutine runs
_LOOP_NAMES = frozenset({"get_running_loop", "get_event_loop"})


class KeptClient(NamedTuple):
    """A client that an attribute or a module-level name keeps, as one would write it; `is_let_go`: it is closed."""

    shown: str
    cls: "Class"
    is_let_go: bool


class KeptUses:
    """Finds the kept clients that functions use."""

    def __init__(self, evaluator: "Evaluator", creations: "Creations") -> None:
        self._evaluator = evaluator
        self._creations = creations

    def by(self, started: list[OwnFunction]) -> list[KeptClient]:
        """Return the kept clients that functions use, and those that they run; none where these are too many."""
        pending, seen = list(started), set[tuple[str, FunctionId]]()
        found: dict[str, KeptClient] = {}
        while pending and len(seen) < _MOST:
            value = pending.pop()
            module = self._evaluator.project.module(value.module)
            if module is None or value[:2] in seen:
                continue
            seen.add(value[:2])
            for each in self._of_function(module, value.scope):
                before = found.get(each.shown)
                found[each.shown] = each._replace(is_let_go=each.is_let_go or (before is not None and before.is_let_go))
            for call in module.calls(value.scope):
                pending += self.run(module, call.function)
        return [] if pending else list(found.values())

    def run(self, module: "Module", function: ExprId) -> list[OwnFunction]:
        """Return the functions of the project that calling a value runs, unless on an object made for the call."""
        expr, row = function, module.row(function)
        while isinstance(row, Attribute) and module.class_of_self(row.base) is None:
            expr, row = row.base, module.row(row.base)
        is_method = expr != function
        if is_method and not isinstance(row, Attribute | Global | Imported):
            return []
        return [each for each in self._evaluator.infer(module, function) if isinstance(each, OwnFunction)]

    def of(self, module: "Module", expr: ExprId, scope: FunctionId) -> KeptClient | None:
        """Return the kept client that a value is, where a function reads it."""
        row = module.row(expr)
        if isinstance(row, Attribute):
            return self._attribute(module, row, scope)
        return self._variable(module, expr, scope) if isinstance(row, Global | Imported) else None

    def _of_function(self, module: "Module", scope: FunctionId) -> list[KeptClient]:
        reads = module.reads(scope)
        looks = any(row.name in _LOOP_NAMES for row in reads)
        kept = [self.of(module, expr, scope) for expr in dict.fromkeys((*(row.id for row in reads), *_names(reads)))]
        found = [each for each in kept if each is not None]
        return [each._replace(is_let_go=True) for each in found] if looks else found

    def _attribute(self, module: "Module", row: Attribute, scope: FunctionId) -> KeptClient | None:
        owner = module.class_of_self(row.base)
        stores = module.attributes.get(owner, {}).get(row.name, []) if owner is not None else []
        cls = self._created(module, [store.value for store in stores])
        if owner is None or cls is None:
            return None
        made_here = any(module.facts.function_of(store.region).id == scope for store in stores)
        shown = f"{module.cls(owner).name}.{row.name}"
        return KeptClient(shown, cls, made_here or self._lets_go(module, row.id, cls, scope))

    def _variable(self, module: "Module", expr: ExprId, scope: FunctionId) -> KeptClient | None:
        row = module.row(expr)
        name = getattr(row, "name", None)
        exprs = module.facts.names.get(row.name, ()) if isinstance(row, Global) else (expr,)
        created = [self._of_import(module, found) for each in exprs if isinstance(found := module.row(each), Imported)]
        cls = next(filter(None, (self._created(module, exprs), *created)), None)
        return KeptClient(name, cls, self._lets_go(module, expr, cls, scope)) if name and cls is not None else None

    def _of_import(self, module: "Module", row: Imported) -> "Class | None":
        found = self._evaluator.module_named(module, row.module) if row.name is not None else None
        home = self._evaluator.project.module(found.path) if isinstance(found, OwnModule) else None
        return self._created(home, home.facts.names.get(row.name or "", ())) if home is not None else None

    def _created(self, module: "Module", exprs: "Iterable[ExprId]") -> "Class | None":
        """Return the class of the client that is kept, if it is created in one of these places."""
        for expr in exprs:
            row = module.row(expr)
            creation = self._creations.of(module, row, owners=False) if isinstance(row, Call) else None
            if creation is not None and not creation.cls.long_lived:
                return creation.cls
        return None

    def _lets_go(self, module: "Module", expr: ExprId, cls: "Class", scope: FunctionId) -> bool:
        releases = ValueFlow(self._evaluator, module, cls, None).follow(expr, CLIENT).releases
        return any(module.facts.function_of(each.region).id == scope for each in releases)


def _names(reads: list[Attribute]) -> list[ExprId]:
    """Return what attributes are read of."""
    return [row.base for row in reads]
