"""Stores a followed client: in attributes, containers and module-level names, and in the state of applications."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.lifetimes.escapes import (
    CLIENT,
    HOLDER,
    Escape,
    Followed,
    InAttribute,
    InState,
    InVariable,
)
from flake8_fakeasync.analysis.lifetimes.generators import Generators
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call, Display, ExprId, Global, Narrowed, Parameter
from flake8_fakeasync.analysis.values import External, OwnClass, OwnInstance, known
from flake8_fakeasync.catalog import keepers

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module


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

    def _elsewhere(self, each: Followed, base: ExprId, name: str, *, is_inside: bool) -> None:
        module = each.module
        holder = module.row(base)
        if not name and isinstance(holder, Global) and holder.name in module.facts.names:
            self._fate.keep(InVariable(module.path, holder.name, is_inside=True, cls=each.cls), is_away=each.is_away)
        elif not name and isinstance(holder, Display):
            self._pending.append(each._replace(expr=base, role=HOLDER))
        elif name and self._is_state(module, base):
            self._fate.keep(InState(module.path, name, is_inside, each.cls), is_away=each.is_away)
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

    def _is_state(self, module: "Module", base: ExprId) -> bool:
        """Return whether a value is the state of an application: `app.state`."""
        row = module.row(base)
        if not isinstance(row, Attribute) or row.name not in keepers.names("state", "attributes"):
            return False
        if any(each.name in keepers.names("state", "applications") for each in self._types(module, row.base)):
            return True
        application = module.row(row.base)
        if not isinstance(application, Parameter) or self._annotation(module, application):
            return False
        return Generators(self._evaluator, module).is_given_to_application(module.function(application.scope))

    def _types(self, module: "Module", expr: ExprId) -> list[External]:
        """Return the classes outside the project that a value is an instance of."""
        row = module.row(expr)
        while isinstance(row, Narrowed):
            row = module.row(row.base)
        exprs: tuple[ExprId, ...] = (expr,)
        if isinstance(row, Global):
            exprs = module.facts.names.get(row.name, ())
        elif isinstance(row, Attribute):
            own = module.class_of_self(row.base)
            stores = module.attributes.get(own, {}).get(row.name, []) if own is not None else []
            exprs = tuple(store.value for store in stores)
        found: list[External] = []
        for each in exprs:
            row = module.row(each)
            source = row.function if isinstance(row, Call) else self._annotation(module, row)
            found += [value for value in self._evaluator.infer(module, source) if isinstance(value, External)]
        return found

    def _annotation(self, module: "Module", row: object) -> ExprId:
        if not isinstance(row, Parameter):
            return 0
        function = module.function(row.scope)
        return next((each.annotation for each in function.parameters if each.name == row.name), 0)
