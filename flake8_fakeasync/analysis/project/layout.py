"""Which file a module name leads to, and which name a file has: folders, packages, `src/`, namespaces."""

import os
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.disk import reader
from flake8_fakeasync.disk.reader import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKERS = frozenset({"pyproject.toml", "setup.cfg", "setup.py", "tox.ini", ".git"})
_FOREIGN = frozenset({"site-packages", "dist-packages"})
_HIGHEST = 8
_NAMESPACES = 2


class Place(NamedTuple):
    """Where a file stands: its module name, and where its imports are looked up.

    `below` is the name that relative imports start from: outside of packages the folders above count, since they may
    be namespace packages.
    """

    path: str
    name: str
    is_package: bool
    roots: tuple[str, ...]
    below: str


@lru_cache(maxsize=4096)
def place(path: str, src: tuple[str, ...]) -> Place:
    """Return the place of a file, by an absolute path that need not exist."""
    folder, base = os.path.split(path)
    is_package = base in {"__init__.py", "__init__.pyi"}
    parts = [] if is_package else [os.path.splitext(base)[0]]
    while folder not in src and "__init__.py" in listed(folder).files:
        folder, package = os.path.split(folder)
        if not package:
            break
        parts.insert(0, package)
    name, roots = ".".join(parts), _roots(folder, src)
    is_loose = len(parts) == 1 and not is_package
    return Place(path, name, is_package, roots, ".".join([*_namespace(folder, roots), *parts]) if is_loose else name)


def _namespace(folder: str, roots: tuple[str, ...]) -> list[str]:
    """Return the names of the folders between the highest root and a folder, as far as they can be packages."""
    names: list[str] = []
    for _ in range(_NAMESPACES):
        above, name = os.path.split(folder)
        if above not in roots or not name.isidentifier():
            break
        names.insert(0, name)
        folder = above
    return names


@lru_cache(maxsize=4096)
def _roots(folder: str, src: tuple[str, ...]) -> tuple[str, ...]:
    roots = [*src]
    for _ in range(_HIGHEST):
        here = listed(folder)
        roots += [folder, os.path.join(folder, "src")] if "src" in here.folders else [folder]
        above, name = os.path.split(folder)
        if above == folder or name in _FOREIGN or not _MARKERS.isdisjoint(here.files | here.folders):
            break
        folder = above
    return tuple(dict.fromkeys(root for root in roots if os.path.isdir(root)))


def find(name: str, roots: tuple[str, ...]) -> str | None:
    """Return the file (or, for a namespace package, the folder) that a module name means, or None.

    A regular module or package in any root wins over a folder without `__init__.py`, as in an import.
    """
    *above, last = name.split(".")
    namespace = None
    for root in roots:
        folder = root
        for part in above:
            folder = os.path.join(folder, part) if part in listed(folder).folders else ""
        if not folder:
            continue
        here = listed(folder)
        stem = os.path.join(folder, last)
        if last in here.folders:
            if "__init__.py" in listed(stem).files:
                return os.path.join(stem, "__init__.py")
            namespace = namespace or stem
        if f"{last}.py" in here.files:
            return f"{stem}.py"
    return namespace


def looked_at(name: str, roots: tuple[str, ...]) -> "Iterator[str]":
    """Yield what `find` may have looked at: the folders, and what was found."""
    for root in roots:
        folder = root
        yield folder
        for part in name.split("."):
            if part not in listed(folder).folders:
                break
            folder = os.path.join(folder, part)
            yield folder
    found = find(name, roots)
    if found is not None:
        yield found


def around(place: Place) -> "Iterator[str]":
    """Yield the folders that a place was told by."""
    yield from place.roots
    folder = os.path.dirname(place.path)
    while folder and folder not in place.roots and folder != os.path.dirname(folder):
        yield folder
        folder = os.path.dirname(folder)


def forget() -> None:
    """Look at the disk again when next asked."""
    place.cache_clear()
    _roots.cache_clear()
    reader.forget()


def is_weak(found: str) -> bool:
    """Return whether an installed library of the same name wins over what was found: a bare folder, or its own copy."""
    return not found.endswith(".py") or any(part in _FOREIGN for part in found.split(os.sep))
