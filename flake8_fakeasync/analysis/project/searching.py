"""The files below a folder, and the root of a project near above one."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.project.workspaces import MARKERS
from flake8_fakeasync.disk.paths import folder_of, joined

if TYPE_CHECKING:
    from flake8_fakeasync.disk.reader import Disk

MOST = 400  # more files than this are not read for one question: the innermost package around a module decides
MOST_FOLDERS = 2000
_NEAR = 4  # folders in which a root is looked for, from the innermost that is no package
_SKIPPED = frozenset({"__pycache__", "build", "dist", "node_modules", "site-packages", "venv"})


@dataclass(frozen=True, eq=False)
class Around:
    """The files around a module, and all folders that were searched for them."""

    files: tuple[str, ...]
    folders: tuple[str, ...]

    @cached_property
    def paths(self) -> frozenset[str]:
        """All of these."""
        return frozenset(self.files + self.folders)


NOTHING = Around((), ())


def files_below(disk: "Disk", root: str, searched: list[str]) -> tuple[str, ...] | None:
    """Return the Python files below a folder, None if they are too many; add the folders to those searched."""
    found: list[str] = []
    for folder, folders, files in disk.below(root):
        searched.append(folder)
        folders[:] = sorted(name for name in folders if name not in _SKIPPED and not name.startswith("."))
        found += [joined(folder, name) for name in sorted(files) if name.endswith(".py")]
        if len(found) > MOST or len(searched) > MOST_FOLDERS:
            return None
    return tuple(found)


def root_near(disk: "Disk", top: str) -> str:
    """Return the folder near above one that marks a project, itself if there is none."""
    folder = top
    for _ in range(_NEAR):
        here = disk.listing(folder)
        if not MARKERS.isdisjoint(here.files | here.folders):
            return folder
        folder = folder_of(folder)
    return top
