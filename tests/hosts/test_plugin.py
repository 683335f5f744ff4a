"""flake8 itself, run with us in it: nothing of ours may harm what it does."""

from __future__ import annotations

import subprocess
import sys

import pytest
from flake8.main.cli import main

from hosts.in_flake8 import FAILURE, flake8, write

pytestmark = pytest.mark.usefixtures("own_folder")


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
    assert printed[1].startswith("./broken.py:" + FAILURE.format(error))
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
