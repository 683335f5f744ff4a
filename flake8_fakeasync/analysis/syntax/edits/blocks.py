"""Edits of blocks: what follows the creation of an object moves into a `with` on it."""

import ast
from collections.abc import Sequence

from flake8_fakeasync.analysis.syntax.edits.pieces import Pieces, insertion, replacement
from flake8_fakeasync.analysis.syntax.exprs import Call
from flake8_fakeasync.analysis.syntax.tree import Located, end, start
from flake8_fakeasync.diagnostics import Edit, Span

_MOST_LINES = 100
_BLOCKS = ("body", "orelse", "finalbody")
_FUNCTIONS = (ast.AsyncFunctionDef, ast.FunctionDef, ast.Lambda)


class BlockEdits(Pieces):
    """Moves code into blocks."""

    def within(self, made: Call, closing: Sequence[str]) -> tuple[Edit, ...] | None:
        """Return the edits that move what follows `name = made` in its block into `async with made as name:`.

        The one `await name.close()` right in the block goes, by the methods of that name. None where the name is used
        elsewhere, where a string of several lines would move, where nothing would be left in the block, or in a
        function of more than 100 lines, which one would rather divide.
        """
        found = self._positions.located(made)
        around = found.around if found is not None else None
        statement = around.node if around is not None else None
        if (
            around is None
            or not isinstance(statement, ast.Assign)
            or found is None
            or statement.value is not found.node
        ):
            return None
        target, rest = statement.targets[0], _after(around)
        if len(statement.targets) > 1 or not isinstance(target, ast.Name) or end(statement) != end(found.node):
            return None
        function = _function(around)
        if function is None or end(function)[0] - start(function)[0] > _MOST_LINES:
            return None
        closed = [each for each in rest if _closes(each, target.id, closing)]
        moved = [each for each in rest if each not in closed]
        if not moved or len(closed) > 1 or _closings(rest, target.id, closing) > len(closed):
            return None
        if _is_used_elsewhere(function, rest, target.id) or _has_long_string(rest):
            return None
        head = Span(*start(statement), *start(found.node))
        if self._between((head.line, 0), (head.line, head.column)).strip():
            return None
        entered = replacement(head, "async with "), insertion(end(found.node), f" as {target.id}:")
        return (*entered, *(self._line_away(each) for each in closed), *self._indented(statement, rest, closed))

    def _line_away(self, statement: ast.stmt) -> Edit:
        return Edit((start(statement)[0], 0), (end(statement)[0] + 1, 0), "")

    def _indented(self, head: ast.stmt, rest: Sequence[ast.stmt], closed: Sequence[ast.stmt]) -> list[Edit]:
        """Return the edits that indent what follows a statement, without the empty lines right after it."""
        gone = {line for each in closed for line in range(start(each)[0], end(each)[0] + 1)}
        first = _first_line(rest[0])
        unit = "\t" if self._between((first, 0), (first, 1)) == "\t" else "    "
        lines = range(end(head)[0] + 1, end(rest[-1])[0] + 1)
        texts = {line: self._positions.text(Span(line, 0, line, 1 << 20)) for line in lines if line not in gone}
        begun = next((line for line, text in texts.items() if text.strip()), first)
        empty = [Edit((line, 0), (line + 1, 0), "") for line in range(lines[0], begun) if line in texts]
        return [*empty, *(insertion((line, 0), unit) for line, text in texts.items() if text.strip())]


def _first_line(statement: ast.stmt) -> int:
    return min(start(each)[0] for each in (statement, *getattr(statement, "decorator_list", ())))


def _after(statement: Located) -> list[ast.stmt]:
    """Return the statements that follow one in its block."""
    parent = statement.around.node if statement.around is not None else None
    for name in _BLOCKS:
        block = getattr(parent, name, None)
        if isinstance(block, list) and statement.node in block:
            return list(block[block.index(statement.node) + 1 :])
    return []


def _closes(statement: ast.stmt, name: str, closing: Sequence[str]) -> bool:
    """Return whether a statement is `await name.close()`."""
    call = statement.value.value if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Await) else None
    read = call.func if isinstance(call, ast.Call) and not call.args else None
    is_method = isinstance(read, ast.Attribute) and read.attr in closing
    return is_method and isinstance(read, ast.Attribute) and isinstance(read.value, ast.Name) and read.value.id == name


def _closings(rest: Sequence[ast.stmt], name: str, closing: Sequence[str]) -> int:
    """Return how often statements name a method of an object that closes it."""
    reads = (node for each in rest for node in ast.walk(each) if isinstance(node, ast.Attribute))
    return sum(each.attr in closing and isinstance(each.value, ast.Name) and each.value.id == name for each in reads)


def _function(statement: Located) -> ast.AST | None:
    """Return the function around a statement."""
    around: Located | None = statement
    while around is not None and not isinstance(around.node, _FUNCTIONS):
        around = around.around
    return around.node if around is not None else None


def _is_used_elsewhere(function: ast.AST, rest: Sequence[ast.stmt], name: str) -> bool:
    """Return whether a function uses a name outside of statements, or binds it in them."""
    inside = [node for each in rest for node in ast.walk(each) if isinstance(node, ast.Name) and node.id == name]
    everywhere = [node for node in ast.walk(function) if isinstance(node, ast.Name) and node.id == name]
    return len(everywhere) != len(inside) + 1 or any(not isinstance(node.ctx, ast.Load) for node in inside)


def _has_long_string(rest: Sequence[ast.stmt]) -> bool:
    """Return whether a string goes over several lines, whose spaces would change."""
    strings = (node for each in rest for node in ast.walk(each) if isinstance(node, (ast.Constant, ast.JoinedStr)))
    return any(start(node)[0] != end(node)[0] for node in strings if _is_text(node))


def _is_text(node: ast.Constant | ast.JoinedStr) -> bool:
    return isinstance(node, ast.JoinedStr) or isinstance(node.value, (str, bytes))
