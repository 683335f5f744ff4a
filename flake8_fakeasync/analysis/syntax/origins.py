"""Which nodes of the syntax tree facts are made of."""

import ast
from collections.abc import Callable

from flake8_fakeasync.analysis.syntax.exprs import Attribute, Await, Call, Element, Enter
from flake8_fakeasync.analysis.syntax.facts import ClassFacts, FunctionFacts, Handler, Import
from flake8_fakeasync.analysis.syntax.tree import Located
from flake8_fakeasync.diagnostics import Placed

Chain = Attribute | Call


def _is(*kinds: type[ast.AST]) -> Callable[[Located], bool]:
    return lambda each: isinstance(each.node, kinds)


def _is_entered(each: Located) -> bool:
    around = each.around.node if each.around else None
    return isinstance(around, ast.withitem) and around.context_expr is each.node


def _is_iterated(each: Located) -> bool:
    around = each.around.node if each.around else None
    is_iterated = isinstance(around, (ast.For, ast.AsyncFor, ast.comprehension)) and around.iter is each.node
    return is_iterated or isinstance(each.node, ast.YieldFrom)


MADE_OF: dict[type, Callable[[Located], bool]] = {
    Attribute: _is(ast.Attribute),
    Await: _is(ast.Await),
    Call: _is(ast.Call),
    ClassFacts: _is(ast.ClassDef),
    Element: _is_iterated,
    Enter: _is_entered,
    FunctionFacts: _is(ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda),
    Handler: _is(ast.ExceptHandler),
    Import: _is(ast.Import, ast.ImportFrom),
}


def made(each: Located, fact: Placed) -> bool:
    """Return whether a node is of the kind that a fact is made of."""
    test = next((test for kind, test in MADE_OF.items() if isinstance(fact, kind)), None)
    if test is None or not test(each):
        return False
    return not isinstance(fact, Attribute) or getattr(each.node, "attr", "") == fact.name


def link(here: list[Located], row: Chain, calls: int, same: int) -> Located | None:
    """Return the link of a chain that a row was made of, by what comes before it in the chain."""
    found = None
    for each in reversed(here):
        calls -= isinstance(each.node, ast.Call)
        if calls < 0 or (found is not None and same <= 0):
            break
        if not calls and made(each, row):
            found = each
            same -= 1
    return found
