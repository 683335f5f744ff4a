"""Unreachable statements: what still has to be recorded about them."""

import ast

_OTHERS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)


def yields(statements: list[ast.stmt]) -> bool:
    """Return whether statements make a generator of the function around them: they do so even where they never run."""
    pending: list[ast.AST] = [*statements]
    while pending:
        node = pending.pop()
        if isinstance(node, (ast.Yield, ast.YieldFrom)):
            return True
        if not isinstance(node, _OTHERS):
            pending += ast.iter_child_nodes(node)
    return False
