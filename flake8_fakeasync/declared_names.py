"""Names in options and catalog files that can never match, and what to write instead."""

from __future__ import annotations

import ast
import sys
import tomllib
from difflib import get_close_matches
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_fakeasync.catalog import load
from flake8_fakeasync.catalog.expand import tables
from flake8_fakeasync.catalog.model import Class, Function
from flake8_fakeasync.catalog.records import records
from flake8_fakeasync.disk.reader import Disk
from flake8_fakeasync.files import python_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.settings import Settings

_ALIKE = 0.8  # of two names, as difflib counts it
_MOST_FILES = 2000  # that are searched for a name


def never_matching(settings: Settings, folder: Path) -> list[str]:
    """Return a line for each entry that names nothing, or names it by a path that is not its own.

    Your own code is looked up in `folder`, its `src`, and the folders of `fakeasync-src`. Entries with `*`, and names
    of other libraries, are taken as they are.
    """
    roots = [folder, folder / "src", *map(Path, settings.src)]
    found = [
        f"fakeasync-{option}: {line}"
        for option in ("blocking", "nonblocking")
        for entry in getattr(settings, option)
        for line in _problems(entry.partition("->")[0].strip(), settings, roots)
    ]
    files = ((Path(file).name, _misdescribed(file, roots)) for file in settings.catalog)
    return found + [f"fakeasync-catalog: {name}: {line}" for name, lines in files for line in lines]


def _misdescribed(file: str, roots: list[Path]) -> Iterator[str]:
    """Yield what is wrong with the names that a catalog file has for functions and classes of the project."""
    data = tomllib.loads(Path(file).read_text(encoding="utf-8"))
    for place, root in enumerate(data.get("roots", ())):
        for kind, table in tables(data, root, first=not place):
            for record in records(kind, table, data):
                names = record.names if isinstance(record, (Function, Class)) else ()
                found = [(name, _module(name.split("."), roots)) for name in names]
                problems = [next(_own(name, *home), "") if home is not None else "" for name, home in found]
                if problems and all(problems):  # one right name is enough
                    yield problems[0]


def _problems(name: str, settings: Settings, roots: list[Path]) -> Iterator[str]:
    if "*" in name:
        return
    found = _module(name.split("."), roots)
    if found is not None:
        yield from _own(name, *found)
        return
    catalog = load(settings.catalog)
    canonical = catalog.canonical(name)
    if canonical != name:
        yield f"'{name}' never matches: write '{canonical}'"
        return
    root, known = name.partition(".")[0], {*catalog.roots, *(each.partition(".")[0] for each in catalog.added)}
    if meant := _library_meant(root, known, roots[0]):
        yield f"'{name}' never matches: no file here names {root}; did you mean {meant}?"


def _library_meant(root: str, known: set[str], folder: Path) -> str:
    """Return the library of the catalog whose name is misspelt, "" where it is right or some file has it."""
    close = [] if root in known | sys.stdlib_module_names else get_close_matches(root, sorted(known), 1, _ALIKE)
    files = list(islice(python_files([folder]), _MOST_FILES + 1)) if close else []
    texts = map(Disk().text, map(str, files))
    is_used = len(files) > _MOST_FILES or any(root in text for text in texts if text)
    return close[0] if close and not is_used else ""


def _module(parts: list[str], roots: list[Path]) -> tuple[ast.Module, str, list[str]] | None:
    """Return the module of the project that a name begins with, that module's name, and the rest."""
    for count in range(len(parts) - 1, 0, -1):
        for root in roots:
            stem = root.joinpath(*parts[:count])
            for path in (stem / "__init__.py", stem.with_name(f"{stem.name}.py")):
                tree = _parsed(path) if path.is_file() else None
                if tree is not None:
                    return tree, ".".join(parts[:count]), parts[count:]
    return None


def _parsed(path: Path) -> ast.Module | None:
    try:
        return ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _own(name: str, tree: ast.Module, module: str, rest: list[str]) -> Iterator[str]:
    """Yield what is wrong with the name of a function of the project."""
    scope: ast.Module | ast.ClassDef = tree
    for place, part in enumerate(rest):
        home = ".".join([module, *rest[:place]])
        definitions = _definitions(scope)
        node = definitions.get(part)
        if node is None:
            imported = _imported(tree, module).get(part) if scope is tree else None
            close = get_close_matches(part, definitions, 1)
            if imported:
                yield f"'{name}' never matches: write '{'.'.join([imported, *rest[place + 1 :]])}', where it is defined"
            elif close:
                yield f"'{name}' never matches: '{home}' defines no {part}; did you mean {close[0]}?"
            elif isinstance(scope, ast.ClassDef):
                yield f"'{name}' never matches: '{home}' defines no {part}; name the class that defines it"
            elif not _binds(tree, part):
                yield f"'{name}' never matches: '{home}' defines no {part}"
            return
        if isinstance(node, ast.ClassDef):
            scope = node


def _definitions(scope: ast.AST) -> dict[str, ast.AST]:
    """Return the functions and classes that a module or class defines, under conditions too."""
    found: dict[str, ast.AST] = {}
    pending = list(ast.iter_child_nodes(scope))
    while pending:
        node = pending.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found[node.name] = node
        elif isinstance(node, (ast.stmt, ast.ExceptHandler)):
            pending += ast.iter_child_nodes(node)
    return found


def _imported(tree: ast.Module, module: str) -> dict[str, str]:
    """Return what a module takes from others by name, relative ones spelled out as for a package."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            above = module.split(".")[: len(module.split(".")) - node.level + 1] if node.level else []
            home = ".".join([*above, *([node.module] if node.module else [])])
            found |= {each.asname or each.name: f"{home}.{each.name}" for each in node.names}
    return found


def _binds(tree: ast.Module, name: str) -> bool:
    """Return whether a module binds a name in another way: an assignment, a star import, a `__getattr__`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store):
            return True
        if isinstance(node, ast.alias) and (node.asname or node.name) in {name, "*"}:
            return True
    return "__getattr__" in _definitions(tree)
