"""How many modules are kept at once."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.project import loaded
from flake8_fakeasync.analysis.project.loaded import Loaded, LoadedModules
from flake8_fakeasync.analysis.project.module import Module
from flake8_fakeasync.analysis.syntax.walker import walk

if TYPE_CHECKING:
    import pytest


def test_those_used_longest_ago_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the most rows, half of them are dropped: what was used last stays, and what is none goes first."""
    modules = LoadedModules()
    tree = ast.parse("a = b.c\nd = e.f")
    rows = len(walk(tree).exprs)
    for number, used in enumerate((3, 1, 4, 2)):
        module = Module(walk(tree, path=f"m{number}.py"), ())
        module.used = used
        modules.keep(f"m{number}.py", Loaded(None, number, module))
    modules.keep("none.py", Loaded(None, 4, None))
    modules.make_room()
    assert len(list(modules.modules())) == 5
    monkeypatch.setattr(loaded, "MOST_ROWS", 4 * rows)
    modules.make_room()
    assert [modules.loaded.get(f"m{number}.py") is not None for number in range(4)] == [False, False, True, False]
    assert modules.loaded.get("none.py") is None


def test_kept_again() -> None:
    """A module in the place of another changes something, unless its content is the same as before."""
    modules = LoadedModules()
    assert not modules.keep("a.py", Loaded(None, 1, None))
    assert modules.keep("a.py", Loaded(None, 2, None))
