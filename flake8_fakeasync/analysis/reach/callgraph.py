"""The reach of a call: the shortest call path from a function to a blocking API.

The functions that a call leads to are looked into first, as far as a path may be long; then paths are searched
backwards from the blocking calls, shortest first, so cycles do no harm and the order of questions does not matter.
"""

import heapq
from typing import TYPE_CHECKING, cast

from flake8_fakeasync.analysis.reach.blocking_api import Blocking
from flake8_fakeasync.analysis.reach.call_context import CAUTIOUS, CallContext
from flake8_fakeasync.analysis.reach.call_paths import CallPath, Candidate, Hop, Node
from flake8_fakeasync.analysis.reach.edge import Edge
from flake8_fakeasync.analysis.reach.edges import Edges
from flake8_fakeasync.analysis.reach.kept import is_kept
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
from flake8_fakeasync.diagnostics import Frame

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.ids import FunctionId
    from flake8_fakeasync.analysis.infer.evaluator import Evaluator
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.reach.overrides import Declared
    from flake8_fakeasync.analysis.syntax.exprs import Operation

_MOST_CONTEXTS = 8  # of one function, that a call leads to by what it passes
_MOST_NODES = 60
# Kinds of which it matters whether what is reached runs once, and what they are called then.
_ONCE = {"network": "network once", "wait": "wait once"}


