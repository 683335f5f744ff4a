"""The files around a module that may close what it keeps: those of its project or package."""

import re
from typing import TYPE_CHECKING, TypeVar

from flake8_fakeasync.analysis.project.givers import stem
from flake8_fakeasync.analysis.project.searching import NOTHING
from flake8_fakeasync.analysis.project.test_code import is_test
from flake8_fakeasync.disk.paths import folder_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from flake8_fakeasync.analysis.project.givers import Givers
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.project.project import Project
    from flake8_fakeasync.analysis.project.words import Giving

T = TypeVar("T")

_READ = re.compile(r"\.(\w+)(?=\.)")  # what is read from an object to read more from it


def neighbours(project: "Project", module: "Module", *words: str) -> "Iterator[Module]":
    """Yield the other modules around one that name one of these words."""
    folder = folder_of(module.path)
    found = project.neighbourhood.around(folder) if module.path else NOTHING
    project.dependency_log.depends_on_all(module.path, found)
    return modules(project, module, project.neighbourhood.naming_around(folder, words) if module.path else ())


def deriving(project: "Project", module: "Module", name: str) -> "Iterator[Module]":
    """Yield the modules around one, itself included, with classes that name a class among their bases."""
    yield from _around(project, module, project.neighbourhood.deriving(folder_of(module.path)).get(name, ()))


def defining(project: "Project", module: "Module", *names: str) -> "Iterator[Module]":
    """Yield the modules around one, itself included, that define functions of all these names."""
    definitions = [f"def {name}(" for name in names]
    text = project.neighbourhood.text
    files = project.neighbourhood.around(folder_of(module.path)).files if module.path else ()
    yield from _around(project, module, (path for path in files if all(map(text(path).__contains__, definitions))))


def _around(project: "Project", module: "Module", paths: "Iterable[str]") -> "Iterator[Module]":
    found = project.neighbourhood.around(folder_of(module.path)) if module.path else NOTHING
    project.dependency_log.depends_on_all(module.path, found)
    yield module
    yield from modules(project, module, paths)


def where(project: "Project", module: "Module", is_wanted: "Callable[[str], bool]") -> "Iterator[Module]":
    """Yield the other modules of the project whose text is as wanted."""
    text = project.neighbourhood.text
    return modules(project, module, (path for path in tree(project, module.path) if is_wanted(text(path))))


def givers(project: "Project", path: str, giving: "Giving") -> "Givers":
    """Return the files around a file that register functions or classes with others; it may be one of them itself."""
    return project.neighbourhood.giving(tree(project, path), giving)


def modules(project: "Project", module: "Module", paths: "Iterable[str]") -> "Iterator[Module]":
    """Yield the modules in these files, as far as they can be read; a module itself is left out."""
    for path in paths:
        found = project.neighbour(path) if path != module.path else None
        if found is not None:
            yield found


def told(project: "Project", path: str, question: "Callable[[Iterator[str]], T]") -> "T":
    """Return the answer to a question about the texts of the project of a file, as they are on disk."""
    return project.neighbourhood.told(tree(project, path), question)


def tree(project: "Project", path: str) -> tuple[str, ...]:
    """Return the files of the project of a file, itself included."""
    found = project.neighbourhood.tree(folder_of(path)) if path else NOTHING
    project.dependency_log.depends_on_all(path, found)
    return found.files


def naming(project: "Project", path: str, word: str) -> list[str] | None:
    """Return the other files of the project of a file that have a word in their text; None if these are too many.

    Those of tests do not count, unless the file is one itself.
    """
    if not _is_in_whole(project, path):
        return None
    root = _root(project, path)
    found = project.neighbourhood.naming(folder_of(path), word)
    of_test = is_test(path[len(root) :])
    return [each for each in found if each != path and (of_test or not is_test(each[len(root) :]))]


def storing(project: "Project", path: str, name: str) -> tuple[str, ...]:
    """Return the files of the project of a file that store something as an attribute of a name; none of tests."""
    if not _is_in_whole(project, path):
        return ()
    of_test = is_test(path[len(_root(project, path)) :])
    return project.neighbourhood.storing(folder_of(path), in_tests=of_test).get(name, ())


def _root(project: "Project", path: str) -> str:
    return project.neighbourhood.whole(folder_of(path)).folders[0]


def _is_in_whole(project: "Project", path: str) -> bool:
    """Return whether a file is one of those that are read for its project; its answers rest on them from now on."""
    found = project.in_whole.get(path)
    if found is None:
        whole = project.neighbourhood.whole(folder_of(path)) if path else NOTHING
        project.dependency_log.depends_on_all(path, whole)
        found = project.in_whole[path] = path in whole.files
    return found


def is_given(project: "Project", path: str, text: str, matters: "Callable[[str], bool]") -> bool:
    """Return whether a file that matters may hand a client to one: it names it, or stores what it reads."""
    using = naming(project, path, stem(path)) or []
    if any(map(matters, using)):
        return True
    stored = (storing(project, path, name) for name in dict.fromkeys(_READ.findall(text)))
    return any(matters(other) for others in stored for other in others if other != path)
