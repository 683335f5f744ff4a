"""Edits of calls: where a piece of code cannot be edited there is no edit, instead of a wrong one."""

from __future__ import annotations

import ast

import pytest

from edited_text import Module
from flake8_fakeasync.analysis.syntax.edits import Edits
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Await, Call, Element, Enter
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
from flake8_fakeasync.analysis.syntax.positions import Positions
from flake8_fakeasync.diagnostics import Span

_MUCH = """\
import a, a

async def f(x, y):
    async with a.b(x, c=(1, 2)) as z:
        await z.get(y, [each for each in x])
"""


def test_facts_of_another_text() -> None:
    """Nothing is edited where a text has not what a fact says that it has."""
    much, nothing = Module(_MUCH), "\n" * 9
    positions = Positions(ast.parse(nothing), nothing, much.facts.exprs)
    call, read, edits = much.last(Call), much.last(Attribute), Edits(positions)
    function = next(each for each in much.facts.scopes if isinstance(each, FunctionFacts) and each.name)
    assert [edits.uncalling(call), edits.first_argument(call, "x"), edits.last_argument(call, "x")] == [None] * 3
    assert [edits.called(call, "x"), edits.before(call, "x"), edits.name(read, "x")] == [None] * 3
    assert [edits.entering(much.last(Enter)), edits.iterating(much.last(Element))] == [None] * 2
    assert [edits.parted(call), edits.keyword(call, "c", ""), edits.wrapped(call, 0, "x")] == [None] * 3
    assert [edits.unwrapped(call, 0), edits.awaiting(call), edits.unawaiting(much.last(Await))] == [None] * 3
    assert [edits.within(call, ()), edits.member(read, "{base}.x")] == [None] * 2
    assert edits.pair(call, "c") is None
    assert edits.flags(call, "c") == []
    assert (edits.value(call, "c"), edits.base(read)) == ("", "")
    assert positions.word(function, "def") is None
    assert positions.span(call) == (call.line, call.column, call.line, call.column)
    assert positions.span(Span(1, 2, 3, 4)) == (1, 2, 3, 4)


@pytest.mark.parametrize(
    ("text", "edited"),
    [
        ("f(a, b=c)", "f, a, b=c"),
        ("f()", "f"),
        ("f( # why\n)", None),
        ("f(a for a in b)", None),
        ("f( # why\na)", None),
        ("f(a # why\n)", None),
    ],
)
def test_parted(text: str, edited: str | None) -> None:
    """A call becomes its function and arguments, unless something else stands between them."""
    module = Module(text)
    assert module.edited(module.edits.parted(module.last(Call))) == edited


@pytest.mark.parametrize(
    ("text", "new", "edited"),
    [
        ("f(a=b)", "c=g({value})", "f(c=g(b))"),
        ("f(a = b, d=e)", "c={value}", "f(c=b, d=e)"),
        ("f(a=\nb)", "c=g({value})", None),
        ("f(d, a=b)", "", "f(d)"),
        ("f(d, # why\na=b)", "", None),
        ("f(a=b, d=e)", "", "f(d=e)"),
        ("f(a=b # why\n)", "", None),
        ("f(b)", "", None),
    ],
)
def test_keyword(text: str, new: str, edited: str | None) -> None:
    """A keyword is replaced or left out, unless a line or comment goes with it."""
    module = Module(text)
    assert module.edited(module.edits.keyword(module.last(Call), "a", new)) == edited


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("f()", "f(x)", "f(x)"),
        ("f(a)", "f(x, a)", "f(a, x)"),
        ("(f)(a)", None, "(f)(a, x)"),
        ("f(a for a in b)", None, None),
        ("f(a # why\n)", "f(x, a # why\n)", None),
        ("f(\n    a,\n)", "f(\n    x,\n    a,\n)", "f(\n    a,\n    x,\n)"),
    ],
)
def test_further_argument(text: str, first: str | None, last: str | None) -> None:
    """An argument is added before or behind the others, on a line of its own where they have theirs."""
    module = Module(text)
    call = module.last(Call)
    assert module.edited(module.edits.first_argument(call, "x")) == first
    assert module.edited(module.edits.last_argument(call, "x")) == last


def test_pair() -> None:
    """A pair is one that is written so."""
    pairs = Module("f(a=(1, g(2)), d=(1, 2, 3))")
    call = next(row for row in pairs.facts.exprs if isinstance(row, Call) and row.keywords)
    assert [pairs.edits.pair(call, name) for name in "adx"] == [("1", "g(2)"), None, None]
