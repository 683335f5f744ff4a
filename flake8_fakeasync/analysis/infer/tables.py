"""Dicts that are written down as tables: which parameters are keys of one."""

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.project.parameters import behind
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Item
from flake8_fakeasync.analysis.values import Options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module

_LOOKS_UP = ("get", "pop", "__getitem__")


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
        for call in module.calls_by_name.get(name, ()):
            function = module.row(call.function)
            if isinstance(function, Attribute) and call.arguments:
                yield function.base, call.arguments[0]
