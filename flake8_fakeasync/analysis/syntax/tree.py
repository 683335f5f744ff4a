"""The nodes of a syntax tree by the line on which they begin, each with those around it."""

import ast
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

# After so many lines all nodes are indexed at once.
_FEW = 50
_ANYWHERE = (ast.JoinedStr, ast.FormattedValue)  # what stands in them may lie outside of their place in Python 3.11


class Located(NamedTuple):
    """A node and what is around it."""

    node: ast.AST
    around: "Located | None"


Line: TypeAlias = dict[int, list[Located]]  # by column


class Tree:
    """Finds nodes by their place."""

    def __init__(self, tree: ast.Module) -> None:
        self.module = tree
        self._by_line: dict[int, Line] = {}
        self._index: dict[int, Line] | None = None

    def at(self, line: int, column: int) -> list[Located]:
        """Return the nodes that begin at a place, outer ones first."""
        return self._on(line).get(column, [])

    def _on(self, line: int) -> Line:
        if self._index is not None:
            return self._index.get(line, {})
        if line not in self._by_line:
            self._by_line[line] = _by_line(self._walk(line)).get(line, {})
        if len(self._by_line) > _FEW:
            self._index = _by_line(self._walk(None))
        return self._by_line[line]

    def _walk(self, line: int | None) -> Iterator[Located]:
        """Yield the nodes that begin on a line, or all; outer ones first."""
        pending = [
            Located(child, None) for child in reversed(self.module.body) if line is None or _reaches(child, line)
        ]
        while pending:
            each = pending.pop()
            if line is None or start(each.node)[0] == line:
                yield each
            children = [child for child in ast.iter_child_nodes(each.node) if line is None or _reaches(child, line)]
            pending += [Located(child, each) for child in reversed(children)]


def _by_line(nodes: Iterable[Located]) -> dict[int, Line]:
    """Return nodes by the line and the column at which they begin, in their order."""
    found: dict[int, Line] = {}
    for each in nodes:
        line, column = start(each.node)
        found.setdefault(line, {}).setdefault(column, []).append(each)
    return found


def start(node: ast.AST) -> tuple[int, int]:
    """Return the line and column at which a node begins; zeros if it has no place."""
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)


def end(node: ast.AST) -> tuple[int, int]:
    """Return the line and column before which a node ends."""
    line, column = start(node)
    return getattr(node, "end_lineno", None) or line, getattr(node, "end_col_offset", None) or column


def _reaches(node: ast.AST, line: int) -> bool:
    """Return whether a node may have something on a line."""
    first = getattr(node, "lineno", None)
    if first is None or isinstance(node, _ANYWHERE):
        return True
    for decorator in getattr(node, "decorator_list", ()):
        first = min(first, decorator.lineno)
    return bool(first <= line <= (getattr(node, "end_lineno", None) or first))


def around_word(found: Located) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return the span of the text that contains the keyword of a node."""
    node, around = found
    if isinstance(node, (ast.Await, ast.FunctionDef, ast.AsyncFunctionDef)):
        return start(node), end(node)
    if around is not None and isinstance(around.node, ast.withitem):
        around = around.around
    if around is None:
        return None
    if isinstance(around.node, (ast.For, ast.AsyncFor, ast.With, ast.AsyncWith)):
        return start(around.node), start(node)
    if isinstance(around.node, ast.comprehension) and around.around is not None:
        return _before(around.around.node, around.node), start(around.node.target)
    return None


def _before(node: ast.AST, clause: ast.comprehension) -> tuple[int, int]:
    """Return where what comes before a clause of a comprehension ends."""
    last: ast.AST = node.value if isinstance(node, ast.DictComp) else getattr(node, "elt", node)
    generators: Iterable[ast.comprehension] = getattr(node, "generators", ())
    for each in generators:
        if each is clause:
            break
        last = each.ifs[-1] if each.ifs else each.iter
    return end(last)
