"""Our inference examined by astroid, libraries installed: ``python tools/oracle.py [PROJECT...]``.

In the files with async code of pinned projects, both say what the receiver of each call is, and what is called. Where
both know a receiver, they should agree: each disagreement has a reason in tests/corpus/oracle.toml. Of callees in the
project that only astroid knows, the number is printed, and with `-v` each of them.
"""

from __future__ import annotations

import ast
import logging
import re
import sys
import tomllib
import warnings
from typing import TYPE_CHECKING, NamedTuple

import astroid
from astroid import nodes

import oracle_answers as answers
import wheels
from flake8_fakeasync import Session
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call
from flake8_fakeasync.analysis.values import known

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from flake8_fakeasync.analysis.ids import ExprId
    from flake8_fakeasync.analysis.program import Program
    from flake8_fakeasync.analysis.project.module import Module

PROJECTS = ("aiogram", "chainlit", "mcp", "python-miio", "slack-sdk", "starlette", "zigpy")
ROWS = wheels.LIST.parent / "oracle.toml"
_HEADROOM = 3000  # astroid infers by recursion


class Question(NamedTuple):
    """An expression of a call, what it is in it ("receiver" or "callee"), and what both say that it may be."""

    what: str
    path: str
    line: int
    source: str
    ours: answers.Answer
    theirs: answers.Answer

    def __str__(self) -> str:
        sides = (", ".join(sorted(map(str, side or ()))) or "unknown" for side in (self.ours, self.theirs))
        return "{}:{}: {}\n    we say {}; astroid says {}".format(self.path, self.line, self.source, *sides)

    @property
    def both_know(self) -> bool:
        """Whether both have an answer."""
        return bool(self.ours and self.theirs)

    @property
    def agree(self) -> bool:
        """Whether one side has all that the other has: the same things, or such of derived classes."""
        ours, theirs = self.ours or frozenset(), self.theirs or frozenset()
        return _covers(ours, theirs) or _covers(theirs, ours)


def _covers(some: frozenset[answers.Named], others: frozenset[answers.Named]) -> bool:
    return all(any(answers.related(one, other) for one in some) for other in others)


class Figures(NamedTuple):
    """The counts of a project: receivers that both know and agree on, callees in it that astroid knows, and we too."""

    project: str
    receivers: int
    ours: int
    theirs: int
    both: int
    agree: int
    callees: int
    known: int


def questions(folder: Path) -> Iterator[Question]:
    """Yield the receivers and callees in the files of a project that have async code."""
    answers.forget()
    program = Session().engine.program
    for path in wheels.python_files(folder):
        text = path.read_text(encoding="utf-8", errors="replace")
        if "async def" not in text:
            continue
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                module = program.module(str(path), text, ast.parse(text))
                tree = astroid.MANAGER.ast_from_file(str(path))
        except (SyntaxError, ValueError, RecursionError, astroid.AstroidError):
            continue  # what one of them cannot read cannot be compared
        yield from _compared(program, module, tree, text.splitlines())


def _compared(program: Program, module: Module, tree: nodes.Module, lines: list[str]) -> Iterator[Question]:
    theirs: dict[tuple[int, int, str], list[nodes.NodeNG]] = {}
    for node in tree.nodes_of_class(nodes.Call):
        name = getattr(node.func, "attrname", "")
        theirs.setdefault((node.lineno, node.col_offset, name), []).append(node.func)
    for call in module.rows(Call):
        read = module.row(call.function)
        name = read.name if isinstance(read, Attribute) else ""
        found = theirs.get((call.line, call.column, name), [])
        if len(found) != 1:  # one place may be the beginning of several calls
            continue
        pairs: list[tuple[str, ExprId, nodes.NodeNG]] = [("callee", call.function, found[0])]
        if isinstance(read, Attribute):
            pairs.append(("receiver", read.base, found[0].expr))
        for what, expr, node in pairs:
            ours = answers.by_us(program, known(program.evaluator.infer(module, expr)))
            theirs_too = answers.by_astroid(node)
            yield Question(what, module.path, call.line, lines[call.line - 1].strip(), ours, theirs_too)


def figures(project: str, folder: Path, asked: Iterable[Question]) -> Figures:
    """Return the counts of the questions of a project."""
    every = list(asked)
    receivers = [one for one in every if one.what == "receiver"]
    callees = [one for one in every if one.what == "callee" and _in_project(one, folder)]
    return Figures(
        project,
        len(receivers),
        sum(one.ours is not None for one in receivers),
        sum(one.theirs is not None for one in receivers),
        sum(one.both_know for one in receivers),
        sum(one.both_know and one.agree for one in receivers),
        len(callees),
        sum(one.ours is not None for one in callees),
    )


def _in_project(one: Question, folder: Path) -> bool:
    """Return whether astroid knows what is called, and it is of the project."""
    return bool(one.theirs) and all(each.file.startswith(str(folder)) for each in one.theirs or ())


def unexplained(asked: Iterable[Question]) -> list[str]:
    """Return the disagreements that the table has no reason for."""
    table = tomllib.loads(ROWS.read_text(encoding="utf-8")).get("difference", [])
    apart = [one for one in asked if one.both_know and not one.agree]
    return [str(one) for one in apart if not any(re.search(row["source"], one.source) for row in table)]


def examined(pin: wheels.Pin) -> tuple[Path, list[Question]]:
    """Return the folder of a project and all questions about it, with their answers."""
    folder = wheels.unpacked(pin, wheels.default_cache())
    before = sys.getrecursionlimit()
    sys.path.insert(0, str(folder))
    sys.setrecursionlimit(_HEADROOM)
    try:
        return folder, list(questions(folder))
    finally:
        sys.setrecursionlimit(before)
        sys.path.remove(str(folder))


def main(arguments: list[str]) -> int:
    """Print the figures of each project and what is unexplained; return 1 if anything is."""
    logging.disable(logging.CRITICAL)
    names = [name for name in arguments if name != "-v"] or PROJECTS
    print("| project | receivers | known to us | to astroid | to both | agree | own callees | to us too |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    left: list[str] = []
    for pin in (pin for pin in wheels.counted() if pin.project in names):
        folder, asked = examined(pin)
        print("|", " | ".join(map(str, figures(pin.text.replace("==", " "), folder, asked))), "|", flush=True)
        left += unexplained(asked)
        if "-v" in arguments:
            left += [str(one) for one in asked if one.what == "callee" and _in_project(one, folder) and not one.ours]
    print(*left, sep="\n")
    return int(bool(left))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
