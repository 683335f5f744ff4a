"""Where the facts of a module are in its text: ends, keyword arguments, names of attributes, words of the language.

Facts keep where they begin. The rest is looked up in the syntax tree, and only where something is reported: it costs
nothing elsewhere.
"""

import ast
import re

from flake8_fakeasync.analysis.ids import ExprId, Rows
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Await, Call, Element, Enter, Expr, Item
from flake8_fakeasync.analysis.syntax.facts import ClassFacts, FunctionFacts
from flake8_fakeasync.analysis.syntax.origins import MADE_OF, Chain, link, made
from flake8_fakeasync.analysis.syntax.tree import Located, Tree, around_word, end, start
from flake8_fakeasync.diagnostics import Placed, Span

_HEADER = re.compile(rb"(?:async\s+)?(?:def|class)\s+[^\s(:\[]+")
_COMMENT = re.compile(rb"#[^\n]*")


class Positions:
    """The places of one module; all columns count bytes."""

    def __init__(self, tree: ast.Module, text: str, exprs: Rows[ExprId, Expr]) -> None:
        self._tree = Tree(tree)
        self._text = text
        self._exprs = exprs
        self._lines: list[bytes] = []

    @property
    def tree(self) -> ast.Module:
        """The syntax tree."""
        return self._tree.module

    def text(self, span: Span) -> str:
        """Return a piece of the text."""
        lines = [self._line(number) for number in range(span.line, span.end_line + 1)]
        lines[-1] = lines[-1][: span.end_column]
        lines[0] = lines[0][span.column :]
        return b"\n".join(lines).decode("utf-8", "replace")

    def span(self, fact: Placed) -> Span:
        """Return the span of a fact; empty if its end is unknown."""
        if isinstance(fact, Span):
            return fact
        found = self.located(fact)
        return Span(fact.line, fact.column, *(self._end(found.node) if found else (fact.line, fact.column)))

    def keyword(self, call: Call, name: str) -> Span | None:
        """Return the span of `name=value` in a call; None if the call has no such keyword."""
        return _span(_named(self._called(call), name))

    def value(self, call: Call, name: str) -> Span | None:
        """Return the span of the value of a keyword in a call; None if the call has no such keyword."""
        keyword = _named(self._called(call), name)
        return _span(keyword.value if keyword is not None else None)

    def argument(self, call: Call, place: int) -> Span | None:
        """Return the span of a positional argument by its index; None if the call has none there."""
        node = self._called(call)
        arguments = node.args if node is not None else []
        return _span(arguments[place] if place < len(arguments) else None)

    def attribute_name(self, read: Attribute) -> Span | None:
        """Return the span of `name` in `base.name`."""
        found = self.located(read)
        if found is None:
            return None
        line, column = end(found.node)
        before = self._line(line)[:column].decode("utf-8", "replace")
        name = re.search(r"\w+\Z", before)
        return Span(line, len(before[: name.start()].encode()), line, column) if name else None

    def word(self, fact: Await | Element | Enter | FunctionFacts, word: str) -> Span | None:
        """Return the span of the keyword of a fact: `await`, `async`, `with`, `for` or `def`."""
        found = self.located(fact)
        place = around_word(found) if found is not None else None
        if place is None:
            return None
        (line, column), stop = place
        piece = self._piece(line, column, *stop)
        match = re.search(rb"\b" + word.encode() + rb"\b", piece)
        if match is None:
            return None
        above = piece[: match.start()]
        column = match.start() - above.rfind(b"\n") - 1 if b"\n" in above else column + match.start()
        line += above.count(b"\n")
        return Span(line, column, line, column + len(word))

    def _end(self, node: ast.AST) -> tuple[int, int]:
        """Return where what is reported of a node ends: of compound statements their head."""
        line, column = start(node)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            header = _HEADER.match(self._line(line), column)
            return line, header.end() if header else column
        if isinstance(node, ast.ExceptHandler):
            return end(node.type) if node.type is not None else (line, column + len("except"))
        return end(node)

    def _called(self, call: Call) -> ast.Call | None:
        found = self.located(call)
        return found.node if found is not None and isinstance(found.node, ast.Call) else None

    def located(self, fact: Placed) -> Located | None:
        """Return the node that a fact was made of."""
        row = self._row(fact)
        here = self._tree.at(fact.line, fact.column)
        if isinstance(row, Chain):
            return link(here, row, *self._depth(row))
        if isinstance(row, tuple(MADE_OF)):
            nodes = [each for each in here if made(each, row)]
        else:
            nodes = [each for each in here if isinstance(each.node, ast.expr)] or here
        return nodes[0] if nodes else None

    def _row(self, fact: Placed) -> Placed:
        """Return the row that a fact was put together from, or else the fact."""
        number: ExprId | None = getattr(fact, "id", None)
        if isinstance(fact, (FunctionFacts, ClassFacts)) or number is None or number >= len(self._exprs):
            return fact
        row = self._exprs[number]
        return row if isinstance(row, (Attribute, Await, Call, Element, Enter)) else fact

    def _depth(self, fact: Chain) -> tuple[int, int]:
        """Return how many calls a chain is made of up to a link, and how many links of its name come after the last."""
        row: Expr = fact
        calls = same = 0
        while not isinstance(row, Chain | Await) or (row.line, row.column) <= (fact.line, fact.column):
            if isinstance(row, Call):
                calls += (row.line, row.column) == (fact.line, fact.column)
                row = self._exprs[row.function]
            elif isinstance(row, Attribute | Item):
                same += not calls and isinstance(row, Attribute) and row.name == getattr(fact, "name", "")
                row = self._exprs[row.base]
            elif isinstance(row, Await):
                row = self._exprs[row.value]
            else:
                break
        return calls, same

    def _line(self, line: int) -> bytes:
        if not self._lines:
            self._lines = [each.encode("utf-8", "surrogatepass") for each in self._text.split("\n")]
        return self._lines[line - 1] if 0 < line <= len(self._lines) else b""

    def _piece(self, line: int, column: int, end_line: int, end_column: int) -> bytes:
        """Return a piece of the text, its comments blank."""
        lines = [self._line(number) for number in range(line, end_line + 1)]
        lines[-1] = lines[-1][:end_column]
        lines[0] = lines[0][column:]
        return b"\n".join(_COMMENT.sub(lambda match: b" " * len(match[0]), each) for each in lines)


def _named(call: ast.Call | None, name: str) -> ast.keyword | None:
    keywords = call.keywords if call is not None else []
    return next((keyword for keyword in keywords if keyword.arg == name), None)


def _span(node: ast.AST | None) -> Span | None:
    return Span(*start(node), *end(node)) if node is not None else None
