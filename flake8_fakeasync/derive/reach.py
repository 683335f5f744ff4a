"""Which functions of a library reach blocking I/O: surely, or only under a condition; with the shortest path."""

from __future__ import annotations

import ast
import warnings
from collections import defaultdict, deque
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.infer import callables
from flake8_fakeasync.analysis.reach.blocking_api import Blocking
from flake8_fakeasync.analysis.reach.receivers import Receivers
from flake8_fakeasync.analysis.values import OwnInstance
from flake8_fakeasync.derive.certainty import Certainty
from flake8_fakeasync.derive.steps import StepReader

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flake8_fakeasync.analysis.program import Program
    from flake8_fakeasync.analysis.values import OwnFunction
    from flake8_fakeasync.derive.evaluated import Place
    from flake8_fakeasync.derive.steps import Node, Step

_MOST_NODES = 60_000
_FARTHEST = 8


class Proof(NamedTuple):
    """A call path: the functions on it, outermost first, the blocking API at its end, and where that is called."""

    functions: tuple[str, ...]
    api: str
    path: str
    line: int


class _Hop(NamedTuple):
    """The shortest way on: its length in functions, and the step it begins with."""

    length: int
    line: int
    target: Node | Blocking


class Reach:
    """Answers for functions of one library; what is asked for is looked into together with all that it runs."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._reader = StepReader(program)
        self._receivers = Receivers(program.evaluator)
        self._steps: dict[Node, list[Step]] = {}
        self._trees: dict[str, dict[Place, ast.AST]] = {}
        self._certain: dict[Node, _Hop] = {}
        self._possible: dict[Node, _Hop] = {}

    def look_into(self, functions: Iterable[OwnFunction]) -> None:
        """Find out about functions and all that they run."""
        pending = deque(map(self._node, functions))
        while pending and len(self._steps) < _MOST_NODES:
            node = pending.popleft()
            if node not in self._steps:
                self._steps[node] = self._reader.read(node)
                targets = (each for step in self._steps[node] for several in step.alternatives for each in several)
                pending += [each for each in targets if each not in self._steps]
        self._settle()

    def surely(self, function: OwnFunction) -> Proof | None:
        """Return the proof that running a function blocks, None where it may not."""
        return self._proof(self._node(function), self._certain)

    def perhaps(self, function: OwnFunction) -> Proof | None:
        """Return the shortest path on which running a function may block."""
        return self._proof(self._node(function), self._possible)

    def refuses(self, function: OwnFunction) -> bool:
        """Return whether all that a function does is to raise: a subclass may have more, this one has nothing."""
        tree = self._tree((function.module, function.scope, ()))
        body = [each for each in getattr(tree, "body", ()) if not _is_text(each)] if tree is not None else []
        return bool(body) and isinstance(body[0], ast.Raise)

    def run_by(self, function: OwnFunction) -> list[OwnFunction]:
        """Return what runs when a function is called or, if it is a generator, gone through: wrappers come with it."""
        return callables.started_by(self._program.evaluator, function)

    def _node(self, function: OwnFunction) -> Node:
        """Return where a function begins: an inherited one, or one given to a class, on an object of that class."""
        node: Node = (function.module, function.scope, ())
        module, receiver = self._reader.module(node), function.receiver
        facts = module.function(function.scope)
        if not isinstance(receiver, OwnInstance) or not self._receivers.matters(module, function):
            return node
        is_inherited = (receiver.module, receiver.scope) != (module.path, facts.parent)
        return (*node[:2], ((facts.parameters[0].value, frozenset({receiver})),)) if is_inherited else node

    def _proof(self, node: Node, hops: dict[Node, _Hop]) -> Proof | None:
        functions: list[str] = []
        hop = hops.get(node)
        while hop is not None and len(functions) <= _MOST_NODES:
            module = self._reader.module(node)
            functions.append(module.function(node[1]).qualname)
            target = hop.target
            if isinstance(target, Blocking):
                return Proof(tuple(functions), target.name, module.path, hop.line)
            node = target
            hop = hops.get(node)
        return None

    def _settle(self) -> None:
        """Find the shortest ways; a function is certain once what it surely runs is."""
        self._possible = _nearest(self._steps)
        while True:
            fresh: dict[Node, _Hop] = {}
            for node, steps in self._steps.items():
                if node not in self._certain and node in self._possible:
                    hop = self._judged(node, steps)
                    if hop is not None:
                        fresh[node] = hop
            if not fresh:
                return
            self._certain.update(fresh)

    def _judged(self, node: Node, steps: list[Step]) -> _Hop | None:
        hops = [(step.place, hop) for step in steps if (hop := self._hop(step)) is not None]
        if not hops:
            return None
        tree = self._tree(node)
        places = {place for place, _ in hops} | self._reader.never[node]
        if tree is None or not Certainty(places).function(tree):
            return None
        return min((hop for _, hop in hops), key=lambda hop: (hop.length, hop.line))

    def _hop(self, step: Step) -> _Hop | None:
        """Return the way on by one step if that surely blocks."""
        if step.blocking is not None:
            return _Hop(1, step.line, step.blocking)
        chosen: list[_Hop] = []
        for several in step.alternatives:
            known = [_Hop(self._certain[each].length + 1, step.line, each) for each in several if each in self._certain]
            if not known:
                return None
            chosen.append(min(known, key=lambda hop: hop.length))
        return min(chosen, key=lambda hop: hop.length, default=None)

    def _tree(self, node: Node) -> ast.AST | None:
        module = self._reader.module(node)
        found = self._trees.get(module.path)
        if found is None:
            found = self._trees[module.path] = _functions(self._program.project.disk.source(module.path) or "")
        function = module.function(node[1])
        return found.get((function.line, function.column))


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _nearest(steps: dict[Node, list[Step]]) -> dict[Node, _Hop]:
    """Return the shortest way from each function to a blocking API, whatever it depends on."""
    found: dict[Node, _Hop] = {}
    for node, each in steps.items():
        blocking = next(((step.line, step.blocking) for step in each if step.blocking is not None), None)
        if blocking is not None:
            found[node] = _Hop(1, *blocking)
    callers, level = _callers(steps), list(found)
    for length in range(2, _FARTHEST + 1):
        following: list[Node] = []
        for target in level:
            for node, line in callers.get(target, ()):
                if node not in found:
                    found[node] = _Hop(length, line, target)
                    following.append(node)
        level = following
    return found


def _callers(steps: dict[Node, list[Step]]) -> dict[Node, list[tuple[Node, int]]]:
    """Return, by function, those that run it, each with the line on which it does."""
    callers: dict[Node, list[tuple[Node, int]]] = defaultdict(list)
    for node, each in steps.items():
        for step in each:
            for target in chain.from_iterable(step.alternatives):
                callers[target].append((node, step.line))
    return callers


def _functions(text: str) -> dict[Place, ast.AST]:
    """Return the functions of a text by where they begin."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(text)
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    return {(node.lineno, node.col_offset): node for node in ast.walk(tree) if isinstance(node, kinds)}
