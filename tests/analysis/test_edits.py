"""What fixes are made of: where a piece of code cannot be edited there is no edit, instead of a wrong one."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

import pytest

from flake8_fakeasync.analysis.syntax.edits import Edits
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Await, Call, Element, Enter
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
from flake8_fakeasync.analysis.syntax.positions import Positions
from flake8_fakeasync.analysis.syntax.walker import walk
from flake8_fakeasync.diagnostics import Edit, Fix, Span
from flake8_fakeasync.fixes.edits import Lines, edited

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flake8_fakeasync.analysis.syntax.facts import ModuleFacts

_MUCH = """\
import a, a

async def f(x, y):
    async with a.b(x, c=(1, 2)) as z:
        await z.get(y, [each for each in x])
"""


class Module:
    """A text, its facts and what makes edits of it."""

    def __init__(self, text: str) -> None:
        self.text = text
        tree = ast.parse(text)
        self.facts: ModuleFacts = walk(tree)
        self.positions = Positions(tree, text, self.facts.exprs)
        self.edits = Edits(self.positions)

    def last(self, kind: type) -> Any:  # noqa: ANN401  (a row of that kind)
        """Return the last row of a kind."""
        return [row for row in self.facts.exprs if isinstance(row, kind)][-1]

    def edited(self, edits: Iterable[Edit] | Edit | None) -> str | None:
        """Return the text after some edits, None if there are none."""
        if edits is None:
            return None
        some = (edits,) if isinstance(edits, Edit) else tuple(edits)
        return edited(self.text, Lines(self.text).replacements(Fix(some, "safe", "")))


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


@pytest.mark.parametrize(
    ("text", "awaited", "before"),
    [
        ("x = f()", "x = await f()", "y\nx = f()"),
        ("x = f().a", "x = (await f()).a", "y\nx = f().a"),
        ("x = (f() for a in b)", None, "y\nx = (f() for a in b)"),
        ("x = lambda: f()", "x = lambda: await f()", None),
        ("if f(): pass", "if await f(): pass", None),
        ("a; f()", "a; await f()", None),
    ],
)
def test_await(text: str, awaited: str | None, before: str | None) -> None:
    """A generator expression stays one; a statement is put before simple ones that begin a line."""
    module = Module(text)
    call = module.last(Call)
    assert module.edited(module.edits.awaiting(call)) == awaited
    assert module.edited(module.edits.before(call, "y")) == before


def test_pair() -> None:
    """A pair is one that is written so."""
    pairs = Module("f(a=(1, g(2)), d=(1, 2, 3))")
    call = next(row for row in pairs.facts.exprs if isinstance(row, Call) and row.keywords)
    assert [pairs.edits.pair(call, name) for name in "adx"] == [("1", "g(2)"), None, None]


def test_iterating() -> None:
    """The `for` of a generator expression is left alone."""
    text = "[x for x in f()]", "(x for x in f())"
    lists, generators = map(Module, text)
    assert lists.edited(lists.edits.iterating(lists.last(Element))) == "[x async for x in f()]"
    assert generators.edits.iterating(generators.last(Element)) is None


def test_import_of_a_name_twice() -> None:
    """Of two imports of a name in one statement none is renamed."""
    module = Module("from a import b, b")
    assert module.edits.imported(module.facts.imports[0], "c") is None


@pytest.mark.parametrize(
    ("text", "edited"),
    [
        ("import a\nimport z\n", "import a\nimport httpx\nimport z\n"),
        ("import os\n\nx = 1\n", "import os\n\nimport httpx\n\nx = 1\n"),
        ("from . import b\n", "import httpx\n\nfrom . import b\n"),
        ("from __future__ import b\nfrom a import c\n", "from __future__ import b\nimport httpx\nfrom a import c\n"),
        ('"""About."""\nx = 1\n', '"""About."""\n\nimport httpx\nx = 1\n'),
        ('"""About."""\n', '"""About."""\n\nimport httpx\n'),
        ("@a\nclass B: ...\n", "import httpx\n\n\n@a\nclass B: ...\n"),
        ("def httpx(): ...\n", None),
        ("def f():\n    global httpx\n    httpx = 1\n", None),
    ],
)
def test_import(text: str, edited: str | None) -> None:
    """An import is added among its kind, below the docstring and the future; never under a name that is taken."""
    module = Module(text)
    found = module.edits.spelled("httpx.Client")
    assert module.edited(found.edits if found is not None else None) == edited


@pytest.mark.parametrize(
    "text",
    [
        "async def f():\n    if a: c = g(); d\n",
        "async def f():\n    c = g()\n",
        "async def f():\n    c = d = g()\n    c\n",
        "async def f():\n    h(g())\n    c\n",
        "c = g()\nc\n",
    ],
)
def test_no_block(text: str) -> None:
    """A call is not made a block where the block would not be one of statements on lines of their own."""
    module = Module(text)
    assert module.edits.within(module.last(Call), ("close",)) is None


@pytest.mark.parametrize("name", ["d", "e"])
def test_rename_what_is_declared(name: str) -> None:
    """An import is not renamed whose name functions declare, or that has the new name beside it."""
    module = Module("from a import b\n\ndef c():\n    global b\n    b()\n\ndef e(): ...\n")
    assert module.edits.imported(module.facts.imports[0], name) is None


def test_represented() -> None:
    """What stands in no f-string is not shown in one."""
    module = Module("print(error)")
    assert module.edits.represented(module.last(Call), "error") is None
