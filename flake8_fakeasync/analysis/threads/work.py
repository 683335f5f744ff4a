"""What an offload hands over: the blocking API that its callable comes to."""

from operator import attrgetter
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.ids import ExprId, FunctionId
from flake8_fakeasync.analysis.infer import callables
from flake8_fakeasync.analysis.reach.blocking_api import KINDS
from flake8_fakeasync.analysis.reach.call_context import CallContext
from flake8_fakeasync.analysis.reach.call_paths import CallPath
from flake8_fakeasync.analysis.syntax.exprs import Call
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
from flake8_fakeasync.analysis.threads.targets import Target, Targets
from flake8_fakeasync.analysis.value_order import in_order
from flake8_fakeasync.analysis.values import (
    OwnFunction,
    known,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.infer.offloads import Offload
    from flake8_fakeasync.analysis.program import Program
    from flake8_fakeasync.analysis.project.module import Module

# Report only short paths: a function that does many other things belongs in a thread.
_NEAR = 3
_OF_POOLS = frozenset({"future", "iterator"})
_CONSUMED = ("iterates", "enters")


class Work:
    """Answers for a project what callables do when they are run."""

    def __init__(self, program: "Program") -> None:
        self._evaluator = program.evaluator
        self._classifier = program.classifier
        self._graph = program.graph
        self._contexts = program.edges.contexts
        self.targets = Targets(program.evaluator)

    def of(self, module: "Module", offload: "Offload", kind: str) -> CallPath | None:
        """Return the way to the blocking API of a kind that an offload comes to, whatever its callable may be."""
        if offload.process:
            return None
        if not offload.takes_callable:
            return self._consumed(module, offload.callable, kind)
        targets = self.targets.of(module, offload)
        found = _shortest([self._path(module, offload.call, target, kind) for target in targets])
        if found is None or len(found.frames) <= _NEAR:
            return found
        others = (
            self._path(module, offload.call, target, each) for target in targets for each in KINDS if each != kind
        )
        return found if kind == "http" and not any(others) else None

    def run(self, module: "Module", call: Call, kind: str) -> CallPath | None:
        """Return the way to the blocking API of a kind that the first argument of a call comes to when it is called."""
        paths = [
            self._path(module, call, target, kind) for target in self.targets.named(module, call.arguments[0], None)
        ]
        return _shortest(paths)

    def decorated(self, module: "Module", function: FunctionFacts, kind: str) -> CallPath | None:
        """Return the way from the body of a function to a blocking API of a kind."""
        if function.is_async:
            return None
        path = self._graph.path(CallContext(OwnFunction(module.path, function.id, None)), kind)
        return _near(path._replace(frames=path.frames[1:])) if path is not None else None

    def reached_by(self, module: "Module", call: Call) -> CallPath | None:
        """Return the way from a call of a function of the project to blocking I/O over a network."""
        paths: list[CallPath | None] = []
        for value in in_order(known(self._evaluator.infer(module, call.function))):
            functions = callables.run_by(self._evaluator, value)
            runs = [self._contexts.named(module, call.function, function) for function in functions]
            ways = [self._graph.path(run, kind) for run in runs for kind in ("http", "network")]
            paths.append(min((way for way in ways if way is not None), key=attrgetter("order"), default=None))
        return _shortest(paths)

    def _path(
        self, module: "Module", call: Call, target: Target, kind: str, *, is_nested: bool = False
    ) -> CallPath | None:
        imagined = None
        if target.arguments is not None:
            imagined = call._replace(arguments=target.arguments)
        blocking = self._classifier.thing(module, target.thing, "blocks", imagined)
        if blocking is not None:
            return CallPath((), blocking) if blocking.kind == kind else None
        functions = callables.run_by(self._evaluator, target.thing)
        return self._reached(module, target.named, functions, kind, is_nested=is_nested)

    def _reached(
        self, module: "Module", named: ExprId, functions: list[OwnFunction], kind: str, *, is_nested: bool = False
    ) -> CallPath | None:
        paths = [self._graph.path(self._contexts.named(module, named, function), kind) for function in functions]
        if not any(paths) and not is_nested:
            paths = [self._pooled(function, kind) for function in functions]
        found = min((path for path in paths if path is not None), key=attrgetter("order"), default=None)
        return self._shown(module, found, functions[0]) if found is not None else None

    def _pooled(self, function: OwnFunction, kind: str) -> CallPath | None:
        """Return what a function that is run in a thread hands to threads of its own."""
        module = self._evaluator.project.module(function.module)
        if module is None:
            return None
        for offload in self._jobs(module, function.scope):
            targets = self.targets.of(module, offload)
            found = _shortest([self._path(module, offload.call, each, kind, is_nested=True) for each in targets])
            if found is not None:
                frame = self._graph.frame(module, module.function(function.scope), offload.call.line)
                return found._replace(frames=(frame, *found.frames))
        return None

    def _jobs(self, module: "Module", function: FunctionId) -> "Iterator[Offload]":
        for call in module.calls(function):
            offload = self._evaluator.offloads.of(module, call)
            entry = offload.entry if offload is not None else None
            if offload is not None and entry is not None and entry.result in _OF_POOLS and not offload.process:
                yield offload

    def _shown(self, module: "Module", path: CallPath, first: OwnFunction) -> CallPath:
        """Return a path without the lambda or local function that only writes the call down."""
        if first.module != module.path:
            return path
        function = module.function(first.scope)
        outer = module.scope(function.parent)
        if function.is_lambda or (isinstance(outer, FunctionFacts) and outer.id):
            return path._replace(frames=path.frames[1:])
        return path

    def _consumed(self, module: "Module", expr: ExprId, kind: str) -> CallPath | None:
        """Return what iterating over, or entering, a value comes to."""
        row = module.row(expr)
        if not isinstance(row, Call):
            return None
        paths: list[CallPath | None] = []
        for value in in_order(known(self._evaluator.infer(module, row.function))):
            found = [self._classifier.thing(module, value, effect, row) for effect in _CONSUMED]
            blocking = next(filter(None, found), None)
            if blocking is not None:
                paths.append(CallPath((), blocking) if blocking.kind == kind else None)
            else:
                started = callables.started_by(self._evaluator, value)
                paths.append(self._reached(module, row.function, started, kind))
        return _shortest(paths)


def _shortest(paths: list[CallPath | None]) -> CallPath | None:
    found = [path for path in paths if path is not None]
    return min(found, key=attrgetter("order")) if found and len(found) == len(paths) else None


def _near(path: CallPath | None) -> CallPath | None:
    return path if path is not None and len(path.frames) <= _NEAR else None
