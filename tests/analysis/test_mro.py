"""The order in which classes are asked for attributes, against Python's own."""

from __future__ import annotations

import ast
import random
from typing import TYPE_CHECKING

import pytest

from flake8_fakeasync import Session
from flake8_fakeasync.analysis.syntax.facts import ClassFacts
from flake8_fakeasync.analysis.values import OwnClass

if TYPE_CHECKING:
    from collections.abc import Iterator


def lines(text: str, path: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the name of each class of a module with those of its line in the project."""
    program = Session().engine.program
    module = program.module(path, text, ast.parse(text))
    for scope in module.facts.scopes:
        if isinstance(scope, ClassFacts):
            line = program.evaluator.mro(OwnClass(module.path, scope.id)).own
            yield scope.name, [module.cls(each.scope).name for each in line]


def hierarchy(seed: int) -> str:
    """Return classes with up to three bases among those before them, as Python accepts them."""
    chosen = random.Random(seed)  # noqa: S311  (no secret)
    made: dict[str, type] = {}
    text = ""
    for number in range(12):
        bases = chosen.sample(sorted(made), k=min(len(made), chosen.randrange(4)))
        name = f"C{number}"
        try:
            made[name] = type(name, tuple(made[base] for base in bases), {})
        except TypeError:  # Python finds no order for these
            continue
        text += f"class {name}({', '.join(bases)}): ...\n"
    return text


@pytest.mark.parametrize("seed", range(30))
def test_as_in_python(seed: int) -> None:
    """Lines are those of Python, whatever classes have in common."""
    text = hierarchy(seed)
    real: dict[str, type] = {}
    exec(text, real)  # noqa: S102  (made above)
    for name, line in lines(text, f"hierarchy_{seed}.py"):
        assert line == [each.__name__ for each in real[name].__mro__[:-1]]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("class A(B): ...\nclass B(A): ...\n", ["A", "B"]),
        ("class A(A): ...\n", ["A"]),
        ("class B: ...\nclass C(B): ...\nclass A(B, C): ...\n", ["A", "B", "C"]),
        ("class A(unknown, 1): ...\n", ["A"]),
    ],
)
def test_what_python_refuses(text: str, line: list[str]) -> None:
    """Bases that make no order still come once each, and a circle ends."""
    assert dict(lines(text, "refused.py"))["A"] == line


def test_too_deep() -> None:
    """What is derived from more classes than anyone writes has no line: none that breaks off somewhere."""
    chain = "class C0: ...\n" + "".join(f"class C{number}(C{number - 1}): ...\n" for number in range(1, 80))
    known = dict(lines(chain, "deep.py"))
    assert len(known["C30"]) == 31
    assert known["C60"] == ["C60"]
