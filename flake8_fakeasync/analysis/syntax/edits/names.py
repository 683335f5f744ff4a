"""Edits of names: members, imports, and what is named by them."""

import ast
import re

from flake8_fakeasync.analysis.syntax.edits.pieces import Pieces, binds_tighter, insertion, replacement
from flake8_fakeasync.analysis.syntax.edits.spelling import Spelled, renamed, spelled
from flake8_fakeasync.analysis.syntax.exprs import Attribute
from flake8_fakeasync.analysis.syntax.facts import Import
from flake8_fakeasync.analysis.syntax.positions import Positions
from flake8_fakeasync.analysis.syntax.tree import Located, end, start
from flake8_fakeasync.diagnostics import Edit, Span

_NOT = "not "
_MOST_RENAMED = 50  # in a file, which is read to its end for each
# What takes an operand before `not` would.
_ABOVE_NOT = (ast.BinOp, ast.Compare, ast.Starred, ast.UnaryOp)
_MEMBER = re.compile(r"(.*)\{base\}(\)*)\.(\{name\}|[\w.]+)")


class NameEdits(Pieces):
    """Puts names in the place of others."""

    def __init__(self, positions: Positions) -> None:
        super().__init__(positions)
        self._spellings: dict[str, Spelled | None] = {}
        self._renamed = 0

    def name(self, read: Attribute, text: str) -> Edit | None:
        """Return the edit that renames an attribute."""
        span = self._positions.attribute_name(read)
        return replacement(span, text) if span is not None else None

    def base(self, read: Attribute) -> str:
        """Return the text of what an attribute is read from."""
        found = self._positions.located(read)
        node = found.node.value if found is not None and isinstance(found.node, ast.Attribute) else None
        return self._between(start(node), end(node)) if node is not None else ""

    def names(self, first: Attribute, last: Attribute, text: str) -> Edit | None:
        """Return the edit that puts a name in the place of several with dots between them."""
        begin, stop = self._positions.attribute_name(first), self._positions.attribute_name(last)
        return replacement(Span(*begin[:2], *stop[2:]), text) if begin is not None and stop is not None else None

    def member(self, read: Attribute, text: str) -> tuple[Edit, ...] | None:
        """Return the edits that put a text in the place of `base.name`.

        `{base}` in it is the text that the name is read from, and `{name}` its name. A `not` is kept apart from what is
        around, and taken together with another one.
        """
        form = _MEMBER.fullmatch(text)
        found = self._positions.located(read)
        name = self._positions.attribute_name(read)
        if form is None or found is None or name is None or not isinstance(found.node, ast.Attribute):
            return None
        before, closing, wanted = form.groups()
        edits = [] if wanted == "{name}" else [replacement(name, wanted)]
        base = found.node.value
        if closing:
            edits.append(insertion(end(base), closing))
        first = start(found.node)
        if before == _NOT:
            return self._negated(found, edits)
        return (*([insertion(first, before)] if before else []), *edits)

    def _negated(self, found: Located, edits: list[Edit]) -> tuple[Edit, ...]:
        around = found.around.node if found.around is not None else None
        first, last = start(found.node), end(found.node)
        if isinstance(around, ast.UnaryOp) and isinstance(around.op, ast.Not):
            gap = Span(*start(around), *first)
            if re.fullmatch(r"not\s+", self._positions.text(gap)):
                return (replacement(gap, ""), *edits)
        if (isinstance(around, _ABOVE_NOT) or binds_tighter(found)) and not self._in_parentheses(found):
            return (insertion(first, f"({_NOT}"), *edits, insertion(last, ")"))
        return (insertion(first, _NOT), *edits)

    def imported(self, fact: Import, name: str) -> tuple[Edit, ...] | None:
        """Return the edits that import another name, and read that wherever the file reads the one that was imported.

        None if the file binds one of both in another place, imports the name twice, or has many such imports.
        """
        found = self._positions.located(fact)
        aliases = found.node.names if found is not None and isinstance(found.node, ast.ImportFrom) else []
        named = [each for each in aliases if each.name == fact.name]
        if len(named) != 1:
            return None
        alias = named[0]
        first, last = start(alias), start(alias)[1] + len(alias.name.encode())
        edit = Edit(first, (first[0], last), name)
        if alias.asname:
            return (edit,)
        self._renamed += 1
        reads = renamed(self._positions.tree, alias, name) if self._renamed <= _MOST_RENAMED else None
        return (
            (edit, *(replacement(Span(*start(each), *end(each)), name) for each in reads))
            if reads is not None
            else None
        )

    def spelled(self, qualified: str) -> Spelled | None:
        """Return how this file writes a qualified name, and the import that it lacks."""
        if qualified not in self._spellings:
            module, _, name = qualified.rpartition(".")
            self._spellings[qualified] = spelled(self._positions.tree, module, name)
        return self._spellings[qualified]
