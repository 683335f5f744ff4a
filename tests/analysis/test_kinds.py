"""Kinds of values, rows and syntax: one that somebody forgot is an error here, never silence."""

from __future__ import annotations

import ast
from typing import get_args

from flake8_fakeasync.analysis.infer.evaluator import ROWS
from flake8_fakeasync.analysis.syntax.expressions import EXPRESSIONS
from flake8_fakeasync.analysis.syntax.exprs import Expr
from flake8_fakeasync.analysis.syntax.statements import STATEMENTS
from flake8_fakeasync.analysis.values import Value, literal

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
