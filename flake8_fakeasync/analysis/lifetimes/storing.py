"""Stores a followed client: in attributes, containers and module-level names, and in the state of applications."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.lifetimes.applications import Applications
from flake8_fakeasync.analysis.lifetimes.escapes import (
    CLIENT,
    HOLDER,
    Escape,
    Followed,
    InAttribute,
    InContext,
    InState,
    InVariable,
)
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Declared, Display, Global, Imported
from flake8_fakeasync.analysis.values import External, OwnClass, OwnInstance, OwnModule, known
from flake8_fakeasync.catalog import keepers

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.syntax.exprs import Expr
    from flake8_fakeasync.analysis.values import ValueSet


def is_variable(values: "ValueSet") -> bool:
    """Return whether calling these creates a `ContextVar`."""
    return any(isinstance(each, External) and each.name in keepers.names("variables", "classes") for each in values)


class Storing:
    """Adds what keeps a client to its fate."""

    def __init__(self, evaluator: "Evaluator", pending: list[Followed], fate: Escape) -> None:
        self._evaluator = evaluator
        self._pending = pending
        self._fate = fate

    def put(self, each: Followed, base: ExprId, name: str) -> None:
        """Note what keeps a value that is stored in an attribute of a base or, without a name, put into it."""
        module, is_inside = each.module, each.role != CLIENT or not name
        holder = module.row(base)
        if not name and isinstance(holder, Attribute):
            base, name = holder.base, holder.name
        owners = self._owners(module, base) if name else []
        if each.is_away and any(self._evaluator.mro(owner).external for owner in owners):
            self._fate.handed.add("argument")  # a base outside the project may close it
        for owner in owners:
            self._fate.keep(InAttribute(owner, name, is_inside, each.cls), is_away=each.is_away)
        if not owners:
            self._elsewhere(each, base, name, is_inside=is_inside)

    def put_into_context(self, each: Followed, call: Call) -> bool:
        """Note a client that `variable.set(client)` puts into a `ContextVar`; return whether the call does that."""
        read = each.module.row(call.function)
        if not isinstance(read, Attribute) or read.name not in keepers.names("variables", "put"):
            return False
        row = each.module.row(read.base)
        home = each.module if isinstance(row, Global) else self._home(each.module, row)
        name = row.name if isinstance(row, Global | Imported) else None
        exprs = home.facts.names.get(name, ()) if home is not None and name is not None else ()
        if home is None or name is None or not any(self._is_variable(home, expr) for expr in exprs):
            return False
        self._fate.keep(InContext(home.path, name, each.role != CLIENT, each.cls), is_away=each.is_away)
        return True

    def put_as_default(self, each: Followed, call: Call) -> None:
        """Note a client that a `ContextVar` is created with."""
        module = each.module
        exprs = [call.id, *(one.value for one in module.uses_of.of(call.id) if isinstance(one.fact, Declared))]
        names = [name for expr in exprs for name in module.uses_of.globals.get(expr, ())]
        for name in names:
            self._fate.keep(InContext(module.path, name, each.role != CLIENT, each.cls), is_away=each.is_away)
        self._fate.handed |= set() if names else {"argument"}

    def _home(self, module: "Module", row: "Expr") -> "Module | None":
        """Return the module of the project that a name is imported from."""
        found = self._evaluator.module_named(module, row.module) if isinstance(row, Imported) else None
        return self._evaluator.project.module(found.path) if isinstance(found, OwnModule) else None

    def _is_variable(self, module: "Module", expr: ExprId) -> bool:
        row = module.row(expr)
        if isinstance(row, Declared):
            row = module.row(row.value)
        return isinstance(row, Call) and is_variable(self._evaluator.infer(module, row.function))

    def _elsewhere(self, each: Followed, base: ExprId, name: str, *, is_inside: bool) -> None:
        module = each.module
        holder = module.row(base)
        if Applications(self._evaluator, module).keeps(base):
            is_inside = is_inside if name else each.role != CLIENT
            self._fate.keep(InState(module.path, name, is_inside, each.cls), is_away=each.is_away)
        elif not name and isinstance(holder, Global) and holder.name in module.facts.names:
            self._fate.keep(InVariable(module.path, holder.name, is_inside=True, cls=each.cls), is_away=each.is_away)
        elif not name and isinstance(holder, Display):
            self._pending.append(each._replace(expr=base, role=HOLDER))
        else:
            self._fate.handed.add("stored")

    def _owners(self, module: "Module", base: ExprId) -> list[OwnClass]:
        """Return the classes of the project whose attribute a store is of, none where it may be another."""
        own = module.class_of_self(base)
        if own is not None:
            return [OwnClass(module.path, own)]
        values = known(self._evaluator.infer(module, base))
        found = [OwnClass(each.module, each.scope) for each in values if isinstance(each, OwnClass | OwnInstance)]
        return sorted(found) if len(found) == len(values) else []
