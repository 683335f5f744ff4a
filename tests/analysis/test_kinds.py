"""Kinds of values, rows and syntax: one that somebody forgot is an error here, never silence."""

from __future__ import annotations

import ast
from dataclasses import fields
from typing import get_args

from flake8_fakeasync.analysis.infer.evaluator import ROWS
from flake8_fakeasync.analysis.literals import literal
from flake8_fakeasync.analysis.syntax.expressions import EXPRESSIONS
from flake8_fakeasync.analysis.syntax.exprs import Expr
from flake8_fakeasync.analysis.syntax.facts import ModuleFacts
from flake8_fakeasync.analysis.syntax.packing import pack, unpack
from flake8_fakeasync.analysis.syntax.statements import STATEMENTS
from flake8_fakeasync.analysis.syntax.walker import walk
from flake8_fakeasync.analysis.values import Value

_DEPRECATED = {"AugLoad", "AugStore", "Bytes", "Ellipsis", "ExtSlice", "Index", "NameConstant", "Num", "Param", "Str"}


def kinds(base: type[ast.AST]) -> set[type[ast.AST]]:
    """Return the kinds of nodes that this Python's parser makes."""
    return {kind for kind in base.__subclasses__() if kind.__module__ == "ast" and kind.__name__ not in _DEPRECATED}


def test_values() -> None:
    """Values of two kinds are never equal, whatever their fields are."""
    tags = [kind._field_defaults["tag"] for kind in get_args(Value)]
    assert len(set(tags)) == len(tags)
    assert all(kind._fields[-1] == "tag" for kind in get_args(Value))


def test_constants() -> None:
    """Constants that Python takes for equal are still told apart."""
    assert len({literal(1), literal(value=True), literal(1.0), literal("1"), literal(b"1")}) == 5


def test_rows() -> None:
    """The evaluator has an answer for each kind of row, be it that nothing is known."""
    assert set(get_args(Expr)) == set(ROWS)


def test_expressions() -> None:
    """The walk knows each kind of expression; names and constants have no entry because they are most of them."""
    assert kinds(ast.expr) - {ast.Name, ast.Constant} == set(EXPRESSIONS)


def test_statements() -> None:
    """The walk knows each kind of statement."""
    assert kinds(ast.stmt) == set(STATEMENTS)


_EVERYTHING = """
import a
from b import *

class C(a.B):
    names = ["x", 1, 2.5, b"y", None, True]

    def f(self, x: int = 1, *y, **z):
        try:
            self.x, *_, last = x.y(z=1)
            self.names.append(x)
        except ValueError as error:
            raise a.Error from error
        return [each async for each in y if each is not None]
"""


def test_facts() -> None:
    """Each table of facts is the same when it comes back from a cache, none is empty here."""
    facts = walk(ast.parse(_EVERYTHING), name="m", path="m.py")
    packed = pack(facts)
    assert packed is not None
    again = unpack(packed, "m.py")
    assert again is not None
    for each in fields(ModuleFacts):
        before, after = getattr(facts, each.name), getattr(again, each.name)
        assert before or each.name == "is_package", each.name
        is_table = not isinstance(before, (str, bool, dict))
        assert (list(after) == list(before)) if is_table else (after == before), each.name
