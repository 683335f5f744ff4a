"""What is reported, as data: a place with its end, the fields of the message, the call path, the edits that mend it.

Text is made from these here and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Safe edits keep what the code does, unsafe ones may not; what is only shown is for the reader to write.
Applicability: TypeAlias = Literal["safe", "unsafe", "shown"]
Weight: TypeAlias = Literal["worthwhile", "pedantic"]
_MOST_STEPS = 6  # of a call path in one line


class Placed(Protocol):
    """Anything with a position in a file: every fact and every span."""

    @property
    def line(self) -> int:
        """The line, from 1."""

    @property
    def column(self) -> int:
        """The column, from 0, in bytes as ``ast`` counts."""


class Span(NamedTuple):
    """A piece of a file: lines count from 1, columns from 0 in bytes; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Frame(NamedTuple):
    """One step of a call path: a function by its qualified name in its module, and the line in it that goes on.

    ``file`` is an absolute path, empty for text without a name; ``line`` counts from 1. ``module`` is the name of the
    module as messages show it: with its package if a library has the same name.
    """

    function: str
    file: str
    line: int
    module: str = ""


class Edit(NamedTuple):
    """A piece of the reported file to replace: ``start`` and ``end`` are pairs of line and column; ``text`` goes there.

    Rules count columns in bytes; a violation that reached the user counts them in characters.
    """

    start: tuple[int, int]
    end: tuple[int, int]
    text: str


class Fix(NamedTuple):
    """Edits that are made together, whether a machine may make them, and what they do in one line."""

    edits: tuple[Edit, ...]
    applicability: Applicability
    title: str


class Described(Protocol):
    """What a violation knows of its rule."""

    @property
    def code(self) -> str:
        """The code, such as JAM101."""

    @property
    def name(self) -> str:
        """The kebab-case name."""

    @property
    def message(self) -> str:
        """The template of the message, with the fields of a violation in braces."""

    @property
    def page(self) -> str:
        """The page of the rule, in Markdown."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One report at one place.

    Lines count from 1, columns from 0; the end is exclusive. Rules count columns in bytes, as ``ast`` does;
    a violation that reached the user counts them in characters. ``fields`` are what the message is made of. Among
    them are always ``culprit``, the qualified name of what is wrong, and ``qualname``, that of the function around
    it within its module, empty at module level. ``frames`` lead from the place to the culprit, if it is elsewhere.
    ``pedantic`` says why most authors would not repair it, in a word or two; empty where they would.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    rule: Described
    fields: Mapping[str, str] = field(hash=False)
    frames: tuple[Frame, ...] = ()
    fixes: tuple[Fix, ...] = ()
    pedantic: str = ""
    place: Placed | None = field(default=None, compare=False, repr=False)  # until the end is known

    def __str__(self) -> str:
        return f"{printable(self.path)}:{self.line}:{self.column + 1}: {self.rule.code} {self.message}"

    @property
    def message(self) -> str:
        """The message in one line, without the code; files in it are relative to the current folder.

        The field `link`, if there is one, is the address of a page, at the end.
        """
        text = self.rule.message.format_map({**self.fields, "path": self.call_path})
        return printable(f"{text} ({link})" if (link := self.fields.get("link")) else text)

    @property
    def weight(self) -> Weight:
        """Whether it is worth repairing."""
        return "pedantic" if self.pedantic else "worthwhile"

    @property
    def call_path(self) -> str:
        """The call path in one line, ending in the culprit; the culprit alone if there is no path."""
        culprit = self.fields["culprit"]
        if not self.frames:
            return culprit
        home = str(Path(self.path).absolute())
        steps = [f"{_in_module(frame, home)}()" for frame in self.frames]
        if len(steps) > _MOST_STEPS:
            steps = [*steps[: _MOST_STEPS // 2], "...", *steps[-_MOST_STEPS // 2 :]]
        last = self.frames[-1]
        return " -> ".join([*steps, culprit]) + f" at {shown_path(last.file)}:{last.line}"


def shown_path(file: str) -> str:
    """Return a path that can be opened from the current folder: relative to it where it is below, else absolute."""
    if not file:
        return "this file"
    path, here = Path(file), Path.cwd()
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()


def printable(text: str) -> str:
    """Return a text in which characters that a terminal obeys, or that break the line, are spelled as in Python."""
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in text)


def _in_module(frame: Frame, home: str) -> str:
    """Return a function as a line shows it: a method by its class, others of another module by that module."""
    name = frame.function.removesuffix(".__init__")
    if frame.file in {home, ""} or "." in frame.function or not frame.module:
        return name
    return f"{frame.module}.{name}"


def in_characters(violation: Violation, lines: Sequence[str]) -> Violation:
    """Return a violation whose columns, counted in bytes of these lines, are counted in characters."""
    fixes = tuple(
        fix._replace(
            edits=tuple(
                Edit(_position(lines, *edit.start), _position(lines, *edit.end), edit.text) for edit in fix.edits
            )
        )
        for fix in violation.fixes
    )
    return replace(
        violation,
        column=_characters(lines, violation.line, violation.column),
        end_column=_characters(lines, violation.end_line, violation.end_column),
        fixes=fixes,
    )


def _position(lines: Sequence[str], line: int, column: int) -> tuple[int, int]:
    return line, _characters(lines, line, column)


def _characters(lines: Sequence[str], line: int, column: int) -> int:
    """Return how many characters the first ``column`` bytes of a line are."""
    if not 0 < line <= len(lines) or lines[line - 1].isascii():
        return column
    before = lines[line - 1].encode("utf-8", "surrogatepass")[:column]
    return len(before.decode("utf-8", "replace"))
