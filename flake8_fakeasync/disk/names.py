"""The names in a folder, and those of them that something is found by."""

import os
import re
from collections.abc import Iterable
from typing import NamedTuple

from flake8_fakeasync.disk.store import digest

# Files that project roots and requirements are found by; of the others only modules matter.
OF_PROJECTS = frozenset({
    *("pyproject.toml", "setup.cfg", "setup.py", "tox.ini", ".git"),
    *("Pipfile", "Pipfile.lock", "pdm.lock", "poetry.lock", "uv.lock"),
})  # fmt: skip
_REQUIREMENTS = re.compile(r"requirements.*\.(?:txt|in)", re.DOTALL)
# How the paths end that stand for some of the names in a folder: no file that matters is called so.
_SOME, _MODULE = "*", ".*"


class Listing(NamedTuple):
    """The names in a folder."""

    files: frozenset[str]
    folders: frozenset[str]


NO_LISTING = Listing(frozenset(), frozenset())


def listed(folder: str) -> Listing:
    """Return what is in a folder; nothing if it cannot be read."""
    if not folder:
        return NO_LISTING
    try:
        with os.scandir(folder) as entries:
            found = [(entry.name, entry.is_dir()) for entry in entries]
    except (OSError, ValueError):
        return NO_LISTING
    files = frozenset(name for name, is_folder in found if not is_folder)
    return Listing(files, frozenset(name for name, is_folder in found if is_folder))


def digest_of(path: str, here: Listing) -> bytes:
    """Return the digest of the names in a folder, `here`, that something is found by.

    The path is that of the folder, or one of `module_in` or `project_in`.
    """
    names = _names(here) if not path.endswith(_SOME) else _some_names(os.path.basename(path), here)
    return digest("\0".join(sorted(names)).encode("utf-8", "surrogatepass"))


def _names(here: Listing) -> Iterable[str]:
    yield from (name for name in here.files if name.endswith(".py") or _is_of_project(name))
    yield from (f"{name}/" for name in here.folders if name in OF_PROJECTS or _may_hold_modules(name))


def _some_names(wanted: str, here: Listing) -> Iterable[str]:
    if wanted == _SOME:
        yield from (name for name in here.files if _is_of_project(name) or name == "__init__.py")
        yield from (f"{name}/" for name in here.folders & (OF_PROJECTS | {"src"}))
        return
    stem = wanted.removesuffix(_MODULE)
    yield from {f"{stem}.py"} & here.files
    yield from (f"{name}/" for name in {stem} & here.folders)


def module_in(folder: str, name: str) -> str:
    """Return the pseudo-path of everything in a folder that a module name may refer to."""
    return os.path.join(folder, name + _MODULE)


def project_in(folder: str) -> str:
    """Return the pseudo-path of all files that mark a folder as a project or a package."""
    return os.path.join(folder, _SOME)


def stands_for_names(path: str) -> bool:
    """Return whether a path is one of `module_in` or `project_in`."""
    return path.endswith(_SOME)


def folder_of(path: str) -> str:
    """Return the folder of a pseudo-path, or the path itself if it is not one."""
    return os.path.dirname(path) if path.endswith(_SOME) else path


def _is_of_project(name: str) -> bool:
    return name in OF_PROJECTS or _REQUIREMENTS.fullmatch(name) is not None


def _may_hold_modules(folder: str) -> bool:
    """Return whether a folder of this name is searched for modules, or is a package."""
    return not folder.startswith((".", "__pycache__"))
