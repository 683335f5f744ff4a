"""A text, and what edits make of it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from flake8_fakeasync.analysis.syntax.edits import Edits
from flake8_fakeasync.analysis.syntax.positions import Positions
from flake8_fakeasync.analysis.syntax.walker import walk
from flake8_fakeasync.diagnostics import Edit, Fix
from flake8_fakeasync.fixes.edits import Lines, edited

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flake8_fakeasync.analysis.syntax.facts import ModuleFacts


class Module:
    """A text, its facts and what makes edits of it."""

    def __init__(self, text: str) -> None:
        self.text = text
        tree = ast.parse(text)
        self.facts: ModuleFacts = walk(tree)
        self.positions = Positions(tree, text, self.facts.exprs)
        self.edits = Edits(self.positions)

    def last(self, kind: type) -> Any:  # noqa: ANN401  (a row of that kind)
        """Return the last row of a kind."""
        return [row for row in self.facts.exprs if isinstance(row, kind)][-1]

    def edited(self, edits: Iterable[Edit] | Edit | None) -> str | None:
        """Return the text after some edits, None if there are none."""
        if edits is None:
            return None
        some = (edits,) if isinstance(edits, Edit) else tuple(edits)
        return edited(self.text, Lines(self.text).replacements(Fix(some, "safe", "")))
