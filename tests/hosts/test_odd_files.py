"""flake8 with us in it, on files that are empty, broken, or too deep."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest

from flake8_fakeasync.plugin import Plugin
from hosts.in_flake8 import flake8, write

pytestmark = pytest.mark.usefixtures("own_folder")


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\n",
        b"\xef\xbb\xbf",
        b"# a comment",
        b"\x0c\n",
    ],
)
def test_nothing_in_a_file(text: bytes) -> None:
    """A file without code has nothing to report, even if the engine fails on it."""
    assert not flake8("--select=JAM", write("a.py", text), code=0)


def test_failure_on_an_empty_file_is_silent() -> None:
    """An editor cannot show a report in an empty file."""
    assert not flake8("--select=JAM", write("broken.py", b""), engine="KeyError", code=0)


@pytest.mark.parametrize(
    "text",
    [
        b"def f(:\n",
        b"x = '\xff'\n",
        b"f()\x00\n",
        b"# coding: no-such-encoding\nf()\n",
        b"f(\n",
        b"  f()\n f()\n",
        b"f()" + b".f" * 3000 + b"\n",
        b"x = " + b"(" * 150 + b"f()" + b")" * 150 + b"\n",
        b"f()\rf()\r\nf()\x0cf()\n",
    ],
)
def test_odd_files(text: bytes) -> None:
    """flake8 prints for other codes what it prints without us."""
    name = write("a.py", text)
    alone = subprocess.run(
        [sys.executable, "-m", "flake8", "--isolated", "--extend-ignore=JAM", name],
        capture_output=True,
        check=False,
    )
    if b"Traceback" in alone.stderr:
        pytest.skip("flake8 itself gives up on this file")
    ours = flake8("--extend-ignore=JAM", name, code=None)
    assert ours == alone.stdout.decode()


def test_deep_code() -> None:
    """A chain too long for recursion is walked all the same."""
    source = "import requests\n\nasync def f():\n    requests.get(u)" + ".a" * 5000 + "\n"
    tree = ast.parse("async def f(): pass")
    chain: ast.expr = ast.Name("requests", ast.Load(), lineno=4, col_offset=4)
    for _ in range(5000):
        chain = ast.Attribute(chain, "a", ast.Load(), lineno=4, col_offset=4)
    tree.body.append(ast.Expr(chain, lineno=4, col_offset=4))
    found = list(Plugin(tree, "a.py", source.splitlines(keepends=True)).run())
    assert not [text for _, _, text, _ in found if text.startswith("JAM000")]
