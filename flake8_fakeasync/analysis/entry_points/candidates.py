"""Pre-filter on the text: which files may define functions that a framework runs."""

import os
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.project.neighbours import given_in, using
from flake8_fakeasync.analysis.project.words import Giving, Names, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flake8_fakeasync.analysis.project.project import Project
    from flake8_fakeasync.catalog.entry_vocabulary import Vocabulary

_PACKAGE = "__init__.py"
_DECORATOR = re.compile(r"\n[ \t]*@[ \t]*([\w.]+)")
_RENAMED = re.compile(r"(\w+)[ \t]+as[ \t]")  # an import under another name
_FUNCTION = re.compile(r"\n([ \t]*)def[ \t]+(\w+)")
_DERIVED = re.compile(r"\n[ \t]*class[ \t]+\w+[ \t]*[(\[]")


def may_be_run(project: "Project", vocabulary: "Vocabulary", path: str, text: str) -> bool:
    """Return whether a framework may run a function of a file: by a decorator, its class, or a call that takes it."""
    text = f"\n{text}"
    functions = _FUNCTION.findall(text)
    if any(indent and vocabulary.has_method(name) for indent, name in functions) and _DERIVED.search(text):
        return True
    if "@" in text:
        spelled = (name.rpartition(".")[2] for name in _DECORATOR.findall(text) + _RENAMED.findall(text))
        if any(map(vocabulary.decorates, spelled)):
            return True
    giving = giving_functions(vocabulary.handing, vocabulary.applied)
    if giving.in_text(text):
        return True
    names = used_as(project, path, [name for indent, name in functions if not indent])
    if names is not None and using(project, path, giving, names):
        return True
    return bool(functions) and next(helping(project, path, giving), None) is not None


def helping(project: "Project", path: str, giving: Giving) -> "Iterator[str]":
    """Yield the other files with functions that a file may call and that pass their arguments on."""
    own: Words | None = None
    for other, _ in given_in(project, path, giving):
        own = own or project.neighbourhood.words(path)
        if _stem(other) in own.imported:
            functions = (name for _, name in _FUNCTION.findall(project.neighbourhood.text(other)))
            if not own.every.isdisjoint(functions):
                yield other


@lru_cache(maxsize=4)
def giving_functions(handing: tuple[str, ...], applied: tuple[str, ...]) -> Giving:
    """Return how functions are given to frameworks, by the words of a vocabulary."""
    return Giving(handing, applied)


def used_as(project: "Project", path: str, functions: "Iterable[str]") -> Names | None:
    """Return how other files may use the functions of a module; None where it has none or is no file."""
    functions = list(functions)
    if not functions or not path:
        return None
    folder = os.path.dirname(path)
    stem = _stem(path)
    package = project.neighbourhood.words(os.path.join(folder, _PACKAGE)).every
    return Names(stem, frozenset(name for name in functions if name in package) if stem in package else frozenset())


def _stem(path: str) -> str:
    """Return the last part of the name under which a file is imported."""
    folder, base = os.path.split(path)
    return base.removesuffix(".py") if base != _PACKAGE else os.path.basename(folder)
