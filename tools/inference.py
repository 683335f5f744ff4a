"""What astroid adds to the facts: ``python tools/inference.py FOLDER...`` asks it and prints what comes of it.

The questions are those whose answer could make a report: a call, in a coroutine's own code, of a method of something
unknown, where the method has the name of a blocking member of the catalog.
"""

from __future__ import annotations

import ast
import logging
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.infer.inference import Inference
from flake8_fakeasync.analysis.infer.values import Instance
from flake8_fakeasync.analysis.program import Program
from flake8_fakeasync.analysis.project.neighbours import Neighbourhood
from flake8_fakeasync.analysis.syntax.exprs import Attribute, Call
from flake8_fakeasync.catalog import load
from flake8_fakeasync.disk import reader
from flake8_fakeasync.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.project.module import Module

# The names of blocking members of HTTP clients: the questions that could make a JAM101.
_CLIENTS = ("requests.Session", "httpx.Client", "urllib3.PoolManager", "http.client.HTTPConnection", "httplib2.Http")


def members(program: Program) -> frozenset[str]:
    """Return the names of blocking members."""
    found = (program.catalog.cls(name) for name in _CLIENTS)
    blocking = {name for cls in found if cls for name, member in cls.members.items() if member.effect == "blocks"}
    return frozenset(blocking)


def questions(module: Module, program: Program, names: frozenset[str]) -> Iterator[Attribute]:
    """Yield the receivers to ask for in one module."""
    for call in module.facts.exprs:
        function = module.row(call.function) if isinstance(call, Call) else None
        if not isinstance(call, Call) or not isinstance(function, Attribute) or call.id in module.awaited:
            continue
        runs_on_loop = module.facts.function_of(call.region).is_async
        if function.name in names and runs_on_loop and not program.evaluator.infer(module, function.base):
            yield function


def ask(path: Path, program: Program, inference: Inference, names: frozenset[str], counted: Counter[str]) -> None:
    """Ask for all of one file, and print the answers that name a blocking member."""
    text = path.read_text(encoding="utf-8", errors="replace")
    if "async def" not in text or not program.project.text_matters(reader.absolute(str(path)), text):
        return
    started = time.process_time()
    module = program.link(str(path), text, ast.parse(text)).module
    asked = list(questions(module, program, names))
    counted["facts"] += round((time.process_time() - started) * 1000)
    for attribute in asked:
        started = time.process_time()
        answer = inference.infer(module, text, attribute)
        counted["astroid"] += round((time.process_time() - started) * 1000)
        counted["questions"] += 1
        counted["answered"] += bool(answer)
        for thing in answer:
            cls = program.catalog.cls(thing.name) if isinstance(thing, Instance) else None
            member = cls.member(attribute.name) if cls else None
            if member is not None and member.effect == "blocks":
                counted["reports"] += 1
                print(f"  {path}:{attribute.line}: {thing}.{attribute.name}()")


def main(folders: list[str]) -> None:
    """Print the figures of each folder."""
    logging.disable(logging.CRITICAL)
    for folder in folders:
        catalog = load()
        program = Program(catalog, Settings(), Neighbourhood(reader.Disk()))
        inference, counted = Inference(program.evaluator), Counter[str]()
        for path in sorted(Path(folder).rglob("*.py")):
            try:
                ask(path, program, inference, members(program), counted)
            except SyntaxError:
                continue
        figures = ("questions", "answered", "reports", "facts", "astroid")
        print(Path(folder).name, *(f"{name} {counted[name]}" for name in figures))


if __name__ == "__main__":
    sys.setrecursionlimit(3000)
    main(sys.argv[1:])
