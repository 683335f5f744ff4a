"""Containers that are written down: their places, the keys of tables, and which parameters are keys of one."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.infer import containers
from flake8_fakeasync.analysis.infer.argument_values import certain
from flake8_fakeasync.analysis.project.parameters import behind
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Display, Item, Starred
from flake8_fakeasync.analysis.values import Options, Several, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

MOST_PLACES = 20  # of a list, set or table; the elements of a longer one are not told apart
_LOOKS_UP = ("get", "pop", "__getitem__")


def displayed(evaluator: "Evaluator", module: "Module", row: Display) -> Value:
    """Return the container that a display, or a comprehension, makes."""
    is_short = len(row.items) <= MOST_PLACES
    is_known = row.kind == "tuple" or (row.kind in {"list", "set"} and is_short)
    if is_known and not any(isinstance(module.row(each), Starred) for each in row.items):
        return Several(tuple(evaluator.infer(module, each) for each in row.items))
    if row.kind == "dict" and row.items and is_short:
        found = [containers.key(evaluator.infer(module, each)) for each in row.keys]
        table = None
        if None not in found:
            table = containers.table(found, [evaluator.infer(module, each) for each in row.items])
        if table is not None:
            return table
    if row.kind in {"dict", "dictcomp"}:
        return containers.mapping(evaluator.any_of(module, row.items))
    return containers.iterable(evaluator.any_of(module, row.items))


def key(evaluator: "Evaluator", module: "Module", expr: ExprId) -> "str | Value | None":
    """Return the one key of a mapping that a value is; None if it may be another."""
    return containers.key(certain(evaluator, module, expr)) if expr else None


def keys(evaluator: "Evaluator", module: "Module") -> frozenset[ExprId]:
    """Return the parameters that functions of a module look something up by in a table."""
    return evaluator.queries.uncut(evaluator.keys, module.path, lambda: _keys(evaluator, module))


def _keys(evaluator: "Evaluator", module: "Module") -> frozenset[ExprId]:
    found: set[ExprId] = set()
    for base, key in _looked_up(module):
        asked = behind(module, key) - found
        if asked and any(isinstance(value, Options) for value in evaluator.infer(module, base)):
            found |= asked
    return frozenset(found)


def _looked_up(module: "Module") -> "Iterator[tuple[ExprId, ExprId]]":
    for item in module.rows(Item):
        yield item.base, item.key
    for name in _LOOKS_UP:
        for call in module.calls_named(name):
            function = module.row(call.function)
            if isinstance(function, Attribute) and call.arguments:
                yield function.base, call.arguments[0]
