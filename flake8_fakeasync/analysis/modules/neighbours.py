"""The files around a module that may close what it keeps: those of its project or package."""

import os
import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.modules.module import Module
    from flake8_fakeasync.analysis.modules.project import Project

MOST = 400  # more files than this are not read for one question: the innermost package around a module decides
_SKIPPED = frozenset({"__pycache__", "build", "dist", "node_modules", "site-packages", "venv"})


def neighbours(project: "Project", module: "Module", *words: str) -> "Iterator[Module]":
    """Yield the other modules around one that name one of these words."""
    wanted = re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b")
    for path in _files(os.path.dirname(module.path), project.changes) if module.path else ():
        if path == module.path:
            continue
        if wanted.search(_text(path, project.changes)):
            found = project.module(path)
            if found is not None:
                yield found


@lru_cache(maxsize=64)
def _files(folder: str, _changes: int) -> tuple[str, ...]:
    """Return the Python files of the outermost package around a folder that is not too large."""
    above = [folder]
    while os.path.isfile(os.path.join(above[-1], "__init__.py")):
        above.append(os.path.dirname(above[-1]))
    for root in reversed(above[:-1] or above):
        found = _below(root)
        if found is not None:
            return found
    return ()


def _below(root: str) -> tuple[str, ...] | None:
    found: list[str] = []
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED and not name.startswith("."))
        found += [os.path.join(folder, name) for name in sorted(files) if name.endswith(".py")]
        if len(found) > MOST:
            return None
    return tuple(found)


@lru_cache(maxsize=MOST)
def _text(path: str, _changes: int) -> str:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""
