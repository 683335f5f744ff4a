"""Imports are read off any text, in time that is linear in its length."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flake8_fakeasync.analysis.syntax.imports import imported
from steps import exponent

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("import a.b as c, d", [("a.b", ()), ("d", ())]),
        ("x = 1; import a; from b import c", [("a", ()), ("b", ("c",))]),
        ("if x: import a\n", [("a", ())]),
        ("\fimport a\n\ffrom b\fimport c\n", [("a", ()), ("b", ("c",))]),
        ("lazy from ..a import b as c, d", [("..a", ("b", "d"))]),
        ("from.import a", [(".", ("a",))]),
        ("from a import \\\n    b, \\\n    c\nimport d", [("a", ("b", "c")), ("d", ())]),
        ("# a banner \\\nimport a", [("a", ())]),
        ("from a import (\n    b,  # (not c)\n    d,\n)\nimport e", [("a", ("b", "d")), ("e", ())]),
        ('"""Write:\nfrom a import (\n"""\nimport b\nf(c)', [("a", ()), ("b", ())]),
        ("from a import *\nreimport = important = 1", [("a", ())]),
        ("from a import important\nx = 'import'", [("a", ("important",))]),
    ],
)
def test_imported(text: str, found: list[tuple[str, tuple[str, ...]]]) -> None:
    """Every spelling at the beginning of a statement is an import, and nothing else."""
    assert imported(text) == found


@pytest.mark.parametrize(
    "text",
    [
        lambda size: f"x = {{{', '.join(f'{n}: b.import_' for n in range(size))}}}",
        lambda size: f"x = [{', '.join('lambda: import_' for _ in range(size))}]",
        lambda size: ";".join(f"import a{n}" for n in range(size)),
        lambda size: "import \\\n" * size,
        lambda size: "#;from x import (" * size,
        lambda size: "#;from x import (\n" * size,
    ],
    ids=["dict", "lambdas", "joined", "continued", "comment", "open"],
)
def test_growth(text: Callable[[int], str]) -> None:
    """No text takes more than a few looks at each character."""

    def reads(size: int) -> Callable[[], object]:
        whole = text(size)
        return lambda: imported(whole)

    assert exponent(reads, 500) < 1.1
