"""The names that a module may bind, found without its functions and classes: some too many.

Too few only where the text of a string looks like the function around it.
"""

import ast
import re
import warnings
from collections.abc import Iterator

_BODY = re.compile(r"(\n(?:async[ \t]+)?(?:class|def)[ \t]+\w+)[^\n]*+(?:\n(?:[ \t)\]}#][^\n]*+|(?=\n)))*+")
_GLOBAL = re.compile(r"global(?<=\bglobal)[ \t]+([\w, \t]+)")
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
    names = {name for node in ast.walk(tree) for name in _bound(node)}
    names.update(_WORD.findall(" ".join(_GLOBAL.findall(text))))
    return frozenset(names) if _STAR not in names else None


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
