"""Editors that keep one process: they run flake8 as a module, again and again."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# What the server of the extension for VS Code does: arguments, streams and the module swapped, in one process.
_SERVER = """
import contextlib, io, json, pathlib, runpy, sys

answers = []
for neighbour in json.load(sys.stdin):
    pathlib.Path("client.py").write_text(neighbour)
    app = pathlib.Path("app.py").absolute()
    sys.argv = ["flake8", "--format=%(code)s:%(row)d", "--isolated", "--select=JAM", str(app)]
    with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO(), write_through=True)) as printed:
        with contextlib.suppress(SystemExit):
            runpy.run_module("flake8", run_name="__main__")
    answers.append(printed.buffer.getvalue().decode().split())
print(json.dumps(answers))
"""
_APP = "from client import ask\n\n\nasync def fetch(url):\n    return ask(url)\n"
_CLIENT = "import {} as http\n\n\ndef ask(url):\n    return http.get(url)\n"


def test_one_process_for_many_runs(tmp_path: Path) -> None:
    """The file that is linted never changes, its neighbour does, and every answer is the right one."""
    (tmp_path / "app.py").write_text(_APP, encoding="utf-8")
    libraries = ["requests", "math", "requests", "requests", "nothing"]
    done = subprocess.run(
        [sys.executable, "-c", _SERVER],
        input=json.dumps([_CLIENT.format(library) for library in libraries]),
        cwd=tmp_path,
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [["JAM102:5"], [], ["JAM102:5"], ["JAM102:5"], []]
