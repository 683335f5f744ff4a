"""Attacks the analysis: ``make attack``. Growth of shapes, crafted caches and files, and mutants of all examples.

The shapes are in ``shapes.py``; steps are counted, seconds only shown. A mutant is a program of a few modules that
import one another, made of the examples of ``tests/mdtest`` with parts of one put in the place of parts of others.
Ends with status 1 if the analysis fails or takes more than 50 times as long as parsing, or if an entry of a cache
that we did not sign changes a report.
"""

from __future__ import annotations

import argparse
import ast
import copy
import random
import re
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

ROOT = Path(__file__).parent.parent
sys.path.append(str(ROOT / "tests"))

from crafted import bad_entries, bad_files  # noqa: E402
from flake8_fakeasync import Session, Settings  # noqa: E402  (the tests have the counter of steps)
from shapes import SHAPES, program  # noqa: E402
from steps import exponent  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_ALL = Settings(enable=("ALL",))
_SIZES = {"attributes of attributes": 16, "falsy parameters": 12, "functions returning functions": 14}
_SIZE = 100
_TIMES, _ANY = 50, 2.0  # the time of parsing, and seconds that any program may take
_MODULES = ("one", "two", "three")
_CHANGES = 6
_BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


class Cost(NamedTuple):
    """Seconds of CPU for parsing, and for all that we do."""

    parse: float
    ours: float


def main() -> int:
    """Attack, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mutants", type=int, default=10_000, help="programs to make (default: 10000)")
    parser.add_argument("--entries", type=int, default=5_000, help="cache entries to craft (default: 5000)")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    warnings.simplefilter("ignore")
    print(growth(), end="\n\n", flush=True)
    found = {
        f"{chosen.entries:,} cache entries": list(bad_entries(chosen.entries, random.Random(chosen.seed))),  # noqa: S311
        "special files": list(bad_files()),
        f"{chosen.mutants:,} mutants": list(_bad_mutants(chosen.mutants, random.Random(chosen.seed))),  # noqa: S311
    }
    for what, bad in found.items():
        print(*bad, f"{what}, {len(bad)} bad", sep="\n")
    return int(any(found.values()))


def growth() -> str:
    """Return a table of the shapes: how steps grow with the text, and seconds beside those of the parser."""
    rows = [
        f"| {shape} | {size:,} | {power:.2f} | {cost.ours / cost.parse:.0f} |" for shape, size, power, cost in _grown()
    ]
    return "\n".join(["| Shape | bytes | exponent | ours / parse |", "| --- | ---: | ---: | ---: |", *rows])


def _grown() -> Iterator[tuple[str, int, float, Cost]]:
    _check(program("union", 1))()  # what is loaded once
    for shape in SHAPES:
        size = _SIZES.get(shape, _SIZE)
        text, more = program(shape, size), program(shape, 2 * size)
        power = exponent(lambda size, shape=shape: _check(program(shape, size)), size)  # type: ignore[misc]
        start = time.process_time()
        ast.parse(more)
        parse = time.process_time() - start
        check = _check(more)
        start = time.process_time()
        check()
        cost = Cost(max(parse, 1e-4), time.process_time() - start)
        yield shape, len(more), power / exponent_of(len(text), len(more)), cost


def exponent_of(less: int, more: int) -> float:
    """Return the power of its size with which a text grows when the size doubles."""
    from math import log2

    return log2(more / less)


def _check(text: str) -> Callable[[], object]:
    tree, lines, session = ast.parse(text), text.splitlines(keepends=True), Session(_ALL)
    return lambda: session.check_tree(tree, lines, "app.py")


def _bad_mutants(count: int, rnd: random.Random) -> Iterator[str]:
    """Yield the programs at which the analysis fails or is slow, with what happened."""
    examples = [tree for path in sorted(ROOT.glob("tests/mdtest/*.md")) for tree in _examples(path)]
    parts = _parts(examples)
    with tempfile.TemporaryDirectory() as folder, Session(_ALL) as session:
        (Path(folder) / "pyproject.toml").touch()
        for number in range(count):
            texts = dict(_mutant(examples, parts, rnd))
            for problem in _problems(session, Path(folder), texts):
                yield f"mutant {number}: {problem}\n" + "\n".join(f"# {each}.py\n{texts[each]}" for each in texts)


def _parts(trees: list[ast.Module]) -> dict[type, list[ast.AST]]:
    """Return the statements and expressions of all examples."""
    nodes = [node for tree in trees for node in ast.walk(tree)]
    return {kind: [node for node in nodes if isinstance(node, kind)] for kind in (ast.stmt, ast.expr)}


def _problems(session: Session, folder: Path, texts: dict[str, str]) -> Iterator[str]:
    """Yield what goes wrong with the modules of a program."""
    for name, text in texts.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    session.invalidate()
    for name, text in texts.items():
        problem = _problem(session, text, str(folder / f"{name}.py"))
        if problem:
            yield problem


def _examples(path: Path) -> Iterator[ast.Module]:
    for block in _BLOCK.findall(path.read_text(encoding="utf-8")):
        try:
            yield ast.parse(block)
        except SyntaxError:  # of another Python
            continue


def _mutant(
    examples: list[ast.Module], parts: dict[type, list[ast.AST]], rnd: random.Random
) -> Iterator[tuple[str, str]]:
    """Yield the modules of a program: names and texts."""
    for name in _MODULES[: rnd.randint(1, len(_MODULES))]:
        while True:
            tree = copy.deepcopy(rnd.choice(examples))
            for _ in range(rnd.randrange(_CHANGES)):
                tree = _Change(parts, rnd).visit(tree)
            imports = "".join(f"from {other} import *\n" for other in _MODULES if other != name)
            try:
                text = imports + ast.unparse(ast.fix_missing_locations(tree))
                ast.parse(text)
            except (SyntaxError, ValueError, AttributeError, TypeError, RecursionError):  # no program
                continue
            yield name, text
            break


class _Change(ast.NodeTransformer):
    """Puts a part of some example in the place of one of the tree."""

    def __init__(self, parts: dict[type, list[ast.AST]], rnd: random.Random) -> None:
        self._parts = parts
        self._rnd = rnd

    def generic_visit(self, node: ast.AST) -> ast.AST:
        """Change one node in fifty."""
        for kind, others in self._parts.items():
            if isinstance(node, kind) and self._rnd.random() < 1 / _TIMES and not hasattr(node, "ctx"):
                return copy.deepcopy(self._rnd.choice(others))
        return super().generic_visit(node)


def _problem(session: Session, text: str, path: str) -> str:
    start = time.process_time()
    tree = ast.parse(text)
    parse = time.process_time() - start
    start = time.process_time()
    found = session.check_tree(tree, text.splitlines(keepends=True), path)
    ours = time.process_time() - start
    if any(one.rule.code == "JAM000" for one in found):
        return "fails"
    return f"{ours:.1f} s, parsed in {parse:.3f} s" if ours > max(_ANY, _TIMES * parse) else ""


if __name__ == "__main__":
    sys.exit(main())
