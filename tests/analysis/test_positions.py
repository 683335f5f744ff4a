"""Where facts stand: their ends, keyword arguments, names of attributes, and the words of the language."""

from __future__ import annotations

import ast
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest

from flake8_fakeasync.analysis.ids import ScopeId
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Await, Call, Element, Enter
from flake8_fakeasync.analysis.syntax.facts import ClassFacts, FunctionFacts
from flake8_fakeasync.analysis.syntax.positions import Positions
from flake8_fakeasync.analysis.syntax.walker import walk

if TYPE_CHECKING:
    from flake8_fakeasync.diagnostics import Span


class Text:
    """A module and the pieces of its text."""

    def __init__(self, source: str) -> None:
        self.source = dedent(source)
        tree = ast.parse(self.source)
        self.facts = walk(tree)
        self.positions = Positions(tree, self.source, self.facts.exprs)

    def piece(self, span: Span | None) -> str:
        """Return the text of a span."""
        assert span is not None
        lines = [line.encode() for line in self.source.split("\n")][span.line - 1 : span.end_line]
        lines[-1] = lines[-1][: span.end_column]
        lines[0] = lines[0][span.column :]
        return b"\n".join(lines).decode()

    def all(self, kind: type) -> list[str]:
        """Return the text of each row of a kind, in order."""
        return [self.piece(self.positions.span(row)) for row in self.rows(kind)]

    def rows(self, kind: type) -> list[Any]:
        """Return the rows of a kind, in order."""
        return [row for row in self.facts.exprs if isinstance(row, kind)]

    def words(self, kind: type, word: str) -> list[tuple[int, int]]:
        """Return where a word stands for each row of a kind; each is the word itself."""
        spans = [self.positions.word(row, word) for row in self.rows(kind)]
        assert [self.piece(span) for span in spans] == [word] * len(spans)
        return [span[:2] for span in spans if span]


@pytest.mark.parametrize(
    ("source", "kind", "pieces"),
    [
        ("a.b(1).c(2)(3)[4].d(5)", Call, ["a.b(1)", "a.b(1).c(2)", "a.b(1).c(2)(3)", "a.b(1).c(2)(3)[4].d(5)"]),
        ("a.b.b().b", Attribute, ["a.b", "a.b.b", "a.b.b().b"]),
        ("f(g(1), h=i(\n  2))", Call, ["g(1)", "i(\n  2)", "f(g(1), h=i(\n  2))"]),
        ("('ä').x(é.y(), ü)", Call, ["é.y()", "('ä').x(é.y(), ü)"]),
        ("async def f(): return await (await g()).h()", Await, ["await g()", "await (await g()).h()"]),
        ("with open(a) as b, c.d(): pass", Enter, ["open(a)", "c.d()"]),
        ("[x for y in z() for x in y.w if x]", Element, ["z()", "y.w"]),
        ("for i in r.s: t()", Element, ["r.s"]),
        ("@d(1)\n@e.f\ndef g(h=i()): pass", Call, ["d(1)", "i()"]),
        ("print(f'{a.b()} {c():>{d()}}')", Call, ["a.b()", "c()", "d()", "print(f'{a.b()} {c():>{d()}}')"]),
        ("lambda: a.b", Attribute, ["a.b"]),
    ],
)
def test_ends(source: str, kind: type, pieces: list[str]) -> None:
    """Each row ends where its own text ends, whatever else begins in the same place."""
    assert Text(source).all(kind) == pieces


def test_facts() -> None:
    """Functions and classes are their heads, handlers what they catch, stores what is assigned."""
    text = Text(
        """
        import a, b
        @c
        async  def f(): x.y = 1
        class D(E):
            def g(self):
                try:
                    self.z[0] = 2
                except (A, B) as e:
                    raise
                except:
                    return None
        """
    )
    facts: list[Any] = [*text.facts.imports, *text.facts.scopes[1:], *text.facts.handlers, *text.facts.stores]
    assert [text.piece(text.positions.span(fact)) for fact in facts] == [
        "import a, b",
        "import a, b",
        "async  def f",
        "class D",
        "def g",
        "except (A, B)",
        "except",
        "x.y",
        "self.z[0]",
    ]
    assert all(isinstance(scope, FunctionFacts | ClassFacts) for scope in text.facts.scopes)


def test_arguments() -> None:
    """Keywords, their values and positional arguments have places of their own."""
    text = Text("f(a, *b, timeout = g(1),\n  é='ü', **c).h(timeout=2)")
    inner, call = (row for row in text.facts.exprs if isinstance(row, Call) and row.keywords)
    positions = text.positions
    assert text.piece(positions.keyword(inner, "timeout")) == "timeout = g(1)"
    assert text.piece(positions.value(inner, "timeout")) == "g(1)"
    assert text.piece(positions.keyword(inner, "é")) == "é='ü'"
    assert text.piece(positions.argument(inner, 1)) == "*b"
    assert text.piece(positions.keyword(call, "timeout")) == "timeout=2"
    assert positions.keyword(call, "é") is None
    assert positions.argument(call, 0) is None


def test_names() -> None:
    """The name of an attribute stands at its end, however the line is broken."""
    text = Text("a.böse(1) \\\n . c\n(d\n  .e\n  # f\n  .g)")
    reads = [row for row in text.facts.exprs if isinstance(row, Attribute)]
    assert [text.piece(text.positions.attribute_name(read)) for read in reads] == ["böse", "c", "e", "g"]


def test_words() -> None:
    """Words stand where the language has them, not in comments or names."""
    text = Text(
        """\
        async def f():
            async with a.with_(), (b.c()):
                async  for x in x.for_():
                    await  g(x)
            return [y  # for
                async for y in h(for_) if y for z in y.z]
        """
    )
    assert text.words(Enter, "with") == [(2, 10), (2, 10)]
    assert text.words(Enter, "async") == [(2, 4), (2, 4)]
    assert text.words(Element, "for") == [(3, 15), (6, 14), (6, 36)]
    assert text.words(Await, "await") == [(4, 12)]
    function = text.facts.scopes[ScopeId(1)]
    assert isinstance(function, FunctionFacts)
    assert text.piece(text.positions.word(function, "def")) == "def"
    assert text.piece(text.positions.word(function, "async")) == "async"


def test_many_lines() -> None:
    """Places are the same when all of them are asked for."""
    text = Text("\n".join(f"f({number}).g(\n)" for number in range(200)))
    pieces = [piece for number in range(200) for piece in (f"f({number})", f"f({number}).g(\n)")]
    assert text.all(Call) == pieces


def test_deep() -> None:
    """A long chain is no problem."""
    text = Text("a" + ".b()" * 300)
    assert text.all(Call)[-1] == "a" + ".b()" * 300
