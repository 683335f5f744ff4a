"""Pre-filter on the text: which files may define functions that a framework runs."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.project.givers import stem
from flake8_fakeasync.analysis.project.neighbours import givers, told
from flake8_fakeasync.analysis.project.words import Giving, Names, functions, renamed
from flake8_fakeasync.disk.paths import folder_of, joined
from flake8_fakeasync.prefilter import lines_with_import

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flake8_fakeasync.analysis.project.project import Project
    from flake8_fakeasync.catalog.entry_points import EntryPoints

_PACKAGE = "__init__.py"
_DECORATOR = re.compile(r"\n[ \t]*@[ \t]*([\w.]+)")
_DERIVED = re.compile(r"\n[ \t]*class[ \t]+\w+[ \t]*[(\[]")


def may_be_run(project: "Project", points: "EntryPoints", path: str, text: str) -> bool:
    """Return whether a framework may run a function of a file: by a decorator, its class, or a call that takes it."""
    own = _Named(points.frameworks)((text,))
    vocabulary = points.vocabulary(frameworks(project, path, points) | own)
    text = f"\n{text}"
    defined = functions(text)
    if any(indent and vocabulary.has_method(name) for indent, name in defined) and _DERIVED.search(text):
        return True
    if "@" in text:
        spelled = (name.rpartition(".")[2] for name in (*_DECORATOR.findall(text), *renamed(text)))
        if any(map(vocabulary.decorates, spelled)):
            return True
    giving = giving_functions(vocabulary.handing, vocabulary.applied)
    if giving.in_text(text):
        return True
    names = used_as(project, path, [name for indent, name in defined if not indent])
    if names is not None and next(using(project, path, giving, names), None) is not None:
        return True
    return bool(defined) and next(helping(project, path, giving), None) is not None


def frameworks(project: "Project", path: str, points: "EntryPoints") -> frozenset[str]:
    """Return the frameworks that a project names in its imports, by one of its files; all where there is no file."""
    return told(project, path, _Named(points.frameworks)) if path else frozenset(points.frameworks)


@dataclass(frozen=True)
class _Named:
    """Which of some names are in lines with an import."""

    names: tuple[str, ...]

    def __call__(self, texts: "Iterable[str]") -> frozenset[str]:
        missing = self.names
        for text in texts:
            lines = lines_with_import(text)
            missing = tuple(name for name in missing if name not in lines)
        return frozenset(self.names).difference(missing)


def using(project: "Project", path: str, giving: Giving, names: Names) -> "Iterator[str]":
    """Yield the other files of a project that register functions or classes with others, and may use a module."""
    return (other for other in givers(project, path, giving).using(names) if other != path)


def helping(project: "Project", path: str, giving: Giving) -> "Iterator[str]":
    """Yield the other files with functions that a file may call and that pass their arguments on."""
    words = project.neighbourhood.words(path)
    return (other for other in givers(project, path, giving).called_by(words) if other != path)


@lru_cache(maxsize=32)
def giving_functions(handing: tuple[str, ...], applied: tuple[str, ...]) -> Giving:
    """Return how functions are given to frameworks, by the words of a vocabulary."""
    return Giving(handing, applied)


def used_as(project: "Project", path: str, defined: "Iterable[str]") -> Names | None:
    """Return how other files may use the functions of a module; None where it has none or is no file."""
    defined = list(defined)
    if not defined or not path:
        return None
    folder = folder_of(path)
    module = stem(path)
    package = project.neighbourhood.words(joined(folder, _PACKAGE)).every
    return Names(module, frozenset(name for name in defined if name in package) if module in package else frozenset())
