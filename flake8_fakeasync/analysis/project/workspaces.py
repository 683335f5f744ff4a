"""Folders of packages that the pyproject.toml of a project names: members of workspaces, sources, path dependencies."""

import tomllib
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.disk.paths import folder_of, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.disk.reader import Disk

MARKERS = frozenset({"pyproject.toml", "setup.cfg", "setup.py", "tox.ini", ".git"})
_FILE = "pyproject.toml"
_HIGHEST = 4  # folders above that of a project, in which the one of its workspace is looked for
_MOST = 60
_CONVENTION = ("packages/*/src",)
# Where lists of folders stand: those of members, those that packages are in, and the packages themselves.
_MEMBERS = (("tool", "uv", "workspace", "members"), ("tool", "hatch", "workspace", "members"))
_EXCLUDED = (("tool", "uv", "workspace", "exclude"), ("tool", "hatch", "workspace", "exclude"))
_SOURCES = (("tool", "setuptools", "packages", "find", "where"),)
_PACKAGES = (("tool", "hatch", "build", "targets", "wheel", "packages"),)
_REQUIRED = (("tool", "uv", "sources"), ("tool", "poetry", "dependencies"))


class Workspace(NamedTuple):
    """Folders that modules are imported from, and what was read to know them."""

    roots: tuple[str, ...]
    read: tuple[str, ...]


NO_WORKSPACE = Workspace((), ())


class Workspaces:
    """Answers for the folders of projects, each read once until `invalidate` is called."""

    def __init__(self, disk: "Disk") -> None:
        self._disk = disk
        self._known: dict[str, Workspace] = {}

    def invalidate(self) -> None:
        """Look at the disk again when next asked."""
        self._known.clear()

    def of(self, project: str) -> Workspace:
        """Return what the pyproject.toml of a project says, and that of the workspace which it is a member of."""
        found = self._known.get(project)
        if found is None:
            own = self._read(project)
            found = Workspace(own.roots, own.read)
            above = project
            for _ in range(_HIGHEST):
                if ".git" in self._disk.listing(above).folders or folder_of(above) == above:
                    break
                above = folder_of(above)
                outer = self._read(above)
                if project in outer.roots or joined(project, "src") in outer.roots:
                    found = Workspace((*own.roots, *outer.roots), (*own.read, *outer.read))
                    break
            self._known[project] = found
        return found

    def _read(self, folder: str) -> Workspace:
        here = self._disk.listing(folder)
        if MARKERS.isdisjoint(here.files | here.folders):
            return NO_WORKSPACE
        read = {folder}
        found = list(self._matching(folder, _CONVENTION, read)) if "packages" in here.folders else []
        if _FILE in here.files:
            read.add(joined(folder, _FILE))
            found += self._named(folder, _tables(self._disk.text(joined(folder, _FILE)) or ""), read)
        roots = tuple(dict.fromkeys(each for each in found if each != folder))[:_MOST]
        return Workspace(roots, tuple(sorted(read)))

    def _named(self, folder: str, tables: dict[str, object], read: set[str]) -> "Iterator[str]":
        members = self._matching(folder, _texts(tables, _MEMBERS), read)
        excluded = set(self._matching(folder, _texts(tables, _EXCLUDED), read))
        required = self._matching(folder, (path for key in _REQUIRED for path in _paths(_at(tables, key))), read)
        for member in (*(each for each in members if each not in excluded), *required):
            yield member
            yield from self._matching(member, ("src",), read)
        inside = (folder_of(each) for each in _texts(tables, _PACKAGES))
        listed = _at(tables, ("tool", "poetry", "packages"))
        taken = (each.get("from") for each in listed if isinstance(each, dict)) if isinstance(listed, list) else ()
        sources = (*_texts(tables, _SOURCES), *inside, *(each for each in taken if isinstance(each, str)))
        yield from self._matching(folder, sources, read)

    def _matching(self, folder: str, patterns: "Iterator[str] | tuple[str, ...]", read: set[str]) -> "Iterator[str]":
        """Yield the folders that patterns, relative to a folder, match."""
        for pattern in patterns:
            found = [folder]
            for part in pattern.replace("\\", "/").strip("/").split("/"):
                read.update(found)
                found = [each for one in found for each in self._below(one, part)][:_MOST]
            yield from found

    def _below(self, folder: str, part: str) -> list[str]:
        if part in {"", ".", ".."}:
            return [folder_of(folder) if part == ".." else folder]
        folders = self._disk.listing(folder).folders
        return [joined(folder, each) for each in sorted(folders) if fnmatchcase(each, part)]


def _tables(text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text) if "[tool" in text else {}
    except (ValueError, RecursionError):
        return {}


def _at(tables: object, key: tuple[str, ...]) -> object:
    for part in key:
        tables = tables.get(part) if isinstance(tables, dict) else None
    return tables


def _texts(tables: dict[str, object], keys: tuple[tuple[str, ...], ...]) -> "Iterator[str]":
    for key in keys:
        found = _at(tables, key)
        yield from (each for each in found if isinstance(each, str)) if isinstance(found, list) else ()


def _paths(requirements: object) -> "Iterator[str]":
    for each in requirements.values() if isinstance(requirements, dict) else ():
        path = each.get("path") if isinstance(each, dict) else None
        if isinstance(path, str):
            yield path
