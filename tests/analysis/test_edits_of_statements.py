"""Edits of statements, imports and names: none where the result would be another thing."""

from __future__ import annotations

import pytest

from edited_text import Module
from flake8_fakeasync.analysis.syntax.exprs import Call, Element


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
