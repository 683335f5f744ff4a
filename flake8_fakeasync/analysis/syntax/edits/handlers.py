"""Edits of what an except clause catches."""

import ast

from flake8_fakeasync.analysis.syntax.edits.pieces import Pieces, insertion
from flake8_fakeasync.analysis.syntax.tree import end, start
from flake8_fakeasync.diagnostics import Edit, Placed, Span


class HandlerEdits(Pieces):
    """Makes except clauses catch other exceptions."""

    def caught(self, clause: Placed) -> list[Span]:
        """Return where each of the exceptions of an except clause stands; nothing for other facts."""
        found = self._positions.located(clause)
        types = found.node.type if found is not None and isinstance(found.node, ast.ExceptHandler) else None
        nodes = types.elts if isinstance(types, ast.Tuple) else [types] if types is not None else []
        return [Span(*start(each), *end(each)) for each in nodes]

    def catching(self, clause: Placed, *names: str) -> tuple[Edit, ...] | None:
        """Return the edits that make an except clause catch exceptions besides its own."""
        found = self._positions.located(clause)
        types = found.node.type if found is not None and isinstance(found.node, ast.ExceptHandler) else None
        added = "".join(f", {name}" for name in names)
        if isinstance(types, ast.Tuple) and types.elts:
            return (insertion(end(types.elts[-1]), added),)
        if isinstance(types, (ast.Attribute, ast.Name)):
            return insertion(start(types), "("), insertion(end(types), f"{added})")
        return None
