"""The names that a module may bind, found without its functions and classes: some too many."""

import ast
import re
import warnings
from collections.abc import Iterator

_BODY = re.compile(r"(\n(?:async[ \t]+)?(?:class|def)[ \t]+\w+)[^\n]*+(?:\n(?:[ \t)\]}#][^\n]*+|(?=\n)))*+")
_GLOBAL = re.compile(r"global(?<=\bglobal)[\s\\]+([\w,\s\\]+)")
# What is left of a function. In a string, it is between the ends of two others, whose beginnings are gone.
_LEFT = re.compile(r"(?:class|def)[ \t]+\w+\(\): \.\.\.")
_WORD = re.compile(r"\w+")
_STAR = "*"
_NAMING = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.ExceptHandler, ast.MatchAs, ast.MatchStar)


def bound_names(text: str) -> frozenset[str] | None:
    """Return the names that a text may bind in its module, None if it may be any."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(_BODY.sub(r"\1(): ...", f"\n{text}"))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    nodes = list(ast.walk(tree))
    if any(map(_is_uncertain, nodes)):
        return None
    names = {name for node in nodes for name in _bound(node)}
    names.update(_WORD.findall(" ".join(_GLOBAL.findall(text))))
    return frozenset(names) if _STAR not in names else None


def _is_uncertain(node: ast.AST) -> bool:
    """Return whether a node is a string that may be code between two strings of the module."""
    value = node.value if isinstance(node, ast.Constant) else None
    return _LEFT.search(str(value)) is not None if isinstance(value, str | bytes) else False


def _bound(node: ast.AST) -> Iterator[str]:
    """Yield the names that a node binds."""
    if isinstance(node, ast.Name):
        if isinstance(node.ctx, ast.Store):
            yield node.id
    elif isinstance(node, ast.alias):
        yield node.asname or node.name.partition(".")[0]
    elif isinstance(node, ast.MatchMapping):
        yield node.rest or ""
    elif isinstance(node, _NAMING):
        yield node.name or ""
