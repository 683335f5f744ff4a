"""Which files are tests, told from their paths."""

import os
from pathlib import Path

_FOLDERS = frozenset({"test", "tests"})


def is_test(name: str, folders: tuple[str, ...]) -> bool:
    """Return whether a file belongs to tests, by its name and the folders of its project that it is in."""
    is_named = name.startswith("test_") or name.endswith("_test.py") or name == "conftest.py"
    return is_named or not _FOLDERS.isdisjoint(folders)


def folders_below(top: str, path: str) -> tuple[str, ...]:
    """Return the names of the folders between a folder and a file in it, at any depth."""
    return Path(os.path.relpath(path, top)).parts[:-1] if path and top else ()
