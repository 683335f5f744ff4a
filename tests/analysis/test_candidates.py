"""Sync files that no framework can run anything of are told from their text, and those that it may are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flake8_fakeasync import Session, Settings
from flake8_fakeasync.analysis.entry_points.candidates import may_be_run

if TYPE_CHECKING:
    from pathlib import Path

_SERVER = "from fastmcp import FastMCP\nfrom work import run\nserver = FastMCP()\nserver.add_tool(run)\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def run(): ...\n", True),  # handed over in server.py
        ("x = 1\n", False),
        ("from server import server\n@server.tool\ndef other(): ...\n", True),
        ("import functools\n@functools.cache\ndef _other(): ...\n", True),  # imported by its module's name all the same
        ("from socketio import base\nclass A(base.Base):\n    def on_connect(self): ...\n", True),
        ("from base import Base\nclass A(Base):\n    def on_connect(self): ...\n", False),  # of no framework here
        ("import socketio\nclass A:\n    def on_connect(self): ...\n", False),
        ("from server import server\nserver.add_tool(print)\n", True),
        ("import google.adk\ntools = add_tool_later\n", True),
        ("x = (add_tool, tools_of)\n", False),
    ],
)
def test_may_be_run(tmp_path: Path, text: str, expected: bool) -> None:  # noqa: FBT001  (a parameter of the test)
    """A decorator, a derived class, a call, or a use of the module beside one."""
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "server.py").write_text(_SERVER, encoding="utf-8")
    path = tmp_path / "work.py"
    path.write_text(text, encoding="utf-8")
    with Session(Settings()) as session:
        program = session.engine.program
        assert may_be_run(program.project, program.catalog.entry_points, str(path), text) is expected


def test_not_used(tmp_path: Path) -> None:
    """A word that is a module's name does not use the module; an import of it does."""
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "server.py").write_text(_SERVER.replace("from work import run", "run = work = print"), encoding="utf-8")
    path = tmp_path / "work.py"
    text = "def run(): ...\n"
    path.write_text(text, encoding="utf-8")
    with Session(Settings()) as session:
        program = session.engine.program
        assert not may_be_run(program.project, program.catalog.entry_points, str(path), text)
