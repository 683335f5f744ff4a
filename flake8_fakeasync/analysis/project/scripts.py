"""Functions that an installed project runs as programs: its console scripts."""

import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.project.project import Project

_FILES = ("pyproject.toml", "setup.cfg", "setup.py")


def is_script(project: "Project", module: "Module", name: str) -> bool:
    """Return whether a file that describes the project names a function of a module after a colon: `shop.cli:main`."""
    paths = [f"{folder}{os.sep}{file}" for folder in _folders(module) for file in _FILES]
    project.dependency_log.depends_on(module.path, paths)
    folder, _, file = module.path.removesuffix(".py").rpartition(os.sep)
    last = folder.rpartition(os.sep)[2] if file == "__init__" else file
    named = re.compile(rf"\b{re.escape(last)}\s*:\s*{re.escape(name)}\b")
    return any(named.search(project.neighbourhood.text(path)) is not None for path in paths)


def _folders(module: "Module") -> list[str]:
    """Return the folders in which a module's imports are looked up, and those around them: `src` lies in a project."""
    return list(dict.fromkeys(each for root in module.roots for each in (root, root.rpartition(os.sep)[0])))
