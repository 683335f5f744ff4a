"""Edits of what an except clause catches."""

import ast
from collections.abc import Mapping, Sequence

from flake8_fakeasync.analysis.syntax.edits.pieces import Pieces, insertion
from flake8_fakeasync.analysis.syntax.tree import end, start
from flake8_fakeasync.diagnostics import Edit, Placed


class HandlerEdits(Pieces):
    """Makes except clauses catch other exceptions."""

    def caught(self, clause: Placed) -> int:
        """Return how many expressions say what an except clause catches; 0 for other facts."""
        return len(_expressions(self._types(clause)))

    def replacing(self, clause: Placed, names: Mapping[int, Sequence[str]]) -> tuple[Edit, ...]:
        """Return the edits that put names at places of what an except clause catches."""
        types = self._types(clause)
        edits = []
        for place, node in enumerate(_expressions(types)):
            if place in names:
                text = ", ".join(names[place])
                needs_tuple = len(names[place]) > 1 and not isinstance(types, ast.Tuple)
                edits.append(Edit(start(node), end(node), f"({text})" if needs_tuple else text))
        return tuple(edits)

    def catching(self, clause: Placed, *names: str) -> tuple[Edit, ...] | None:
        """Return the edits that make an except clause catch exceptions besides its own."""
        types = self._types(clause)
        added = "".join(f", {name}" for name in names)
        if isinstance(types, ast.Tuple) and types.elts:
            return (insertion(end(types.elts[-1]), added),)
        if isinstance(types, (ast.Attribute, ast.Name)):
            return insertion(start(types), "("), insertion(end(types), f"{added})")
        return None

    def _types(self, clause: Placed) -> ast.expr | None:
        found = self._positions.located(clause)
        return found.node.type if found is not None and isinstance(found.node, ast.ExceptHandler) else None


def _expressions(types: ast.expr | None) -> list[ast.expr]:
    return types.elts if isinstance(types, ast.Tuple) else [types] if types is not None else []
