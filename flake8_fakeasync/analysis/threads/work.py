"""What an offload hands over: the blocking API that its callable comes to, a coroutine function by mistake."""

from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.infer import callables
from flake8_fakeasync.analysis.infer.calls import function_result
from flake8_fakeasync.analysis.infer.wellknown import MANAGERS, is_transparent
from flake8_fakeasync.analysis.reach.blocked import KINDS
from flake8_fakeasync.analysis.reach.call_context import CallContext
from flake8_fakeasync.analysis.reach.callgraph import CallPath
from flake8_fakeasync.analysis.syntax.exprs import Call, ExprId
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
from flake8_fakeasync.analysis.values import (
    Coroutine,
    External,
    Instance,
    OwnFunction,
    Partial,
    Value,
    known,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fakeasync.analysis.infer.offloads import Offload
    from flake8_fakeasync.analysis.program import Program
    from flake8_fakeasync.analysis.project.module import Module

_RUNS = Instance("contextvars.Context", "run")
# Report only short paths: a function that does many other things belongs in a thread.
_NEAR = 3
_OF_POOLS = frozenset({"future", "iterator"})
_CONSUMED = ("iterates", "enters")


class Target(NamedTuple):
    """A thing that is run elsewhere, and the arguments it gets; None where they are not known."""

    thing: Value
    arguments: tuple[ExprId, ...] | None


class Work:
    """Answers for a project what callables do when they are run."""

    def __init__(self, program: "Program") -> None:
        self._evaluator = program.evaluator
        self._classifier = program.classifier
        self._graph = program.graph

    def of(self, module: "Module", offload: "Offload", kind: str) -> CallPath | None:
        """Return the way to the blocking API of a kind that an offload comes to, whatever its callable may be."""
        if offload.process:
            return None
        if not offload.takes_callable:
            return self._consumed(module, offload.callable, kind)
        targets = self.targets(module, offload)
        found = _shortest([self._path(module, offload.call, target, kind) for target in targets])
        if found is None or len(found.frames) <= _NEAR:
            return found
        others = (
            self._path(module, offload.call, target, each) for target in targets for each in KINDS if each != kind
        )
        return found if kind == "http" and not any(others) else None

    def run(self, module: "Module", call: Call, kind: str) -> CallPath | None:
        """Return the way to the blocking API of a kind that the first argument of a call comes to when it is called."""
        paths = [self._path(module, call, target, kind) for target in self._targets(module, call.arguments[0], None)]
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
        for value in sorted(known(self._evaluator.infer(module, call.function)), key=repr):
            functions = callables.run_by(self._evaluator, value)
            ways = [
                self._graph.path(CallContext(function), kind) for function in functions for kind in ("http", "network")
            ]
            paths.append(min((way for way in ways if way is not None), key=attrgetter("order"), default=None))
        return _shortest(paths)

    def targets(self, module: "Module", offload: "Offload") -> list[Target]:
        """Return what an offload runs, seen through partials and contexts."""
        if offload.callable:
            return self._targets(module, offload.callable, offload.rest)
        return [Target(value, None) for value in sorted(known(offload.callables), key=repr)]

    def coroutine(self, target: Target) -> str | None:
        """Return the name of the coroutine function that a target is, None if it is none."""
        value = target.thing
        if isinstance(value, OwnFunction):
            return self._own_coroutine(value)
        catalog = self._evaluator.catalog
        if isinstance(value, External):
            function = catalog.function(value.name)
            return function.name if function is not None and function.effect == "coroutine" else None
        if isinstance(value, Instance):
            cls = catalog.cls(value.name)
            member = cls.member(value.path) if cls is not None and value.path else None
            return f"{value.name}.{value.path}" if member is not None and member.effect == "coroutine" else None
        return None

    def _own_coroutine(self, value: OwnFunction) -> str | None:
        module = self._evaluator.project.module(value.module)
        function = module.function(value.scope) if module is not None else None
        if module is None or function is None or function.is_generator:
            return None
        if function.is_lambda:
            results = known(function_result(self._evaluator, value))
            return "lambda" if results and all(isinstance(each, Coroutine) for each in results) else None
        evaluator = [self._evaluator.infer(module, decorator) for decorator in function.decorators]
        plain = all(
            values and all(isinstance(each, External) and is_transparent(each.name) for each in values)
            for values in evaluator
        )
        managers = any(isinstance(each, External) and each.name in MANAGERS for values in evaluator for each in values)
        return function.name if function.is_async and plain and not managers else None

    def _targets(self, module: "Module", expr: ExprId, rest: tuple[ExprId, ...] | None) -> list[Target]:
        row = module.row(expr)
        if isinstance(row, Call) and row.arguments:
            made = known(self._evaluator.infer(module, row.function))
            if made == {External("functools.partial")}:
                return self._targets(module, row.arguments[0], row.arguments[1:] + (rest or ()))
        values = known(self._evaluator.infer(module, expr))
        if values == {_RUNS} and rest:
            return self._targets(module, rest[0], rest[1:])
        return [
            Target(_inner(value), None if isinstance(value, Partial) else rest) for value in sorted(values, key=repr)
        ]

    def _path(
        self, module: "Module", call: Call, target: Target, kind: str, *, is_nested: bool = False
    ) -> CallPath | None:
        imagined = None
        if target.arguments is not None:
            imagined = call._replace(arguments=target.arguments)
        blocking = self._classifier.thing(module, target.thing, "blocks", imagined)
        if blocking is not None:
            return CallPath((), blocking) if blocking.kind == kind else None
        return self._reached(module, callables.run_by(self._evaluator, target.thing), kind, is_nested=is_nested)

    def _reached(
        self, module: "Module", functions: list[OwnFunction], kind: str, *, is_nested: bool = False
    ) -> CallPath | None:
        paths = [self._graph.path(CallContext(function), kind) for function in functions]
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
            targets = self.targets(module, offload)
            found = _shortest([self._path(module, offload.call, each, kind, is_nested=True) for each in targets])
            if found is not None:
                frame = self._graph.frame(module, module.function(function.scope), offload.call.line)
                return found._replace(frames=(frame, *found.frames))
        return None

    def _jobs(self, module: "Module", function: int) -> "Iterator[Offload]":
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
        for value in sorted(known(self._evaluator.infer(module, row.function)), key=repr):
            found = [self._classifier.thing(module, value, effect, row) for effect in _CONSUMED]
            blocking = next(filter(None, found), None)
            if blocking is not None:
                paths.append(CallPath((), blocking) if blocking.kind == kind else None)
            else:
                paths.append(self._reached(module, callables.started_by(self._evaluator, value), kind))
        return _shortest(paths)


def _inner(value: Value) -> Value:
    while isinstance(value, Partial):
        value = value.target
    return value


def _shortest(paths: list[CallPath | None]) -> CallPath | None:
    found = [path for path in paths if path is not None]
    return min(found, key=attrgetter("order")) if found and len(found) == len(paths) else None


def _near(path: CallPath | None) -> CallPath | None:
    return path if path is not None and len(path.frames) <= _NEAR else None
