"""What tests tell: a value where an `isinstance` holds, and what is there where a test came out one way."""

from __future__ import annotations

import ast
from textwrap import dedent, indent

import pytest

from flake8_fakeasync.analysis.syntax.branch_tests import Narrowed
from flake8_fakeasync.analysis.syntax.exprs import Call, Join
from flake8_fakeasync.analysis.syntax.walker import walk


def last_argument(body: str) -> str:
    """Return what the argument of the last call of `show` is known to be: `A`, `not A`, `?`, joined by `|`."""
    facts = walk(ast.parse("def f(x, y):\n" + indent(dedent(body), "    ")))
    exprs = list(facts.exprs)
    calls = [row for row in exprs if isinstance(row, Call) and getattr(exprs[row.function], "name", "") == "show"]

    def shown(row: object) -> str:
        if isinstance(row, Join):
            return "|".join(sorted(shown(exprs[part]) for part in row.parts))
        if isinstance(row, Narrowed):
            name = getattr(exprs[row.classes], "name", "?")
            return name if row.positive else f"not {name}"
        return "x"

    return shown(exprs[calls[-1].arguments[0]])


@pytest.mark.parametrize(
    ("body", "known"),
    [
        ("if isinstance(x, A):\n    show(x)", "A"),
        ("if not isinstance(x, A):\n    show(x)", "not A"),
        ("if isinstance(x, A):\n    pass\nelse:\n    show(x)", "not A"),
        ("if isinstance(x, A):\n    return\nshow(x)", "not A"),
        ("if isinstance(x, A) and y:\n    show(x)", "A"),
        ("if isinstance(x, A) or y:\n    show(x)", "x"),
        ("if isinstance(x, A) or y:\n    return\nshow(x)", "not A"),
        ("if isinstance(x, A):\n    pass\nshow(x)", "x"),
        ("if isinstance(x, A):\n    x = y\nshow(x)", "not A|x"),
        ("if type(x) is A:\n    show(x)", "A"),
        ("if type(x) is not A:\n    show(x)", "not A"),
        ("if x.__class__ == A:\n    show(x)", "A"),
        ("if type(x).__name__ == 'A':\n    show(x)", "?"),
        ("if hasattr(x, 'a'):\n    show(x)", "?"),
        ("while isinstance(x, A):\n    show(x)", "A"),
        ("[show(x) for y in y if isinstance(x, A)]", "A"),
        ("show(x) if isinstance(x, A) else None", "A"),
        ("isinstance(x, A) and show(x)", "A"),
        ("isinstance(x, A) or show(x)", "not A"),
        ("assert isinstance(x, A)\nshow(x)", "A"),
        ("match x:\n    case A():\n        show(x)", "A"),
    ],
)
def test_narrowed(body: str, known: str) -> None:
    """A test narrows what runs after it came out that way, and nothing else."""
    assert last_argument(body) == known
