"""Which values are sets, dict views or generators, by where they are made and what annotations say."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.syntax.branch_tests import Narrowed
from flake8_fakeasync.analysis.syntax.exprs import (
    UNKNOWN,
    Attribute,
    Call,
    Declared,
    Display,
    Expr,
    Global,
    Imported,
    Item,
    Join,
    Parameter,
    Union,
)
from flake8_fakeasync.analysis.values import Bound, External, Instance, Mapping, Options, OwnFunction, OwnModule, Value

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

_DEEPEST = 8
_SETS = {"set": "set", "setcomp": "set", "generatorexp": "generator"}
_MAKE = {"builtins.set": "set", "builtins.frozenset": "set", "builtins.map": "map", "builtins.filter": "filter"}
_TYPES = {
    "builtins.set": "set",
    "builtins.frozenset": "set",
    **{f"typing.{name}": "set" for name in ("Set", "FrozenSet", "AbstractSet", "MutableSet")},
    **{f"collections.abc.{name}": "set" for name in ("Set", "MutableSet")},
    **{f"collections.abc.{name}": "dict view" for name in ("KeysView", "ValuesView", "ItemsView")},
    **{f"typing.{name}": "dict view" for name in ("KeysView", "ValuesView", "ItemsView")},
}
_VIEWS = frozenset({"keys", "values", "items"})
_MAPPINGS = frozenset({"builtins.dict", "collections.OrderedDict", "collections.defaultdict", "collections.Counter"})


def is_unordered(evaluator: "Evaluator", module: "Module", expr: ExprId, depth: int = _DEEPEST) -> str | None:
    """Return "set", "dict view", "generator" where a value certainly is one, None where it may be a list or a text."""
    if not expr or not depth:
        return None
    key = module.path, module.context, expr, depth
    return evaluator.queries.remembered("unordered", key, lambda: _kind(evaluator, module, expr, depth), None)


def _kind(evaluator: "Evaluator", module: "Module", expr: ExprId, depth: int) -> str | None:
    row = module.row(expr)
    if isinstance(row, Display):
        return _SETS.get(row.kind)
    if isinstance(row, Join):
        found = {is_unordered(evaluator, module, part, depth - 1) for part in row.parts}
        return found.pop() if len(found) == 1 else None
    if isinstance(row, Narrowed):
        return None
    if isinstance(row, Call):
        return _made(evaluator, module, row)
    if isinstance(row, Global):
        bound = module.facts.names.get(row.name, ())
        return is_unordered(evaluator, module, bound[0], depth - 1) if len(bound) == 1 else None
    return _declared(evaluator, module, row, depth)


def _declared(evaluator: "Evaluator", module: "Module", row: Expr, depth: int) -> str | None:
    if isinstance(row, Parameter):
        facts = (fact for fact in module.function(row.scope).parameters if fact.name == row.name)
        return next((_annotated(evaluator, module, fact.annotation) for fact in facts), None)
    if isinstance(row, Declared):
        made = is_unordered(evaluator, module, row.value, depth - 1) if row.value else None
        return made or (_annotated(evaluator, module, row.annotation) if not row.value else None)
    if isinstance(row, Attribute):
        cls = module.class_of_self(row.base)
        stored = [store.value for store in module.attributes.get(cls, {}).get(row.name, ())] if cls is not None else []
        stored += module.cls(cls).names.get(row.name, ()) if cls is not None else ()
        found = {is_unordered(evaluator, module, each, depth - 1) for each in stored}
        return found.pop() if len(found) == 1 else None
    if isinstance(row, Imported):
        base = evaluator.module_named(module, row.module)
        home = evaluator.project.module(base.path) if isinstance(base, OwnModule) else None
        bound = home.facts.names.get(row.name or "", ()) if home is not None else ()
        return is_unordered(evaluator, home, bound[0], depth - 1) if home is not None and len(bound) == 1 else None
    return None


def _made(evaluator: "Evaluator", module: "Module", call: Call) -> str | None:
    found: set[str | None] = set()
    for value in evaluator.infer(module, call.function):
        if isinstance(value, External):
            found.add(_MAKE.get(value.name))
        elif isinstance(value, Bound):
            found.add("dict view" if isinstance(value.container, Mapping | Options) and value.name in _VIEWS else None)
        elif isinstance(value, Instance) and value.path in _VIEWS:
            found.add("dict view" if value.name in _MAPPINGS else None)
        elif isinstance(value, OwnFunction):
            home = evaluator.project.module(value.module)
            annotation = home.function(value.scope).annotation if home is not None else UNKNOWN
            found.add(_annotated(evaluator, home, annotation) if home is not None else None)
        else:
            found.add(None)
    return found.pop() if len(found) == 1 else None


def _annotated(evaluator: "Evaluator", module: "Module", annotation: ExprId) -> str | None:
    """Return what an annotation says a value is, None aside."""
    row = module.row(annotation)
    if isinstance(row, Union):
        kinds = {_annotated(evaluator, module, part) for part in row.parts if not _is_none(module, part)}
        return kinds.pop() if len(kinds) == 1 else None
    names = {
        value.name
        for value in evaluator.infer(module, row.base if isinstance(row, Item) else annotation)
        if isinstance(value, External)
    }
    if isinstance(row, Item) and names == {"typing.Optional"}:
        return _annotated(evaluator, module, row.key)
    return _TYPES.get(names.pop()) if len(names) == 1 else None


def is_optional(evaluator: "Evaluator", module: "Module", row: Parameter) -> bool:
    """Return whether a parameter may be None, by its annotation or default."""
    fact = next(fact for fact in module.function(row.scope).parameters if fact.name == row.name)
    if fact.default and _is_none(module, fact.default):
        return True
    said = module.row(fact.annotation)
    if isinstance(said, Union):
        return any(_is_none(module, part) for part in said.parts)
    names = evaluator.infer(module, said.base) if isinstance(said, Item) else frozenset[Value]()
    return External("typing.Optional") in names


def _is_none(module: "Module", expr: ExprId) -> bool:
    return getattr(module.row(expr), "value", UNKNOWN) is None
