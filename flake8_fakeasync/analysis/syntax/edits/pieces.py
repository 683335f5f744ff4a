"""Pieces of edits: texts put in or in the place of others, and what is around a piece of code."""

import ast

from flake8_fakeasync.analysis.syntax.positions import Positions
from flake8_fakeasync.analysis.syntax.tree import Located, end, start
from flake8_fakeasync.diagnostics import Edit, Placed, Span


class Pieces:
    """Knows the text and the tree of one module."""

    def __init__(self, positions: Positions) -> None:
        self._positions = positions

    def _call(self, fact: Placed) -> ast.Call | None:
        """Return the node of a call."""
        found = self._positions.located(fact)
        return found.node if found is not None and isinstance(found.node, ast.Call) else None

    def _between(self, first: tuple[int, int], last: tuple[int, int]) -> str:
        return self._positions.text(Span(*first, *last))

    def _in_parentheses(self, found: Located) -> bool:
        """Return whether an operand has parentheses of its own."""
        (line, first), (end_line, last) = start(found.node), end(found.node)
        before = self._between((line, max(first - 1, 0)), (line, first))
        return before == "(" and self._between((end_line, last), (end_line, last + 1)) == ")"


def insertion(place: tuple[int, int], text: str) -> Edit:
    """Return the edit that puts a text in."""
    return Edit(place, place, text)


def replacement(span: Span, text: str) -> Edit:
    """Return the edit that puts a text in the place of a piece."""
    return Edit((span.line, span.column), (span.end_line, span.end_column), text)


def binds_tighter(found: Located) -> bool:
    """Return whether what is around a value takes it before an `await` would: `.name`, `[key]`, `(…)`, `await`."""
    around = found.around.node if found.around is not None else None
    if isinstance(around, ast.Call):
        return around.func is found.node
    return isinstance(around, (ast.Attribute, ast.Await)) or (
        isinstance(around, ast.Subscript) and around.value is found.node
    )


def in_generator(found: Located) -> bool:
    """Return whether a value is in a generator expression, which an `await` would make an asynchronous one."""
    each: Located | None = found
    while each is not None and not isinstance(each.node, (ast.stmt, ast.Lambda)):
        if isinstance(each.node, ast.GeneratorExp):
            return True
        each = each.around
    return False
