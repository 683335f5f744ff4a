"""The names that a text may bind are found without its functions, so that star imports read no module in vain."""

from __future__ import annotations

import ast
import sys
import sysconfig
import warnings
from pathlib import Path

import pytest

from flake8_fakeasync import Session
from flake8_fakeasync.analysis.syntax.bound_names import bound_names
from flake8_fakeasync.analysis.syntax.walker import walk

_STDLIB = sorted(Path(sysconfig.get_path("stdlib")).glob("*.py"))[::4]


@pytest.mark.parametrize(
    "text",
    [
        "import a.b, c as d\nfrom e import (\n    f,\n    g as h,\n)",
        "a = b = c, *d = 1, 2\n(e, f) = [g, h] = 1, 2\ni[j], k, (l, m) = x",
        "(\n    a,\n    b,\n) = c = x",
        "a: int = 1; b = 2; c: int\n(d): int = 3\na += 1",
        "a, \\\n    b = 1, 2",
        "if x: a = 1\nelif y: b = c = 2\nelse: d: int = 3",
        "try:\n    a = 1\nexcept E as b:\n    c = 2",
        "with x as a, y as (b, c):\n    d = 1",
        "for a, (b, c) in x: d = 1\nasync def e(): pass\nclass F: pass",
        "if (a := x) or (b :=y):\n    pass",
        pytest.param("type A = int", marks=pytest.mark.skipif(sys.version_info < (3, 12), reason="new in 3.12")),
        "def a(\n    x,\n) -> None:\n    global b, \\\n        c\n    b = c = 1\n\n    y = 2\nd = 1",
        "match x:\n    case A(b=c) | [c, *d]: e = 1",
    ],
)
def test_every_binding(text: str) -> None:
    """Whatever binds a name is seen."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        names = walk(ast.parse(text)).names
    assert names
    assert set(names) <= (bound_names(text) or set())


def test_what_is_only_read() -> None:
    """Names that are only read, or belong to functions and classes, are not among them."""
    text = "def a(str: set = list()) -> dict:\n    bool = int(str)\n\n    return bool\nb: str = set(object, list)\n"
    assert bound_names(text) == frozenset({"a", "b"})


_LOOSE = "def {}():\n    '''\nb = 1\n'''\n"


@pytest.mark.parametrize(
    "text",
    [
        "from a import *",
        "def a():\n    '''\nb's\n    '''\n",
        _LOOSE.format("a") + "from x import y\n" + _LOOSE.format("c"),
        "a = (",
        "a = '\0'",
    ],
)
def test_any(text: str) -> None:
    """Where what is bound cannot be seen, it may be any name."""
    assert bound_names(text) is None


@pytest.mark.parametrize("path", _STDLIB, ids=lambda path: path.stem)
def test_standard_library(path: Path) -> None:
    """In code as it is written, a sample of it, nothing that a walk finds is missed."""
    text = path.read_text(encoding="utf-8")
    names = bound_names(text)
    assert names is None or set(walk(ast.parse(text)).names) <= names


def test_star_imports_read_no_module_in_vain(tmp_path: Path) -> None:
    """A builtin name in a module with star imports leads to no module that does not bind it."""
    for name, text in {
        "reading": "import httpx\ndef read(path: str) -> str:\n    return str(httpx.get(path))\n",
        "own": "import httpx\nfrom requests import get as str\n",
        "all": "from reading import *\nfrom own import *\n",
    }.items():
        tmp_path.joinpath(f"{name}.py").write_text(text, encoding="utf-8")
    with Session() as session:
        asked = "from all import str\n\nasync def load():\n    str('https://example.com')\n"
        found = session.check_text(asked, str(tmp_path / "asked.py"))
        read = {Path(module.path).stem for module in session.engine.program.project.loaded()}
    assert [one.rule.code for one in found] == ["JAM101"]
    assert read == {"asked", "all", "own"}
