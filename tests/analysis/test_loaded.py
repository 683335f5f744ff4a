"""How many modules are kept at once."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_fakeasync import Session
from flake8_fakeasync.analysis.project import loaded
from flake8_fakeasync.analysis.project.loaded import Loaded, LoadedModules
from flake8_fakeasync.analysis.project.module import Module
from flake8_fakeasync.analysis.syntax.walker import walk

if TYPE_CHECKING:
    from pathlib import Path

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


def test_a_file_that_others_do_not_see(tmp_path: Path) -> None:
    """Handing over a file that no name leads to changes nothing for others, in whatever order files come."""
    (tmp_path / "main.py").write_text(
        "import requests\nfrom other import fetch\nasync def main():\n    await fetch(requests.Session())\n",
        encoding="utf-8",
    )
    text = "async def fetch(session):\n    return session.get('https://example.org')\n"
    (tmp_path / "other.py").write_text(text, encoding="utf-8")
    for names in (("main.py", "other.py"), ("other.py", "main.py")):
        session = Session()
        paths = [tmp_path / name for name in names]
        found = [one for path in paths for one in session.check_text(path.read_text(encoding="utf-8"), str(path))]
        assert [(one.rule.code, one.line) for one in found] == [("JAM101", 2)]
        assert session.engine.program.project.changes == 0
    session = Session()
    session.check_text(text, str(tmp_path / "other.py"))
    edited = text.replace("session.get", "session.other")
    assert session.check_text(edited, str(tmp_path / "other.py")) == []
    assert session.engine.program.project.changes == 1
