"""Which files are tests, told from their paths."""

import posixpath

_FOLDERS = frozenset({"test", "tests"})


def is_test(path: str) -> bool:
    """Return whether a file belongs to tests, by its path below the folder of its project."""
    folders, name = posixpath.split(path.replace("\\", "/"))
    is_named = name.startswith("test_") or name.endswith("_test.py") or name == "conftest.py"
    return is_named or not _FOLDERS.isdisjoint(folders.split("/"))
