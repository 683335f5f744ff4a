"""Whether constructing an object, or calling a function, does I/O, by the arguments that it gets."""

import re
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN, Call, Constant, ExprId, Starred
from flake8_fakeasync.analysis.values import Literal

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.catalog import Class, Function

_ADDRESS = re.compile(r"(?!file:|memory:)[A-Za-z][A-Za-z0-9+.-]*://")


def connects(module: "Module", cls: "Class", call: Call | None) -> bool:
    """Return whether constructing this class does I/O with these arguments."""
    if cls.connects == "never" or call is None:
        return cls.connects == "always"
    keywords = dict(call.keywords)
    if spared(call, cls.unless) or None in keywords:
        return False
    if cls.connects == "always":
        return True
    given = [keyword for keyword in keywords if keyword in cls.when]
    if cls.connects == "with_keyword":
        return any(_is_true(module, keywords[keyword]) for keyword in given)
    return bool(call.arguments or given)


def spared(call: Call, unless: tuple[str, ...]) -> bool:
    """Return whether a call has, or may have in a `**mapping`, a keyword that makes it harmless."""
    return bool(unless) and any(keyword is None or keyword in unless for keyword, _ in call.keywords)


def performs(evaluator: "Evaluator", module: "Module", function: "Function", call: Call | None) -> bool:
    """Return whether calling a function has its effect with these arguments."""
    if call and spared(call, function.unless):
        return False
    if not function.when and not function.addresses:
        return True
    if call is None:
        return False
    true = [_literals(evaluator, module, expr) for expr in _given(module, call, function.when)]
    texts = [_literals(evaluator, module, expr) for expr in _given(module, call, function.addresses)]
    return any(map(all, filter(None, true))) or any(all(map(_is_address, each)) for each in texts if each)


def _given(module: "Module", call: Call, wanted: tuple[str, ...]) -> list[ExprId]:
    """Return what a call passes for these parameters: keywords, or positions written as numbers."""
    exprs = [expr for keyword, expr in call.keywords if keyword in wanted]
    places = [int(each) for each in wanted if each.isdigit()]
    if any(isinstance(module.row(expr), Starred) for expr in call.arguments):
        return exprs
    return exprs + [call.arguments[place] for place in places if place < len(call.arguments)]


def _literals(evaluator: "Evaluator", module: "Module", expr: ExprId) -> list[object]:
    """Return the constants that a value may be, nothing where it may be anything else."""
    found = evaluator.infer(module, expr)
    literals = [each.value for each in found if isinstance(each, Literal)]
    return list(literals) if len(literals) == len(found) else []


def _is_address(value: object) -> bool:
    return isinstance(value, str) and _ADDRESS.match(value) is not None


def _is_true(module: "Module", expr: ExprId) -> bool:
    row = module.row(expr)
    return expr != UNKNOWN and isinstance(row, Constant) and row.value is True
