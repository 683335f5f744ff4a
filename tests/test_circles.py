"""Modules that import each other in a circle: none but in the evaluator, which is one package behind one interface."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import flake8_fakeasync

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind = Literal["module", "function", "type"]
_PACKAGE = Path(flake8_fakeasync.__file__).parent
_EVALUATOR = "flake8_fakeasync.analysis.infer"
_FILES = {
    ".".join(file.relative_to(_PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): file
    for file in _PACKAGE.rglob("*.py")
}


def _imports(node: ast.AST, kind: Kind = "module") -> Iterator[tuple[str, Kind]]:
    """Yield the modules of the package that a node imports, each with how: when it is imported, called, or typed."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ImportFrom) and child.module is not None:
            named = (f"{child.module}.{each.name}" for each in child.names)
            yield from ((each if each in _FILES else child.module, kind) for each in named)
        elif isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            yield from _imports(child, "type")
        else:
            is_later = kind == "module" and isinstance(child, ast.FunctionDef)
            yield from _imports(child, "function" if is_later else kind)


_IMPORTS = {
    name: {(each, kind) for each, kind in _imports(ast.parse(file.read_bytes())) if each in _FILES and each != name}
    for name, file in _FILES.items()
}


def _reached(start: str, kinds: set[Kind]) -> set[str]:
    found, pending = set[str](), [start]
    while pending:
        new = {each for each, kind in _IMPORTS[pending.pop()] if kind in kinds} - found
        found |= new
        pending += new
    return found


def circles(kinds: set[Kind]) -> set[frozenset[str]]:
    """Return the circles that imports of these kinds make, each with all modules that are in it."""
    reached = {name: _reached(name, kinds) for name in _IMPORTS}
    inside = [name for name, found in reached.items() if name in found]
    return {frozenset(other for other in reached[name] if name in reached[other]) for name in inside}


def _package(circle: frozenset[str]) -> str:
    packages = {name.rpartition(".")[0] for name in circle}
    return packages.pop() if len(packages) == 1 else "several"


def test_imported() -> None:
    """Modules that need each other are those of the evaluator; no import is put into a function to hide a circle."""
    found = circles({"module"})
    assert {_package(circle) for circle in found} == {_EVALUATOR}
    assert [len(circle) for circle in found] == [11]
    assert circles({"module", "function"}) == found


def test_any_can_be_first() -> None:
    """In a circle, modules import each other as wholes: what they define may not be there yet."""
    for circle in circles({"module"}):
        for name in circle:
            statements = ast.parse(_FILES[name].read_bytes()).body
            assert circle.isdisjoint(each.module for each in statements if isinstance(each, ast.ImportFrom)), name


def test_types() -> None:
    """Elsewhere, what a part knows of the whole that it is made for is its type, in a few files of one package."""
    others = [circle for circle in circles({"module", "function", "type"}) if _package(circle) != _EVALUATOR]
    assert "several" not in map(_package, others)
    assert sorted(map(len, others)) == [2, 3, 4, 4, 4]
