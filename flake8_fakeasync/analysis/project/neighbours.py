"""The files around a module that may close what it keeps: those of its project or package."""

import os
import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.prefilter import runs_functions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.project.project import Project

MOST = 400  # more files than this are not read for one question: the innermost package around a module decides
_SKIPPED = frozenset({"__pycache__", "build", "dist", "node_modules", "site-packages", "venv"})


def neighbours(project: "Project", module: "Module", *words: str) -> "Iterator[Module]":
    """Yield the other modules around one that name one of these words."""
    wanted = re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b")
    return where(project, module, lambda text: wanted.search(text) is not None)


def where(project: "Project", module: "Module", is_wanted: "Callable[[str], bool]") -> "Iterator[Module]":
    """Yield the other modules around one whose text is as wanted."""
    for path in around(project, module.path):
        if path != module.path and is_wanted(_text(path)):
            found = project.neighbour(path)
            if found is not None:
                yield found


def texts(project: "Project", path: str) -> "Iterator[str]":
    """Yield the texts of the files around one, itself included, as they are on disk."""
    return map(_text, around(project, path))


def around(project: "Project", path: str) -> tuple[str, ...]:
    """Return the files of the project or package around a file, itself included."""
    found = _around(os.path.dirname(path)) if path else _NOTHING
    project.dependency_log.depends_on(path, found.files + found.folders)
    return found.files


def names_framework(path: str) -> bool:
    """Return whether a file around one names a framework that calls plain functions on the event loop."""
    return bool(path) and _names_framework(_around(os.path.dirname(path)).files)


@lru_cache(maxsize=64)
def _names_framework(files: tuple[str, ...]) -> bool:
    return any(runs_functions(_text(path)) for path in files)


def forget() -> None:
    """Look at the disk again when next asked."""
    _around.cache_clear()
    _names_framework.cache_clear()
    _text.cache_clear()


class Around(NamedTuple):
    """The files around a module, and all folders that were searched for them."""

    files: tuple[str, ...]
    folders: tuple[str, ...]


_NOTHING = Around((), ())


@lru_cache(maxsize=64)
def _around(folder: str) -> Around:
    """Return the Python files of the outermost package around a folder that is not too large."""
    above = [folder]
    while os.path.isfile(os.path.join(above[-1], "__init__.py")):
        above.append(os.path.dirname(above[-1]))
    searched = [*above]
    for root in reversed(above[:-1] or above):
        found = _below(root, searched)
        if found is not None:
            return Around(found, tuple(dict.fromkeys(searched)))
    return Around((), tuple(dict.fromkeys(searched)))


def _below(root: str, searched: list[str]) -> tuple[str, ...] | None:
    found: list[str] = []
    for folder, folders, files in os.walk(root):
        searched.append(folder)
        folders[:] = sorted(name for name in folders if name not in _SKIPPED and not name.startswith("."))
        found += [os.path.join(folder, name) for name in sorted(files) if name.endswith(".py")]
        if len(found) > MOST:
            return None
    return tuple(found)


@lru_cache(maxsize=MOST)
def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""
