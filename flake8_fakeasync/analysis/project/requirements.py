"""Which versions of a distribution a project asks for: pyproject.toml, requirements files and lock files."""

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from flake8_fakeasync.analysis.project.versions import ANY, Bounds, bounds
from flake8_fakeasync.disk.names import project_in
from flake8_fakeasync.disk.paths import joined

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.project.project import Project
    from flake8_fakeasync.disk.reader import Disk

_REQUIREMENT = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*\(?([^;#)@\\]*)")


def requirement(text: str) -> tuple[str, Bounds]:
    """Return the normalized name and the versions of a requirement; raise a ValueError where it is none."""
    match = _REQUIREMENT.match(text)
    if match is None:
        raise ValueError(text)
    return _normal(match[1]), bounds(match[2])


def fulfils(project: "Project", module: "Module", condition: str) -> bool:
    """Return whether every version that a project allows meets a condition, `fastmcp<3`; the nearest folder decides."""
    name, wanted = requirement(condition)
    found = _nearest(project, module, name)
    return found is not None and found.within(wanted)


def requires(project: "Project", module: "Module", distribution: str) -> bool:
    """Return whether a folder in which the imports of a module are looked up asks for a distribution."""
    return _nearest(project, module, distribution) is not None


def allowed(project: "Project", module: "Module", distribution: str) -> Bounds:
    """Return the versions of a distribution that a project allows; all if none of its folders asks for it."""
    found = _nearest(project, module, distribution)
    return ANY if found is None else found


def _nearest(project: "Project", module: "Module", distribution: str) -> Bounds | None:
    """Return the versions that the nearest folder allows which asks for a distribution, None if none does."""
    for root in module.roots:
        project.dependency_log.depends_on(module.path, (project_in(root), *project.requirements.files(root)))
        found = project.requirements.of(root).get(_normal(distribution))
        if found is not None:
            return found
    return None


class Requirements:
    """What the folders of projects require, read once until `invalidate` is called."""

    def __init__(self, disk: "Disk") -> None:
        self._disk = disk
        self._known: dict[str, Mapping[str, Bounds]] = {}

    def invalidate(self) -> None:
        """Look at the files of projects again when next asked."""
        self._known.clear()

    def files(self, root: str) -> tuple[str, ...]:
        """Return the files in a folder that say what is required."""
        names = sorted(self._disk.listing(root).files)
        return tuple(joined(root, name) for name in names if name in _READERS or _is_requirements(name))

    def of(self, root: str) -> "Mapping[str, Bounds]":
        """Return what a folder requires: by name, what all of its files allow together."""
        found = self._known.get(root)
        if found is None:
            found = self._known[root] = self._read(root)
        return found

    def _read(self, root: str) -> "Mapping[str, Bounds]":
        found: dict[str, Bounds] = {}
        for path in self.files(root):
            read = _READERS.get(path.rpartition(os.sep)[2], _lines)
            try:
                for name, allowed in read(self._disk.text(path) or ""):
                    found[name] = found.get(name, ANY).narrowed(allowed)
            except (ValueError, RecursionError):  # it is not what its name says
                continue
        return found


def _is_requirements(name: str) -> bool:
    return name.startswith("requirements") and name.endswith((".txt", ".in"))


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _requirements(texts: Iterable[object]) -> Iterator[tuple[str, Bounds]]:
    for text in texts:
        if isinstance(text, str) and _REQUIREMENT.match(text):
            yield requirement(text)


def _lines(text: str) -> Iterator[tuple[str, Bounds]]:
    return _requirements(text.splitlines())


def _pyproject(text: str) -> Iterator[tuple[str, Bounds]]:
    tables = _toml(text)
    project, poetry = _table(tables, "project"), _table(tables, "tool", "poetry")
    optional, groups = _table(project, "optional-dependencies"), _table(tables, "dependency-groups")
    for listed in (project.get("dependencies"), *optional.values(), *groups.values()):
        yield from _requirements(listed if isinstance(listed, list) else ())
    for table in (poetry, *(group for group in _table(poetry, "group").values() if isinstance(group, dict))):
        yield from _versions(_table(table, "dependencies"))


def _versions(table: Mapping[str, object]) -> Iterator[tuple[str, Bounds]]:
    for name, said in table.items():
        version = said.get("version") if isinstance(said, dict) else said
        yield _normal(name), bounds(version) if isinstance(version, str) else ANY


def _locked(text: str) -> Iterator[tuple[str, Bounds]]:
    packages = _toml(text).get("package")
    for package in packages if isinstance(packages, list) else ():
        name, version = (package.get(key) if isinstance(package, dict) else None for key in ("name", "version"))
        if isinstance(name, str) and isinstance(version, str):
            yield _normal(name), bounds(f"=={version}")


def _pipfile(text: str) -> Iterator[tuple[str, Bounds]]:
    return _versions(_table(_toml(text), "packages"))


def _pipfile_lock(text: str) -> Iterator[tuple[str, Bounds]]:
    tables = json.loads(text)
    return _versions(_table(tables, "default") if isinstance(tables, dict) else {})


def _toml(text: str) -> dict[str, Any]:
    import tomllib

    return tomllib.loads(text)


def _table(tables: Mapping[str, Any], *keys: str) -> Mapping[str, Any]:
    for key in keys:
        found = tables.get(key)
        tables = found if isinstance(found, dict) else {}
    return tables


_READERS: dict[str, Callable[[str], Iterator[tuple[str, Bounds]]]] = {
    "Pipfile": _pipfile,
    "Pipfile.lock": _pipfile_lock,
    "pdm.lock": _locked,
    "poetry.lock": _locked,
    "pyproject.toml": _pyproject,
    "uv.lock": _locked,
}
