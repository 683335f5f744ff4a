"""Where the cache is: a folder for each project, in the user's own cache folder."""

from __future__ import annotations

import os
import re
import sys

from flake8_fakeasync.disk.store import digest

OFF = "off"
VARIABLE = "FAKEASYNC_CACHE"
_PACKAGE = "flake8-fakeasync"
# What the root of a project has, the surest first.
_MARKERS = ((".git", ".hg"), ("pyproject.toml", "setup.cfg", "setup.py", "tox.ini", ".flake8"))


def cache_folder(chosen: str = "") -> str:
    """Return the cache folder for the project around the current folder, or "" if the cache is off.

    `chosen` is what an option says: a folder, `off`, or nothing. Then the environment decides, else it is a folder of
    the user's. Both hold one folder for each project.
    """
    if chosen:
        return "" if chosen == OFF else chosen
    try:
        project = project_root(os.getcwd())
    except OSError:  # the current folder is gone
        return ""
    top = os.environ.get(VARIABLE) or _of_user()
    found = os.path.join(os.path.abspath(top), _name(project)) if top not in {"", OFF} else ""
    return found if os.path.isdir(found) or not os.path.exists(found) else ""


def project_root(folder: str) -> str:
    """Return the root of the project around a folder: the innermost with a repository, or with a configuration."""
    above = [folder]
    while (parent := os.path.dirname(above[-1])) != above[-1]:
        above.append(parent)
    for names in _MARKERS:
        for each in above:
            if any(os.path.exists(os.path.join(each, name)) for name in names):
                return each
    return folder


def _of_user() -> str:
    """Return the folder of the user's for caches of ours, empty if the user has none."""
    if sys.platform == "win32":
        top = os.environ.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        top = os.path.expanduser("~/Library/Caches")
    else:
        top = os.environ.get("XDG_CACHE_HOME", "")
        top = top if os.path.isabs(top) else os.path.expanduser("~/.cache")
    return os.path.join(top, _PACKAGE) if os.path.isabs(top) else ""


def _name(project: str) -> str:
    """Return the name of the folder for a project: readable, and another one for each path."""
    readable = re.sub(r"[^A-Za-z0-9._-]+", "-", os.path.basename(project))[:40]
    return f"{readable or 'root'}-{digest(os.fsencode(project)).hex()[:16]}"
