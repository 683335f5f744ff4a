"""Whether constructing an object, or calling a function, does I/O, by the arguments that it gets."""

import re
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId
from flake8_fakeasync.analysis.infer.databases import given
from flake8_fakeasync.analysis.syntax.exprs import UNKNOWN, Call, Constant
from flake8_fakeasync.analysis.values import External, Instance, Literal

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


def decisive(evaluator: "Evaluator", module: "Module", call: Call) -> list[ExprId]:
    """Return the arguments that decide whether a call of a library does I/O, and where."""
    found: list[ExprId] = []
    for value in evaluator.infer(module, call.function) if call.arguments or call.keywords else ():
        if isinstance(value, External):
            function, cls = evaluator.catalog.function(value.name), evaluator.catalog.cls(value.name)
            if function is not None:
                found += given(module, call, (*function.when, *function.addresses, *function.database))
        else:
            cls = evaluator.catalog.cls(value.name) if isinstance(value, Instance) else None
        found += given(module, call, cls.database) if cls is not None else ()
    return found


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
    true = [_literals(evaluator, module, expr) for expr in given(module, call, function.when)]
    texts = [_literals(evaluator, module, expr) for expr in given(module, call, function.addresses)]
    return any(map(all, filter(None, true))) or any(all(map(_is_address, each)) for each in texts if each)


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
