"""Which files may define functions that a framework runs, told from their text: most files of most projects cannot."""

import os
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.project.neighbours import using
from flake8_fakeasync.analysis.project.words import Giving, Names

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    giving = giving_functions(vocabulary.handing)
    if giving.in_text(text):
        return True
    names = used_as(project, path, [name for indent, name in functions if not indent])
    return names is not None and bool(using(project, path, giving, names))


@lru_cache(maxsize=4)
def giving_functions(words: tuple[str, ...]) -> Giving:
    """Return how functions are given to frameworks, by the words of a vocabulary."""
    return Giving(words)


def used_as(project: "Project", path: str, functions: "Iterable[str]") -> Names | None:
    """Return how other files may use the functions of a module; None where it has none or is no file."""
    functions = list(functions)
    if not functions or not path:
        return None
    folder, base = os.path.split(path)
    stem = base.removesuffix(".py") if base != _PACKAGE else os.path.basename(folder)
    package = project.neighbourhood.words(os.path.join(folder, _PACKAGE)).every
    return Names(stem, frozenset(name for name in functions if name in package) if stem in package else frozenset())
