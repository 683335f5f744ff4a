"""Which file a module name leads to, and which name a file has: folders, packages, `src/`, namespaces."""

import os
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.project.workspaces import MARKERS, NO_WORKSPACE, Workspaces
from flake8_fakeasync.disk.names import module_in, project_in
from flake8_fakeasync.disk.paths import folder_of, joined, name_of, names_in, without_suffix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.disk.reader import Disk

_FOREIGN = frozenset({"site-packages", "dist-packages"})
_HIGHEST = 8
_NAMESPACES = 2


class Place(NamedTuple):
    """The place of a file: its module name, and where its imports are looked up.

    `below` is the name that relative imports start from: outside of packages the folders above count, since they may
    be namespace packages. `below_project` is the path below the folder of the project, `read` what tells more roots.
    `outside` are those roots above the file of which nothing tells that they belong to its project.
    """

    path: str
    name: str
    is_package: bool
    roots: tuple[str, ...]
    below: str
    below_project: str = ""
    read: tuple[str, ...] = ()
    outside: frozenset[str] = frozenset()


class Layout:
    """Where the modules of a project are; `src` are folders that hold packages, by absolute path.

    `followed` are installed packages that belong to the project as well; of their neighbours, nothing is looked at.
    """

    def __init__(self, disk: "Disk", src: tuple[str, ...] = (), followed: tuple[str, ...] = ()) -> None:
        self._disk = disk
        self._src = src
        self._followed = {name_of(path).removesuffix(".py"): folder_of(path) for path in followed}
        self._installed = frozenset(self._followed.values()) - frozenset(src)
        self._places: dict[str, Place] = {}
        self._before: dict[str, Place] = {}
        self._roots: dict[str, tuple[str, ...]] = {}
        self._outside: dict[tuple[str, ...], frozenset[str]] = {}
        self._workspaces = Workspaces(disk)

    def invalidate(self) -> None:
        """Look at the disk again when next asked."""
        self._before, self._places = self._places, {}
        self._roots.clear()
        self._outside.clear()
        self._workspaces.invalidate()

    def has_moved(self, path: str) -> bool:
        """Return whether the place of a file is another one than before the last look at the disk."""
        return self._before.get(path) != self.place(path)

    def place(self, path: str) -> Place:
        """Return the place of a file, by an absolute path that need not exist."""
        found = self._places.get(path)
        if found is None:
            found = self._places[path] = self._place(path)
        return found

    def _place(self, path: str) -> Place:
        folder, base = os.path.split(path)
        is_package = base in {"__init__.py", "__init__.pyi"}
        parts = [] if is_package else [without_suffix(base)]
        while folder not in self._src and "__init__.py" in self._disk.listing(folder).files:
            folder, package = os.path.split(folder)
            if not package:
                break
            parts.insert(0, package)
        name, roots = ".".join(parts), self._roots_of(folder)
        is_loose = len(parts) == 1 and not is_package
        below = ".".join([*_namespace(folder, roots), *parts]) if is_loose else name
        marked = self._marked(folder)
        top = marked or (folder_of(folder) if is_loose else folder)
        below_project = os.path.relpath(path, top) if path and top else path
        read = self._workspaces.of(marked).read if marked else ()
        return Place(path, name, is_package, roots, below, below_project, read, self._outside.get(roots, frozenset()))

    def _marked(self, folder: str) -> str | None:
        """Return the folder of the project that a folder is in, None where nothing marks one."""
        listings = ((root, self._disk.listing(root)) for root in self._above(folder))
        return next((root for root, here in listings if not MARKERS.isdisjoint(here.files | here.folders)), None)

    def _roots_of(self, folder: str) -> tuple[str, ...]:
        found = self._roots.get(folder)
        if found is None:
            marked = self._marked(folder)
            named = self._workspaces.of(marked) if marked else NO_WORKSPACE
            every = dict.fromkeys([*self._src, *self._above(folder), *named.roots])
            found = self._roots[folder] = tuple(root for root in every if self._disk.is_folder(root))
            if marked is None:
                own = {*self._src, folder, joined(folder, "src")}
                self._outside[found] = frozenset(found) - own
        return found

    def _above(self, folder: str) -> "Iterator[str]":
        """Yield the folders that the modules around a folder may be imported from, up to the root of the project."""
        for _ in range(_HIGHEST):
            here = self._disk.listing(folder)
            yield folder
            if "src" in here.folders:
                yield joined(folder, "src")
            above, name = os.path.split(folder)
            if above == folder or name in _FOREIGN or not MARKERS.isdisjoint(here.files | here.folders):
                break
            folder = above

    def find(self, name: str, roots: tuple[str, ...]) -> str | None:
        """Return the file (or, for a namespace package, the folder) that a module name means, or None.

        A regular module or package in any root wins over a folder without `__init__.py`, as in an import.
        """
        listing = self._disk.listing
        *above, last = name.split(".")
        namespace = None
        for root in self._where(name, roots):
            folder = root
            for part in above:
                folder = joined(folder, part) if part in listing(folder).folders else ""
            if not folder:
                continue
            here = listing(folder)
            stem = joined(folder, last)
            if last in here.folders:
                if "__init__.py" in listing(stem).files:
                    return joined(stem, "__init__.py")
                namespace = namespace or stem
            if f"{last}.py" in here.files:
                return f"{stem}.py"
        return namespace

    def is_below_package(self, name: str, found: str) -> bool:
        """Return whether what a name led to is in a folder without `__init__.py` in a package."""
        folder = folder_of(found) if found.endswith("__init__.py") else found
        for _ in name.split("."):
            folder = folder_of(folder)
        is_package = "__init__.py" in self._disk.listing(folder).files
        return not is_package and "__init__.py" in self._disk.listing(folder_of(folder)).files

    def _where(self, name: str, roots: tuple[str, ...]) -> tuple[str, ...]:
        """Return the folders in which a module is looked up, the one of installed packages for these only."""
        if not self._followed:
            return roots
        own = tuple(root for root in roots if root not in self._installed)
        home = self._followed.get(name.partition(".")[0])
        return own if home is None else (*own, home)

    def looked_at(self, name: str, roots: tuple[str, ...]) -> "Iterator[str]":
        """Yield what `find` may have looked at: the folders, and what was found."""
        outside = self._outside.get(roots, ())
        for root in self._where(name, roots):
            folder = root
            yield module_in(root, name.partition(".")[0]) if root in outside else root
            for part in name.split("."):
                if part not in self._disk.listing(folder).folders:
                    break
                folder = joined(folder, part)
                yield folder
        found = self.find(name, roots)
        if found is not None:
            yield found


def around(place: Place) -> "Iterator[str]":
    """Yield the folders that a place was found by."""
    yield from (project_in(root) if root in place.outside else root for root in place.roots)
    yield from place.read
    folder = folder_of(place.path)
    while folder and folder not in place.roots and folder != folder_of(folder):
        yield folder
        folder = folder_of(folder)


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


def is_weak(found: str) -> bool:
    """Return whether an installed library of the same name wins over what was found: a bare folder, or its own copy."""
    return not found.endswith(".py") or any(part in _FOREIGN for part in names_in(found))