class CallGraph:
    """Remembers, for each function it has seen, the shortest way to a blocking API of each kind."""

    def __init__(self, evaluator: "Evaluator", edges: Edges, declared: "Declared", depth: int) -> None:
        self._evaluator = evaluator
        self._edges = edges
        self._steps: dict[str, dict[Node, Hop]] = evaluator.queries.memo()
        self._out: dict[Node, tuple[Edge, ...]] = evaluator.queries.memo()
        self._read: dict[Node, tuple[Edge, ...]] = evaluator.queries.memo()
        # How many functions from one on, itself counted, have been looked into: shorter ways from it are all known.
        self._explored: dict[Node, int] = evaluator.queries.memo()
        self._declared = declared
        self._depth = depth

    def reaches(self, run: CallContext) -> bool:
        """Return whether a blocking call is reachable within the configured depth."""
        node = _node(run)
        if self._explored.get(node, 0) < self._depth:
            self._explore(node)
        return any(node in steps for steps in self._steps.values())

    def path(self, run: CallContext, kind: str) -> CallPath | None:
        """Return the shortest path from a function to a blocking API of a kind, unless it is longer than wanted."""
        if not self.reaches(run):
            return None
        node = _node(run)
        step, is_once = self._steps.get(kind, {}).get(node), False
        if step is None and kind in _ONCE:
            step, is_once = self._steps.get(_ONCE[kind], {}).get(node), True
        if step is None:
            return None
        frames: list[Frame] = []
        while True:
            module = self._module(node)
            frames.append(self.frame(module, module.function(node[1]), step.edge.line))
            target = step.edge.target
            if isinstance(target, Blocking):
                return CallPath(tuple(frames), target, is_once)
            node = _node(target)
            step = self._steps[step.kind][node]

    def frame(self, module: "Module", function: FunctionFacts, line: int) -> Frame:
        """Return a function on a call path, which goes on at a line."""
        return Frame(function.qualname or "<module>", module.path, line, self._shown(module))

    def _shown(self, module: "Module") -> str:
        """Return the name of a module as messages show it: with its package if a library has the same name."""
        last = module.facts.name.rpartition(".")[2]
        return module.facts.name if last in self._evaluator.catalog.roots else last

    def _explore(self, start: Node) -> None:
        """Look into the functions that one leads to, nearest first, as far as a way may be long."""
        level, fresh = [start], list[Node]()
        for left in range(self._depth, 0, -1):
            following: list[Node] = []
            for node in level:
                if self._explored.get(node, 0) < left:
                    self._explored[node] = left
                    fresh.append(node)
                    targets = (edge.target for edge in self._edges_of(node))
                    following += [_node(target) for target in targets if isinstance(target, CallContext)]
            level = list(dict.fromkeys(following))
        self._search(fresh)

    def _edges_of(self, node: Node) -> tuple[Edge, ...]:
        found = self._out.get(node)
        if found is None:
            path, scope, context = node
            found = self._raw(node)
            if context not in {(), CAUTIOUS} and self._multiplies(node):
                found = self._raw((path, scope, CAUTIOUS))
            self._out[node] = found
        return found

    def _raw(self, node: Node) -> tuple[Edge, ...]:
        """Return what a function runs, however many contexts come of it."""
        found = self._read.get(node)
        if found is None:
            path, scope, context = node
            module = self._module(node)
            function = module.function(scope)
            if not context:
                is_harmless = self._declared.is_harmless_function(module, function)
                found = () if is_harmless else tuple(self._edges.of(module, function))
            else:
                known = self._raw((path, scope, ()))
                if context == CAUTIOUS:
                    found = tuple(self._edges.cautiously(module, function, known))
                else:
                    found = tuple(self._edges.within(module, function, context, known))
            self._read[node] = found
        return found

    def _multiplies(self, node: Node) -> bool:
        """Return whether a call leads to many contexts of one function, each by what the one before it passes."""
        seen, level = {node}, [node]
        contexts: dict[tuple[str, FunctionId], int] = {}
        for _ in range(self._depth):
            targets = (edge.target for each in level for edge in self._raw(each))
            found = (
                _node(target)
                for target in targets
                if isinstance(target, CallContext) and target.context not in {(), CAUTIOUS}
            )
            level = [each for each in dict.fromkeys(found) if each not in seen]
            seen.update(level)
            for path, scope, _ in level:
                contexts[path, scope] = contexts.get((path, scope), 0) + 1
            if len(seen) > _MOST_NODES or max(contexts.values(), default=0) > _MOST_CONTEXTS:
                return True
        return False

    def _search(self, fresh: list[Node]) -> None:
        """Find the ways on from functions just looked into; keep those that no shorter one can take the place of."""
        callers: dict[Node, list[tuple[Node, Edge]]] = {}
        ways: list[Candidate] = []
        for node in fresh:
            for edge in self._out[node]:
                if isinstance(edge.target, Blocking):
                    ways.append(self._way(len(ways), node, edge, (0, edge.target.name, edge.target.kind)))
                    continue
                target = _node(edge.target)
                callers.setdefault(target, []).append((node, edge))
                for kind, steps in self._steps.items():
                    if target in steps:
                        length, text, *_ = steps[target]
                        ways.append(self._way(len(ways), node, edge, (length, text, kind)))
        heapq.heapify(ways)
        self._shorten(ways, callers, len(ways))

    def _shorten(self, ways: "list[Candidate]", callers: dict[Node, list[tuple[Node, Edge]]], count: int) -> None:
        while ways:
            length, text, _, node, kind, edge, rest = heapq.heappop(ways)
            steps = self._steps.setdefault(kind, {})
            if node in steps or length > self._explored[node]:
                continue
            steps[node] = Hop(length, text, edge, rest)
            for caller, via in callers.get(node, ()):
                if caller not in steps:
                    count += 1
                    heapq.heappush(ways, self._way(count, caller, via, (length, text, kind)))

    def _way(self, order: int, node: Node, edge: Edge, after: tuple[int, str, str]) -> Candidate:
        """Return the candidate for a way on by an edge; `after` is the length, the text and the kind from there on."""
        length, text, rest = after
        kind = rest
        if kind in _ONCE:
            module = self._module(node)
            if is_kept(self._evaluator, module, cast("Operation", module.row(edge.operation))):
                kind = _ONCE[kind]
        return Candidate(length + 1, f"{text} {edge.line}", order, node, kind, edge, rest)

    def _module(self, node: Node) -> "Module":
        module = self._evaluator.project.module(node[0])
        if module is None:
            raise LookupError(node[0])
        return module


def _node(run: CallContext) -> Node:
    return run.function.module, run.function.scope, run.context
