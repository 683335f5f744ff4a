"""No program makes us fail or takes us too long: made-up ones, the standard library, whatever is installed."""

from __future__ import annotations

import sysconfig
import tokenize
from pathlib import Path

import hypothesmith
import pytest
from hypothesis import HealthCheck, given, settings

import wheels
from disguise import disguised
from flake8_fakeasync import check
from judging import ALL, judged

_ROOT = Path(__file__).parent.parent
_INSTALLED = Path(sysconfig.get_paths()["purelib"])
_EACH = 199  # the quick part takes one file out of so many
_HEAD = "import httpx, requests\nasync def fetch(url):\n    requests.get(url)\n"


def examples(count: int) -> settings:
    """Return settings for programs that take their time to be made up."""
    return settings(max_examples=count, deadline=None, suppress_health_check=list(HealthCheck))


def _sweep(where: str) -> list[Path]:
    """Return the standard library, with its tests and the broken files among them, or what is installed."""
    return wheels.standard_library(tests=True) if where == "standard library" else wheels.python_files(_INSTALLED)


def _judged(path: Path) -> None:
    """Judge a file as it is, and disguised."""
    try:
        with tokenize.open(path) as file:
            text = file.read()
    except (OSError, SyntaxError, ValueError):
        assert check([path], ALL) == []  # no Python: skipped
        return
    judged(text, str(path))
    try:
        other = disguised(text)
    except (tokenize.TokenError, SyntaxError):
        return
    judged(other, str(path))


@examples(25)
@given(hypothesmith.from_grammar())
def test_grammar(program: str) -> None:
    """Any program that the grammar allows."""
    judged(f"{_HEAD}{program}")


@examples(10)
@given(hypothesmith.from_node())
def test_nodes(program: str) -> None:
    """Any tree that can be written down, as it is and with names that matter."""
    judged(f"{_HEAD}{program}")
    judged(disguised(program))


@pytest.mark.slow
@examples(2000)
@given(hypothesmith.from_node())
def test_many_nodes(program: str) -> None:
    """The same for longer."""
    test_nodes.hypothesis.inner_test(program)  # type: ignore[attr-defined]


def test_sample() -> None:
    """A few files of the sweep, and ours."""
    for path in [*_sweep("standard library")[::_EACH], *wheels.python_files(_ROOT / "flake8_fakeasync")[::10]]:
        _judged(path)


@pytest.mark.slow
@pytest.mark.parametrize("where", ["standard library", "installed"])
def test_sweep(where: str) -> None:
    """Every file."""
    failures = []
    for path in _sweep(where):
        try:
            _judged(path)
        except AssertionError as failure:
            failures.append(f"{path}: {failure}")
    assert failures == []
