"""Which files are tests, by their paths, and by what they define if only the name of the file says so."""

import posixpath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.syntax.facts import ModuleFacts

_FOLDERS = frozenset({"test", "tests"})
_FRAMEWORKS = frozenset({"pytest", "unittest"})
_TESTS = ("test", "Test")


def is_test(path: str) -> bool:
    """Return whether a file seems to belong to tests, by its path below the folder of its project."""
    folders, name = posixpath.split(path.replace("\\", "/"))
    is_named = name.startswith("test_") or name.endswith("_test.py") or name == "conftest.py"
    return is_named or not _FOLDERS.isdisjoint(folders.split("/"))


def has_tests(path: str, facts: "ModuleFacts") -> bool:
    """Return whether a file that seems to belong to tests does: `connection_test.py` may test connections."""
    folders, name = posixpath.split(path.replace("\\", "/"))
    if name == "conftest.py" or name.startswith("test_") or not _FOLDERS.isdisjoint(folders.split("/")):
        return True
    imported = {each.module.partition(".")[0] for each in facts.imports}
    return not _FRAMEWORKS.isdisjoint(imported) or any(scope.name.startswith(_TESTS) for scope in facts.scopes)
