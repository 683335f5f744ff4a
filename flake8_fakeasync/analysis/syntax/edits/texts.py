"""Edits of f-strings."""

import ast
import re
from collections.abc import Iterator

from flake8_fakeasync.analysis.syntax.edits.pieces import Pieces, replacement
from flake8_fakeasync.analysis.syntax.tree import end, start
from flake8_fakeasync.diagnostics import Edit, Placed, Span

_AS_TEXT = (-1, ord("s"))


class TextEdits(Pieces):
    """Makes f-strings show something else."""

    def represented(self, fact: Placed, name: str) -> Edit | None:
        """Return the edit that shows the representation of a variable wherever the f-string around shows its text.

        The whole f-string is replaced, because Pythons differ in where they see its parts.
        """
        found = self._positions.located(fact)
        outer = None
        while found is not None and isinstance(found.node, (ast.expr, ast.FormattedValue)):
            outer = found.node if isinstance(found.node, ast.JoinedStr) else outer
            found = found.around
        if outer is None:
            return None
        span = Span(*start(outer), *end(outer))
        # `{{` is a brace; what follows the name is `}`, `!s` or a format.
        field = re.compile(rf"\{{\{{|\{{(\s*{name}\s*)(?:!s)?(?=[:}}])")
        text = self._positions.text(span)
        made = field.sub(lambda match: f"{{{match[1]}!r" if match[1] else match[0], text)
        are_all_fields = sum(bool(match[1]) for match in field.finditer(text)) == sum(_shown(outer, name))
        return replacement(span, made) if made != text and are_all_fields else None


def _shown(text: ast.JoinedStr, name: str) -> Iterator[bool]:
    """Yield for each field of an f-string, those of its parts included, whether it shows the text of a variable."""
    for node in ast.walk(text):
        if isinstance(node, ast.FormattedValue) and isinstance(node.value, ast.Name):
            yield node.value.id == name and node.conversion in _AS_TEXT
