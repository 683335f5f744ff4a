"""The steps of a function of a library: its operations that block, or run other functions of the library."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from flake8_fakeasync.analysis.infer.conditions import Excluded, excluded
from flake8_fakeasync.analysis.infer.contexts import seen_by
from flake8_fakeasync.analysis.reach.call_context import CAUTIOUS

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.ids import FunctionId
    from flake8_fakeasync.analysis.program import Program
    from flake8_fakeasync.analysis.project.module import Context, Module
    from flake8_fakeasync.analysis.reach.blocking_api import Blocking
    from flake8_fakeasync.analysis.reach.call_context import CallContext
    from flake8_fakeasync.derive.evaluated import Place

Node: TypeAlias = "tuple[str, FunctionId, Context]"  # module, scope, what its parameters are
IO = frozenset({"http", "network"})
_MOST_CONTEXTS = 30  # of one function; beyond, it is judged for any call


class Step(NamedTuple):
    """What an operation of a function runs: a blocking API, or one of several lists of functions."""

    place: Place
    line: int
    blocking: Blocking | None
    alternatives: tuple[tuple[Node, ...], ...]


class StepReader:
    """Reads the steps of functions; `never` has the places in them that a call does not reach by what it passes."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._contexts: dict[tuple[str, FunctionId], set[Node]] = defaultdict(set)
        self.never: dict[Node, frozenset[Place]] = {}

    def read(self, node: Node) -> list[Step]:
        """Return the steps of a function, in order."""
        _, scope, context = node
        module = self.module(node)
        evaluator, edges = self._program.evaluator, self._program.edges
        function = module.function(scope)
        view = seen_by(evaluator, module, context)
        beyond = excluded(evaluator, view)
        self.never[node] = _places(view, scope, beyond)
        found: list[Step] = []
        for fact in edges.operations(module, function):
            place = fact.line, fact.column
            if place in self.never[node] and fact.region in beyond:
                continue
            blocking = edges.blocking(view, fact)
            if blocking is not None:
                if blocking.kind in IO:
                    found.append(Step(place, fact.line, blocking, ()))
                continue
            run = edges.run(view, fact)
            if run:
                nodes = tuple(tuple(map(self._limited, map(_node_of_call, each))) for each in run)
                found.append(Step(place, fact.line, None, nodes))
        return found

    def _limited(self, node: Node) -> Node:
        path, scope, context = node
        if not context or context == CAUTIOUS:
            return path, scope, ()
        known = self._contexts[path, scope]
        if node not in known and len(known) >= _MOST_CONTEXTS:
            return path, scope, ()
        known.add(node)
        return node

    def module(self, node: Node) -> Module:
        """Return the module of a function."""
        module = self._program.project.module(node[0])
        if module is None:
            raise LookupError(node[0])
        return module


def _node_of_call(call: CallContext) -> Node:
    return call.function.module, call.function.scope, call.context


def _places(view: Module, scope: FunctionId, excluded: Excluded) -> frozenset[Place]:
    """Return the places in a function that a call does not reach by what it passes."""
    facts = view.facts
    return frozenset(
        (fact.line, fact.column)
        for fact in (*facts.uses, *facts.stores, *view.operations(scope))
        if view.context and facts.regions[fact.region].scope == scope and fact.region in excluded
    )
