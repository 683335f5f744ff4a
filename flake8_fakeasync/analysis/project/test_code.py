"""Which files are tests, told from their paths."""

import posixpath


def is_test(path: str) -> bool:
    """Return whether a file belongs to tests, in which leaks end with the process."""
    folders, name = posixpath.split(path.replace("\\", "/"))
    is_named = name.startswith("test_") or name.endswith("_test.py") or name == "conftest.py"
    return is_named or not {"test", "tests", "testing"}.isdisjoint(folders.split("/"))
