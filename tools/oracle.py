"""Our inference examined by astroid, libraries installed: ``python tools/oracle.py [PROJECT...]``.

For each receiver of a call in a file with async code, both say what it is. Where both know, they should agree; each
disagreement has a reason in tests/corpus/oracle.toml.
"""

from __future__ import annotations

import ast
import logging
import sys
import warnings
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import astroid
from astroid import nodes

import oracle_answers as answers
import wheels
from flake8_fakeasync.analysis.infer.values import known
from flake8_fakeasync.analysis.program import Program
from flake8_fakeasync.analysis.project.neighbours import Neighbourhood
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call
from flake8_fakeasync.catalog import load
from flake8_fakeasync.disk import reader
from flake8_fakeasync.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flake8_fakeasync.analysis.project.module import Module


class Receiver(NamedTuple):
    """A receiver of a call, and what both say that it is."""

    path: str
    line: int
    source: str
    ours: answers.Answer
    theirs: answers.Answer

    @property
    def agree(self) -> bool:
        """Whether both name a thing that is the same, or of a class that the other is derived from."""
        return any(answers.related(one, other) for one in self.ours or () for other in self.theirs or ())


def receivers(folder: Path) -> Iterator[Receiver]:
    """Yield the receivers of the calls in the files of a project that have async code."""
    program = Program(load(), Settings(), Neighbourhood(reader.Disk()))
    for path in wheels.python_files(folder):
        text = path.read_text(encoding="utf-8", errors="replace")
        if "async def" not in text:
            continue
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                module = program.link(str(path), text, ast.parse(text)).module
                tree = astroid.MANAGER.ast_from_file(str(path))
        except Exception:  # noqa: BLE001, S112  (what one of them cannot read cannot be compared)
            continue
        yield from _compared(program, module, tree, text.splitlines())


def _compared(program: Program, module: Module, tree: nodes.Module, lines: list[str]) -> Iterator[Receiver]:
    theirs: dict[tuple[int, int, str], list[nodes.Attribute]] = {}
    for node in tree.nodes_of_class(nodes.Attribute):
        theirs.setdefault((node.lineno, node.col_offset, node.attrname), []).append(node)
    for call in module.rows(Call):
        read = module.row(call.function)
        if not isinstance(read, Attribute):
            continue
        found = theirs.get((read.line, read.column, read.name), [])
        if len(found) != 1:
            continue
        node = found[0].expr
        ours = answers.by_us(program, known(program.evaluator.infer(module, read.base)))
        yield Receiver(module.path, read.line, lines[read.line - 1].strip(), ours, answers.by_astroid(node))


def main(names: list[str]) -> None:
    logging.disable(logging.CRITICAL)
    for pin in wheels.counted():
        if pin.project not in names:
            continue
        folder = wheels.unpacked(pin, wheels.default_cache())
        answers.forget()
        sys.path.insert(0, str(folder))
        counted = Counter()
        for one in receivers(folder):
            counted["all"] += 1
            counted["ours"] += one.ours is not None
            counted["theirs"] += one.theirs is not None
            if one.ours and one.theirs:
                counted["both"] += 1
                counted["agree"] += one.agree
                if not one.agree:
                    print(f"{one.path.removeprefix(str(folder))}:{one.line}: {one.source}\n    ours {', '.join(map(str, sorted(one.ours)))}\n    theirs {', '.join(map(str, sorted(one.theirs)))}")
        print(pin.project, dict(counted))
        sys.path.remove(str(folder))


if __name__ == "__main__":
    sys.setrecursionlimit(3000)
    main(sys.argv[1:])
