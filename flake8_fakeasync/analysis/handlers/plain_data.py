"""Whether a value is plain data: something whose methods wait for nothing and speak no HTTP."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.syntax.branch_tests import Narrowed
from flake8_fakeasync.analysis.syntax.exprs import (
    Attribute,
    Await,
    Call,
    Caught,
    Constant,
    Declared,
    Display,
    Element,
    Enter,
    Expr,
    Global,
    Imported,
    Item,
    Join,
    Part,
    Starred,
)
from flake8_fakeasync.analysis.syntax.texts import Text
from flake8_fakeasync.analysis.values import (
    Bound,
    External,
    Instance,
    Iterable,
    Literal,
    Mapping,
    Options,
    OwnModule,
    Several,
    Value,
    ValueSet,
    together,
)
from flake8_fakeasync.catalog.raises import conduct, gives

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

_HARMLESS = frozenset({"local", "quiet"})
_OF_VALUE = Await | Declared | Enter | Starred
_CONTAINER = Iterable | Mapping | Options | Several
_OF_BASE = Attribute | Element | Item | Part


class Plain:
    """Follows values to where they were made: literals, what Python parses and formats, the body of a response."""

    def __init__(self, evaluator: "Evaluator") -> None:
        self._evaluator = evaluator

    def is_data(self, module: "Module", expr: ExprId, *, deep: bool = False) -> bool:
        """Return whether a value is certainly plain data; with `deep`, all that it contains as well."""
        if not expr:
            return False
        key = module.path, module.context, expr, deep
        ask = self._evaluator.queries.remembered
        return ask("data", key, lambda: self._is_data_anew(module, expr, deep=deep), unknown=False)

    def _is_data_anew(self, module: "Module", expr: ExprId, *, deep: bool) -> bool:
        values = self._evaluator.infer(module, expr)
        if values and all(self._is_data(value, deep=deep) for value in values):
            return True
        if any(not isinstance(value, _CONTAINER) or _inside(value) for value in values):
            return False
        return self._by_row(module, module.row(expr), deep=deep)

    def _by_row(self, module: "Module", row: Expr, *, deep: bool) -> bool:
        if isinstance(row, Constant | Text | Caught):
            return True
        if isinstance(row, Display):
            return not deep or self._all(module, row.items)
        if isinstance(row, _OF_VALUE):
            return self.is_data(module, row.value, deep=deep)
        if isinstance(row, _OF_BASE):
            return self.is_data(module, row.base, deep=True)
        return self._made(module, row, deep=deep)

    def _all(self, module: "Module", exprs: tuple[ExprId, ...]) -> bool:
        return bool(exprs) and all(self.is_data(module, each, deep=True) for each in exprs)

    def _made(self, module: "Module", row: Expr, *, deep: bool) -> bool:
        if isinstance(row, Narrowed):
            return self.is_data(module, row.base, deep=deep)
        if isinstance(row, Call):
            return self._gives_data(module, row, deep=deep)
        found = [(module, each) for each in row.parts] if isinstance(row, Join) else self._bound(module, row)
        return bool(found) and all(self.is_data(where, each, deep=deep) for where, each in found)

    def _is_data(self, value: Value, *, deep: bool) -> bool:
        if isinstance(value, Instance):
            cls = self._evaluator.catalog.cls(value.name)
            if cls is not None:
                return bool(value.path) if cls.kind == "http" else cls.kind in _HARMLESS
            known = conduct(value.name) != "unknown" or self._evaluator.catalog.exception(value.name) is not None
            return known and not (deep and gives(value.name) != "data")
        if isinstance(value, _CONTAINER):
            inside = _inside(value)
            return not deep or (bool(inside) and all(self._is_data(each, deep=True) for each in inside))
        return isinstance(value, Literal)

    def _gives_data(self, module: "Module", call: Call, *, deep: bool) -> bool:
        function = module.row(call.function)
        values = self._evaluator.infer(module, call.function)
        if values:
            return all(self._is_maker(module, call, value, deep=deep) for value in values)
        return isinstance(function, Attribute) and self.is_data(module, function.base, deep=True)

    def _is_maker(self, module: "Module", call: Call, value: Value, *, deep: bool) -> bool:
        """Return whether the result of an otherwise unknown callable is plain data."""
        if isinstance(value, External):
            how = gives(value.name)
            if conduct(value.name) == "unknown":
                return False
            return how == "data" or (how == "container" and not deep) or self._all(module, call.arguments)
        if isinstance(value, Bound):
            return self._is_data(value.container, deep=True)
        if isinstance(value, Instance) and value.path:
            cls = self._evaluator.catalog.cls(value.name)
            return (
                self._is_data(value, deep=True)
                if cls is None or cls.kind != "http"
                else cls.member(value.path) is not None
            )
        return False

    def _bound(self, module: "Module", row: Expr) -> "list[tuple[Module, ExprId]]":
        """Return what a module-level name, here or in another module of the project, is bound to."""
        if isinstance(row, Global):
            return [(module, expr) for expr in module.facts.names.get(row.name, ())]
        base = self._evaluator.module_named(module, row.module) if isinstance(row, Imported) else None
        found = self._evaluator.project.module(base.path) if isinstance(base, OwnModule) else None
        if found is None or not isinstance(row, Imported) or row.name is None:
            return []
        return [(found, expr) for expr in found.facts.names.get(row.name, ())]


def _inside(value: Iterable | Mapping | Options | Several) -> ValueSet:
    if isinstance(value, Several):
        return together(list(value.parts))
    return value.element if isinstance(value, Iterable) else value.value
