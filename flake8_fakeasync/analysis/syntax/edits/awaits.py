"""Edits of `await`, `async with` and `async for`."""

import ast
import re

from flake8_fakeasync.analysis.syntax.edits.pieces import Pieces, binds_tighter, in_generator, insertion
from flake8_fakeasync.analysis.syntax.exprs import Await, Element, Enter
from flake8_fakeasync.analysis.syntax.tree import end, start
from flake8_fakeasync.diagnostics import Edit, Placed

_AWAIT = re.compile(r"await[ \t]*(?!\s)")
_SIMPLE = (ast.AnnAssign, ast.Assert, ast.Assign, ast.AugAssign, ast.Delete, ast.Expr, ast.Raise, ast.Return)


class AwaitEdits(Pieces):
    """Makes code wait, or not."""

    def entering(self, enter: Enter) -> Edit | None:
        """Return the edit that makes a `with` of one item an `async with`."""
        found = self._positions.located(enter)
        statement = found.around.around.node if found and found.around and found.around.around else None
        word = self._positions.word(enter, "with")
        is_alone = isinstance(statement, ast.With) and len(statement.items) == 1
        return insertion(word[:2], "async ") if word is not None and is_alone else None

    def awaiting(self, fact: Placed, call: str = "") -> tuple[Edit, ...] | None:
        """Return the edits that await a value, or the result of calling it: `call` is then "()".

        None where that would make another thing of the code around.
        """
        found = self._positions.located(fact)
        if found is None or in_generator(found):
            return None
        first, last = start(found.node), end(found.node)
        if binds_tighter(found) and not self._in_parentheses(found):
            return insertion(first, "(await "), insertion(last, f"{call})")
        return insertion(first, "await "), *([insertion(last, call)] if call else [])

    def unawaiting(self, waited: Await) -> tuple[Edit, ...] | None:
        """Return the edits that take an `await` away, with the parentheses around it that only it needs."""
        found = self._positions.located(waited)
        word = _AWAIT.match(self._positions.text(self._positions.span(waited)))
        if found is None or word is None:
            return None
        (line, column), last = start(found.node), end(found.node)
        behind = column + len(word[0])
        if binds_tighter(found) and self._in_parentheses(found):
            return Edit((line, column - 1), (line, behind), ""), Edit(last, (last[0], last[1] + 1), "")
        return (Edit((line, column), (line, behind), ""),)

    def fails_at_once(self, fact: Placed) -> bool:
        """Return whether a value is dropped, or used on the spot in a way that only the right type allows."""
        found = self._positions.located(fact)
        around = found.around.node if found is not None and found.around is not None else None
        if isinstance(around, ast.Subscript):
            return found is not None and around.value is found.node
        return isinstance(around, (ast.Attribute, ast.BinOp, ast.Expr))

    def iterating(self, element: Element) -> Edit | None:
        """Return the edit that makes a `for` an `async for`; None in a generator expression."""
        found = self._positions.located(element)
        word = self._positions.word(element, "for")
        if found is None or word is None or in_generator(found):
            return None
        return insertion(word[:2], "async ")

    def before(self, fact: Placed, text: str) -> Edit | None:
        """Return the edit that puts a statement before the one that a fact is in; None if that is not simple."""
        found = self._positions.located(fact)
        while found is not None and not isinstance(found.node, ast.stmt):
            found = None if isinstance(found.node, (ast.Lambda, ast.comprehension)) else found.around
        if found is None or not isinstance(found.node, _SIMPLE):
            return None
        line, column = start(found.node)
        indentation = self._between((line, 0), (line, column))
        return None if indentation.strip() else insertion((line, 0), f"{indentation}{text}\n")
