"""Which method of a value Python calls for an operator."""

import ast

from flake8_fakeasync.analysis.syntax.branch_tests import Narrowed
from flake8_fakeasync.analysis.syntax.exprs import (
    Attribute,
    Await,
    Call,
    Declared,
    Element,
    Enter,
    Expr,
    Global,
    Imported,
    Join,
    Parameter,
)
from flake8_fakeasync.analysis.syntax.kinds import UseKind

# Rows that may be objects of classes of the project; what was just computed is hardly ever one where it is tested.
_NAMED: frozenset[type[Expr]] = frozenset({Attribute, Declared, Enter, Global, Imported, Join, Narrowed, Parameter})
_OBJECTS = _NAMED | {Await, Call, Element}
# For what is done with a value.
METHODS: dict[UseKind, str] = {"formatted": "__str__", "represented": "__repr__", "tested": "__bool__"}
_NAMED_ONLY = frozenset(METHODS.values())
ARITHMETIC: dict[type[ast.operator], str] = {
    ast.Add: "add",
    ast.BitAnd: "and",
    ast.BitOr: "or",
    ast.BitXor: "xor",
    ast.Div: "truediv",
    ast.FloorDiv: "floordiv",
    ast.LShift: "lshift",
    ast.MatMult: "matmul",
    ast.Mod: "mod",
    ast.Mult: "mul",
    ast.Pow: "pow",
    ast.RShift: "rshift",
    ast.Sub: "sub",
}
COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "__eq__",
    ast.Gt: "__gt__",
    ast.GtE: "__ge__",
    ast.Lt: "__lt__",
    ast.LtE: "__le__",
    ast.NotEq: "__ne__",
}
CONTAINED = frozenset({ast.In, ast.NotIn})
SUBSCRIPTS: dict[type[ast.expr_context], str] = {
    ast.Del: "__delitem__",
    ast.Load: "__getitem__",
    ast.Store: "__setitem__",
}
UNARY: dict[type[ast.unaryop], str] = {ast.Invert: "__invert__", ast.UAdd: "__pos__", ast.USub: "__neg__"}


def may_be_own(row: Expr, name: str) -> bool:
    """Return whether a row may be an object of a class of the project that has a method; cheap."""
    return type(row) in (_NAMED if name in _NAMED_ONLY else _OBJECTS)
