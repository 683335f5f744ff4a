"""Edits of calls: their arguments, and the function that they call."""

import ast
import re

from flake8_fakeasync.analysis.syntax.edits.pieces import Pieces, insertion, replacement
from flake8_fakeasync.analysis.syntax.exprs import Call
from flake8_fakeasync.analysis.syntax.tree import end, start
from flake8_fakeasync.diagnostics import Edit, Placed, Span

_OPENING = re.compile(r"(?:\s|#[^\n]*\n|\\\n)*\(")
_CLOSING = re.compile(r",?\s*\)")


class CallEdits(Pieces):
    """Makes other calls of calls."""

    def calling(self, fact: Placed) -> Edit:
        """Return the edit that calls what a value is read from."""
        span = self._positions.span(fact)
        return insertion(span[2:], "()")

    def uncalling(self, call: Call) -> Edit | None:
        """Return the edit that takes the parentheses of a call without arguments away."""
        found = self._positions.located(call)
        if found is None or not isinstance(found.node, ast.Call):
            return None
        gap = Span(*end(found.node.func), *end(found.node))
        return replacement(gap, "") if re.fullmatch(r"\(\s*\)", self._positions.text(gap)) else None

    def parted(self, call: Call, before: str = "") -> tuple[Edit, ...] | None:
        """Return the edits that make a list of a function and its arguments of a call: `f(a)` becomes `f, a`.

        With `before`, such as "partial(", the parenthesis at the end stays.
        """
        found = self._positions.located(call)
        node = found.node if found is not None else None
        if not isinstance(node, ast.Call) or any(isinstance(each, ast.GeneratorExp) for each in node.args):
            return None
        given = [(start(each), end(each)) for each in (*node.args, *node.keywords)]
        first, last = min(given, default=(end(node), end(node)))[0], max(given, default=(end(node.func),) * 2)[1]
        opening, closing = Span(*end(node.func), *first), Span(*last, *end(node))
        if not given:
            edit = self.uncalling(call)
            return (edit,) if edit is not None else None
        if self._positions.text(opening).strip() != "(" or not re.fullmatch(r",?\s*\)", self._positions.text(closing)):
            return None
        parted = replacement(opening, ", ")
        return (insertion(start(node), before), parted) if before else (parted, replacement(closing, ""))

    def keyword(self, call: Call, name: str, text: str) -> tuple[Edit, ...] | None:
        """Return the edits that put an argument in the place of a keyword.

        `{value}` in it is the value of the keyword; an empty text leaves the argument out.
        """
        span, value = self._positions.keyword(call, name), self._positions.value(call, name)
        if span is None or value is None:
            return None
        if not text:
            return self._without(call, span)
        if "{value}" not in text:
            return (replacement(span, text),)
        before, _, after = text.partition("{value}")
        head = re.match(rf"{name}\s*=\s*", self._positions.text(span))
        if head is None or "\n" in head[0]:
            return None
        ahead = replacement(Span(span.line, span.column, span.line, span.column + len(head[0].encode())), before)
        return (ahead, insertion(span[2:], after)) if after else (ahead,)

    def value(self, call: Call, name: str) -> str:
        """Return the text of the value of a keyword, empty if the call has no such keyword."""
        span = self._positions.value(call, name)
        return self._positions.text(span) if span is not None else ""

    def pair(self, call: Call, name: str) -> tuple[str, str] | None:
        """Return the texts of the parts of a keyword whose value is written as a pair."""
        node = self._call(call)
        given = next((each.value for each in node.keywords if each.arg == name), None) if node is not None else None
        if not isinstance(given, ast.Tuple) or len(given.elts) != 2:  # noqa: PLR2004
            return None
        first, second = (self._between(start(each), end(each)) for each in given.elts)
        return first, second

    def flags(self, call: Call, name: str) -> list[Edit]:
        """Return the edits that write True and False in a dict as text: "true"."""
        node = self._call(call)
        given = next((each.value for each in node.keywords if each.arg == name), None) if node is not None else None
        values = given.values if isinstance(given, ast.Dict) else []
        flags = [each for each in values if isinstance(each, ast.Constant) and isinstance(each.value, bool)]
        return [replacement(Span(*start(each), *end(each)), f'"{each.value!r}"'.lower()) for each in flags]

    def _without(self, call: Call, span: Span) -> tuple[Edit, ...] | None:
        """Return the edit that takes an argument out, with the comma before it, or after it where it is the first."""
        found = self._positions.located(call)
        node = found.node if found is not None else None
        if not isinstance(node, ast.Call):
            return None
        others = [(start(each), end(each)) for each in (*node.args, *node.keywords)]
        before = max((last for _, last in others if last <= span[:2]), default=None)
        if before is not None:
            gap = Span(*before, *span[:2])
            return (replacement(Span(*before, *span[2:]), ""),) if self._is_comma(gap) else None
        after = min((first for first, _ in others if first >= span[2:]), default=None)
        if after is not None:
            return (replacement(Span(*span[:2], *after), ""),) if self._is_comma(Span(*span[2:], *after)) else None
        return (replacement(span, ""),) if self._positions.text(Span(*span[2:], *end(node))).strip() == ")" else None

    def _is_comma(self, span: Span) -> bool:
        return self._positions.text(span).strip() == ","

    def first_argument(self, call: Call, text: str) -> Edit | None:
        """Return the edit that puts an argument before the others."""
        found = self._positions.located(call)
        node = found.node if found is not None else None
        if not isinstance(node, ast.Call):
            return None
        given = [start(each) for each in (*node.args, *node.keywords)]
        gap = Span(*end(node.func), *min(given, default=end(node)))
        opening = _OPENING.match(self._positions.text(gap))
        if opening is None:
            return None
        if "\n" in self._positions.text(gap):  # the arguments stand on lines of their own, each or together
            first = min(given, default=(0, 0))
            indentation = self._between((first[0], 0), first)
            are_apart = len({line for line, _ in given}) == len(given)
            after = f"\n{indentation}" if are_apart else " "
            return insertion(first, f"{text},{after}") if given and not indentation.strip() else None
        place = gap.line, gap.column + len(opening[0].encode())
        return insertion(place, f"{text}, " if given else text)

    def last_argument(self, call: Call, text: str) -> Edit | None:
        """Return the edit that adds an argument behind the others."""
        node = self._call(call)
        if node is None or any(isinstance(each, ast.GeneratorExp) for each in node.args):
            return None
        given = sorted((end(each), start(each)) for each in (*node.args, *node.keywords))
        if not given:
            edit = self.uncalling(call)
            return edit._replace(text=f"({text})") if edit is not None else None
        last, first = given[-1]
        if not _CLOSING.fullmatch(self._between(last, end(node))):
            return None
        indentation = self._between((first[0], 0), first)
        return insertion(last, f", {text}" if indentation.strip() else f",\n{indentation}{text}")

    def called(self, call: Call, text: str) -> Edit | None:
        """Return the edit that calls something else with the same arguments."""
        node = self._call(call)
        return replacement(Span(*start(node.func), *end(node.func)), text) if node is not None else None

    def wrapped(self, call: Call, place: int, text: str) -> tuple[Edit, ...] | None:
        """Return the edits that put a call of something around a positional argument."""
        span = self._positions.argument(call, place)
        return (insertion(span[:2], f"{text}("), insertion(span[2:], ")")) if span is not None else None

    def unwrapped(self, call: Call, place: int) -> tuple[Edit, ...] | None:
        """Return the edits that call an argument with those after it: `run(f, a)` becomes `f(a)`."""
        node = self._call(call)
        if node is None or place >= len(node.args) or not isinstance(node.args[place], (ast.Attribute, ast.Name)):
            return None
        function = node.args[place]
        after = min((start(each) for each in (*node.args, *node.keywords) if start(each) > end(function)), default=None)
        first = replacement(Span(*start(node), *start(function)), "")
        if after is not None:
            gap = Span(*end(function), *after)
            return (first, replacement(gap, "(")) if self._is_comma(gap) else None
        gap = Span(*end(function), *end(node))
        return (first, replacement(gap, "()")) if _CLOSING.fullmatch(self._positions.text(gap)) else None
