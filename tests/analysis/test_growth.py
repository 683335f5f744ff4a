"""No shape of code takes many times its size in steps: they are counted, not timed."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from flake8_fakeasync import Session, Settings
from flake8_fakeasync.report import report
from shapes import SHAPES, program
from steps import exponent

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_SIZES = {
    "attributes of attributes": 10,
    "classes derived from two": 100,
    "classes derived in a row": 150,
    "falsy parameters": 8,
    "functions returning functions": 8,
}
_SIZE = 50
# The power of a shape's size with which its steps grow. Of some, the text itself grows with its square.
_MOST = {
    "attributes of attributes": 2.1,
    "falsy parameters": 2.1,
    "functions returning functions": 2.1,
    "attribute chain": 1.5,
    "ifs": 1.5,
    "implementations that hand themselves on": 1.8,
    "types and uses": 1.6,
}
_DEEP = {"attribute chain": 400, "choices": 1_000}
_ALL = Settings(enable=("ALL",))


def _judging(text: str) -> Callable[[], object]:
    tree, lines, session = ast.parse(text), text.splitlines(keepends=True), Session(_ALL)
    return lambda: report(tree, lines, "app.py", session)


@pytest.mark.parametrize("shape", SHAPES)
def test_growth(shape: str) -> None:
    """Twice as much code takes about twice as many steps."""
    _judging(program("union", 1))()  # what is loaded once
    size = _SIZES.get(shape, _SIZE)
    assert exponent(lambda size: _judging(program(shape, size)), size) < _MOST.get(shape, 1.3)


@pytest.mark.parametrize("shape", ["closings", "partials", "attribute chain", "choices", "containers in containers"])
def test_depth(shape: str) -> None:
    """What is nested deeper than Python's stack is cut, and what stands after it is judged as ever."""
    text = program(shape, _DEEP.get(shape, 2_500))
    found = _judging(text)()
    assert isinstance(found, list)
    assert [one.rule.code for one in found if one.line == len(text.splitlines())] == ["JAM101"]


def _checking_circle(folder: Path, size: int) -> Callable[[], object]:
    """Write modules that import all names of the next three each, and return their check."""
    for number in range(size):
        stars = "".join(f"from m{(number + step) % size} import *\n" for step in (1, 2, 3))
        calls = "".join(f"    nowhere{name}()\n" for name in range(5))
        (folder / f"m{number}.py").write_text(f"{stars}import requests\nasync def f{number}():\n{calls}")
    (folder / "pyproject.toml").touch()
    return lambda: Session(_ALL).check(sorted(folder.glob("m*.py")))


def test_circle_of_stars(tmp_path: Path) -> None:
    """Names that no star import binds are looked for once, not once from each module of a circle."""
    _judging(program("union", 1))()
    for size in (30, 60):
        (tmp_path / str(size)).mkdir()
    assert exponent(lambda size: _checking_circle(tmp_path / str(size), size), 30) < 1.3
