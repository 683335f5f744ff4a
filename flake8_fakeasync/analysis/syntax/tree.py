"""The nodes of a syntax tree by the line on which they begin, each with those around it."""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

# After so many lines all nodes are indexed at once.
_FEW = 50
_ANYWHERE = (ast.JoinedStr, ast.FormattedValue)  # what stands in them may lie outside of their place in Python 3.11


class Located(NamedTuple):
    """A node and what is around it."""

    node: ast.AST
    around: "Located | None"


class Tree:
    """Finds nodes by their place."""

    def __init__(self, tree: ast.Module) -> None:
        self._tree = tree
        self._by_line: dict[int, list[Located]] = {}
        self._index: dict[int, list[Located]] | None = None

    def at(self, line: int, column: int) -> list[Located]:
        """Return the nodes that begin at a place, outer ones first."""
        return [each for each in self._on(line) if start(each.node) == (line, column)]

    def _on(self, line: int) -> list[Located]:
        if self._index is not None:
            return self._index.get(line, [])
        if line not in self._by_line:
            self._by_line[line] = list(self._walk(line))
        if len(self._by_line) > _FEW:
            index = defaultdict(list)
            for each in self._walk(None):
                index[start(each.node)[0]].append(each)
            self._index = index
        return self._by_line[line]

    def _walk(self, line: int | None) -> Iterator[Located]:
        """Yield the nodes that begin on a line, or all; outer ones first."""
        pending = [Located(child, None) for child in reversed(self._tree.body) if line is None or _reaches(child, line)]
        while pending:
            each = pending.pop()
            if line is None or start(each.node)[0] == line:
                yield each
            children = [child for child in ast.iter_child_nodes(each.node) if line is None or _reaches(child, line)]
            pending += [Located(child, each) for child in reversed(children)]


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
    """Return where the piece of text begins and ends in which the word stands that a node belongs to."""
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
