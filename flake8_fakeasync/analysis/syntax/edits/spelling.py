"""How a file names what is in another module: by an import that it has, or by one that is added in its style."""

import ast
import re
import sys
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flake8_fakeasync.analysis.syntax.tree import end, start
from flake8_fakeasync.diagnostics import Edit

_FUTURE = "__future__"


class Spelled(NamedTuple):
    """How to write a name, and the edits that import what it needs."""

    text: str
    edits: tuple[Edit, ...] = ()


def spelled(tree: ast.Module, module: str, name: str) -> Spelled | None:
    """Return how to write a name of a module; None if the name that it would be imported as is taken."""
    known = next(filter(None, (_known(statement, module, name) for statement in tree.body)), "")
    if known:
        return Spelled(known)
    taken = set(_names(tree))
    others = [each for each in tree.body if isinstance(each, ast.ImportFrom) and _source(each) == module]
    if others and name not in taken and others[0].names[0].name != "*":
        return Spelled(name, (_extended(others[0], name),))
    return None if module in taken else Spelled(f"{module}.{name}", (_added(tree, module),))


def _known(statement: ast.stmt, module: str, name: str) -> str:
    """Return how to write a name after an import, "" where that does not import it."""
    if isinstance(statement, ast.Import):
        found = (each for each in statement.names if each.name == module and (each.asname or "." not in module))
        return next((f"{each.asname or module}.{name}" for each in found), "")
    if isinstance(statement, ast.ImportFrom) and _source(statement) == module:
        return next((each.asname or name for each in statement.names if each.name == name), "")
    return ""


def renamed(tree: ast.Module, alias: ast.alias, name: str) -> list[ast.Name] | None:
    """Return where what an import binds is read, so that it can have another name; None if that is not sure."""
    reads = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == alias.name]
    word = re.compile(rf"\b{alias.name}\b")  # an annotation in quotes, an entry of `__all__`
    if any(isinstance(node, ast.Constant) and word.search(str(node.value)) for node in ast.walk(tree)):
        return None
    others = [node for node in ast.walk(tree) if node is not alias and alias.name in _bound(node)]
    if name in _names(tree) or others or any(not isinstance(each.ctx, ast.Load) for each in reads):
        return None
    return reads


def _bound(node: ast.AST) -> tuple[str, ...]:
    """Return the names that a node binds or declares, other than a variable."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return (node.name,)
    if isinstance(node, ast.alias):
        return (node.asname or node.name.partition(".")[0],)
    if isinstance(node, (ast.Global, ast.Nonlocal)):
        return tuple(node.names)
    return (node.arg,) if isinstance(node, ast.arg) else ()


def _source(statement: ast.ImportFrom) -> str:
    return statement.module or "" if not statement.level else ""


def _names(tree: ast.Module) -> Iterator[str]:
    """Yield all names that mean something somewhere in a file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        else:
            yield from _bound(node)


def _extended(statement: ast.ImportFrom, name: str) -> Edit:
    """Return the edit that adds a name to those that are taken from a module: before the first that is greater."""
    after = next((alias for alias in statement.names if alias.name > name), None)
    last = statement.names[-1]
    if after is None or [alias.name for alias in statement.names] != sorted(alias.name for alias in statement.names):
        is_split = len(statement.names) > 1 and start(last)[0] != start(statement.names[-2])[0]
        return Edit(end(last), end(last), f",\n{' ' * start(last)[1]}{name}" if is_split else f", {name}")
    is_split = len({start(alias)[0] for alias in statement.names}) > 1
    place = start(after)
    return Edit(place, place, f"{name},\n{' ' * place[1]}" if is_split else f"{name}, ")


def _added(tree: ast.Module, module: str) -> Edit:
    """Return the edit that imports a module: in the order of the imports of its kind, or else before all others."""
    imports = list(_first_imports(tree.body))
    plain = [each for each in imports if isinstance(each, ast.Import) and _is_standard(each) == (module in _STANDARD)]
    after = next((each for each in plain if each.names[0].name > module), None)
    if after is not None:
        return _on_line(start(after)[0], f"import {module}\n")
    if plain:
        return _on_line(end(plain[-1])[0] + 1, f"import {module}\n")
    absolute = [each for each in imports if isinstance(each, ast.Import) or not each.level]
    others = [each for each in absolute if _is_standard(each) == (module in _STANDARD)]
    if others:
        return _on_line(start(others[0])[0], f"import {module}\n")
    if absolute and module not in _STANDARD:
        return _on_line(end(absolute[-1])[0] + 1, f"\nimport {module}\n")
    if imports:
        return _on_line(start(imports[0])[0], f"import {module}\n\n")
    return _alone(tree.body, f"import {module}\n")


_STANDARD = sys.stdlib_module_names


def _is_standard(statement: ast.Import | ast.ImportFrom) -> bool:
    name = statement.names[0].name if isinstance(statement, ast.Import) else _source(statement)
    return name.partition(".")[0] in _STANDARD


def _first_imports(body: Sequence[ast.stmt]) -> Iterator[ast.Import | ast.ImportFrom]:
    """Yield the imports at the top of a file, but those of the future."""
    for statement in body:
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            if getattr(statement, "module", None) != _FUTURE:
                yield statement
        elif not isinstance(statement, ast.Expr):
            return


def _alone(body: Sequence[ast.stmt], text: str) -> Edit:
    """Return the edit that adds the first import of a file: after its docstring, or else before its first statement."""
    head = 0
    for statement in body:
        is_future = isinstance(statement, ast.ImportFrom) and statement.module == _FUTURE
        if not is_future and not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)):
            break
        head = end(statement)[0]
    if head:
        return _on_line(head + 1, f"\n{text}")
    first = body[0]
    decorated = [first, *getattr(first, "decorator_list", ())]
    return _on_line(min(start(each)[0] for each in decorated), f"{text}\n\n")


def _on_line(line: int, text: str) -> Edit:
    return Edit((line, 0), (line, 0), text)
