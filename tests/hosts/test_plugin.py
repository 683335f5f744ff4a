"""flake8 itself, run with us in it: nothing of ours may harm what it does."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from flake8.main.cli import main

from flake8_fakeasync.plugin import Plugin

_DRIVER = Path(__file__).parent.parent / "driver.py"
_FAILURE = "1:1: JAM000 internal error ({}): this file was not checked; run flake8 -v"


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run each test in a folder of its own."""
    monkeypatch.chdir(tmp_path)


def flake8(
    *arguments: str,
    engine: str = "calls",
    start: str = "fork",
    source: bytes | None = None,
    code: int | None = 1,
) -> str:
    """Return what flake8 prints with an engine of the driver; stdin is ``source``."""
    run = subprocess.run(
        [sys.executable, _DRIVER, start, engine, "--isolated", *arguments],
        input=source,
        capture_output=True,
        check=False,
    )
    printed = (run.stdout + run.stderr).decode()
    assert "Traceback" not in printed or "-v" in arguments, printed
    assert code in {None, run.returncode}, printed
    return printed


def write(name: str, text: str | bytes) -> str:
    """Write a file of the test and return its name."""
    path = Path(name)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return name


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("f()", 1),
        ("é = f()", 5),
        ("x = 'é'; f()", 10),
        ("日本語 = f()", 7),
        ("x = '😀😀'; f()", 11),
        ("\tf()", 2),
    ],
)
def test_columns_count_characters(line: str, column: int) -> None:
    """An editor puts its mark on the call."""
    name = write("a.py", f"if True:\n{line}\n" if line.startswith("\t") else f"\n{line}\n")
    assert flake8("--select=JAM", name) == f"a.py:2:{column}: JAM000 call of f\n"


def test_byte_order_mark() -> None:
    """What flake8 strips counts for nothing."""
    name = write("a.py", b"\xef\xbb\xbfx = '\xc3\xa9'; f()\n")
    assert flake8("--select=JAM", name) == "a.py:1:10: JAM000 call of f\n"


def test_each_violation_once_and_in_order() -> None:
    """The driver reports everything twice and backwards."""
    name = write("a.py", "f(); g()\nh()\n")
    assert flake8("--select=JAM", name).splitlines() == [
        "a.py:1:1: JAM000 call of f",
        "a.py:1:6: JAM000 call of g",
        "a.py:2:1: JAM000 call of h",
    ]


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        ((), "stdin"),
        (("--stdin-display-name", "pkg/a.py"), "pkg/a.py"),
        (("--stdin-display-name", "/nowhere/a.py"), "/nowhere/a.py"),
        (("--stdin-display-name", ""), "stdin"),
    ],
)
def test_standard_input(arguments: tuple[str, ...], name: str) -> None:
    """Editors pass a buffer, with a name or without, of a file that may not exist."""
    assert flake8("--select=JAM", *arguments, "-", source=b"f()\n") == (f"{name}:1:1: JAM000 call of f\n")


@pytest.mark.parametrize("start", ["fork", "spawn", "forkserver"])
@pytest.mark.parametrize("engine", ["calls", "KeyError"])
def test_jobs_change_nothing(start: str, engine: str) -> None:
    """However many processes there are and however they start, the output is the same."""
    for number in range(4):
        write(f"a{number}.py", "f()\nimport os\n")
    write("broken.py", "f()\nimport os\n")
    serial = flake8("-j1", ".", engine=engine)
    assert flake8("-j2", ".", engine=engine, start=start) == serial


@pytest.mark.parametrize("jobs", ["-j1", "-j2"])
@pytest.mark.parametrize("error", ["KeyError", "SyntaxError", "RecursionError", "TypeError", "MemoryError"])
def test_failure_of_ours(jobs: str, error: str) -> None:
    """One report on the file; other files and other plugins keep their results."""
    write("broken.py", "import os\n")
    write("right.py", "import os\nf()\n")
    printed = sorted(flake8(jobs, ".", engine=error).splitlines())
    assert printed[0] == "./broken.py:1:1: F401 'os' imported but unused"
    assert printed[1].startswith("./broken.py:" + _FAILURE.format(error))
    assert printed[2:] == [
        "./right.py:1:1: F401 'os' imported but unused",
        "./right.py:2:1: F821 undefined name 'f'",
        "./right.py:2:1: JAM000 call of f",
    ]


def test_failure_is_logged_with_its_traceback() -> None:
    """``flake8 -v`` is what the report tells the user to run."""
    name = write("broken.py", "x = 1\n")
    assert "Traceback" in flake8("-v", name, engine="KeyError")


def test_failure_can_be_ignored() -> None:
    """Nobody has to wait for a repair."""
    name = write("broken.py", "x = 1\n")
    assert not flake8("--extend-ignore=JAM000", name, engine="KeyError", code=0)


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


def test_editor_that_keeps_its_process() -> None:
    """What another module says is read again in each run."""
    write("app.py", "import lib\n\n\nasync def f():\n    return lib.http.get('u')\n")
    codes = []
    for library in ("requests", "elsewhere", "requests"):
        write("lib.py", f"import {library} as http\n")
        codes.append(main(["--isolated", "-j1", "--select=JAM", "app.py"]))
    assert codes == [1, 0, 1]


def test_suppression_comments() -> None:
    """A comment on the reported line hides the report."""
    name = write("a.py", "f()  # noqa: JAM000 because\n")
    assert not flake8("--select=JAM", name, code=0)


def test_start_stays_cheap() -> None:
    """Editors start flake8 for each keystroke: nothing is imported before it is needed."""
    run = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, flake8_fakeasync.plugin as p; print(*sorted(sys.modules))",
        ],
        capture_output=True,
        check=True,
        text=True,
    )
    loaded = set(run.stdout.split())
    assert "flake8_fakeasync.options" in loaded
    assert not loaded & {"astroid", "pylint", "tomllib", "difflib", "flake8_fakeasync.engine"}
