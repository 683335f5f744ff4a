"""What an offload hands over: the blocking API that its callable comes to, a coroutine function by mistake."""

from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.names import callables
from flake8_fakeasync.analysis.names.calls import function_result
from flake8_fakeasync.analysis.names.things import (
    Coroutine,
    External,
    Instance,
    OwnFunction,
    Partial,
    Thing,
    known,
)
from flake8_fakeasync.analysis.names.wellknown import MANAGERS, is_transparent
from flake8_fakeasync.analysis.reach.absent import Run
from flake8_fakeasync.analysis.reach.callgraph import Path
from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
from flake8_fakeasync.analysis.syntax.rows import Call, Value

if TYPE_CHECKING:
    from flake8_fakeasync.analysis.modules.module import Module
    from flake8_fakeasync.analysis.names.names import Names
    from flake8_fakeasync.analysis.names.offloads import Offload
    from flake8_fakeasync.analysis.reach.blocking import Blocking, Judge
    from flake8_fakeasync.analysis.reach.callgraph import CallGraph

_RUNS = Instance("contextvars.Context", "run")
# Further away, I/O is one of many things that the function does, and a thread is the place for them.
_NEAR = 3
_CONSUMED = ("iterates", "enters")


class Target(NamedTuple):
    """A thing that is run elsewhere, and the arguments it gets; None where they are not known."""

    thing: Thing
    arguments: tuple[Value, ...] | None


class Work:
    """Answers for a project what callables do when they are run."""

    def __init__(self, names: "Names", judge: "Judge", graph: "CallGraph") -> None:
        self._names = names
        self._judge = judge
        self._graph = graph

    def of(self, module: "Module", offload: "Offload", kind: str) -> Path | None:
        """Return the way to the blocking API of a kind that an offload comes to, whatever its callable may be."""
        if offload.process:
            return None
        if not offload.takes_callable:
            return self._consumed(module, offload.callable, kind)
        paths = [self._path(module, offload.call, target, kind) for target in self.targets(module, offload)]
        return _near(_shortest(paths))

    def run(self, module: "Module", call: Call, kind: str) -> Path | None:
        """Return the way to the blocking API of a kind that the first argument of a call comes to when it is called."""
        paths = [self._path(module, call, target, kind) for target in self._targets(module, call.arguments[0], None)]
        return _shortest(paths)

    def decorated(self, module: "Module", function: FunctionFacts, kind: str) -> Path | None:
        """Return the way from the body of a function to a blocking API of a kind."""
        if function.is_async:
            return None
        path = self._graph.path(module, Run(OwnFunction(module.path, function.id, None)), kind)
        return _near(path._replace(functions=path.functions[1:])) if path is not None else None

    def reached_by(self, module: "Module", call: Call) -> Path | None:
        """Return the way from a call of a function of the project to blocking I/O over a network."""
        paths: list[Path | None] = []
        for thing in sorted(known(self._names.things(module, call.function)), key=repr):
            functions = callables.run_by(self._names, thing)
            ways = [
                self._graph.path(module, Run(function), kind) for function in functions for kind in ("http", "network")
            ]
            paths.append(min((way for way in ways if way is not None), key=_length, default=None))
        return _shortest(paths)

    def targets(self, module: "Module", offload: "Offload") -> list[Target]:
        """Return what an offload runs, seen through partials and contexts."""
        if offload.callable:
            return self._targets(module, offload.callable, offload.rest)
        return [Target(thing, None) for thing in sorted(known(offload.callables), key=repr)]

    def coroutine(self, target: Target) -> str | None:
        """Return the name of the coroutine function that a target is, None if it is none."""
        thing = target.thing
        if isinstance(thing, OwnFunction):
            return self._own_coroutine(thing)
        catalog = self._names.catalog
        if isinstance(thing, External):
            function = catalog.function(thing.name)
            return function.name if function is not None and function.effect == "coroutine" else None
        if isinstance(thing, Instance):
            cls = catalog.cls(thing.name)
            member = cls.member(thing.path) if cls is not None and thing.path else None
            return f"{thing.name}.{thing.path}" if member is not None and member.effect == "coroutine" else None
        return None

    def _own_coroutine(self, thing: OwnFunction) -> str | None:
        module = self._names.project.module(thing.module)
        function = module.function(thing.scope) if module is not None else None
        if module is None or function is None or function.is_generator:
            return None
        if function.is_lambda:
            results = known(function_result(self._names, thing))
            return "lambda" if results and all(isinstance(each, Coroutine) for each in results) else None
        names = [self._names.things(module, decorator) for decorator in function.decorators]
        plain = all(
            things and all(isinstance(each, External) and is_transparent(each.name) for each in things)
            for things in names
        )
        managers = any(isinstance(each, External) and each.name in MANAGERS for things in names for each in things)
        return function.name if function.is_async and plain and not managers else None

    def _targets(self, module: "Module", value: Value, rest: tuple[Value, ...] | None) -> list[Target]:
        row = module.row(value)
        if isinstance(row, Call) and row.arguments:
            made = known(self._names.things(module, row.function))
            if made == {External("functools.partial")}:
                return self._targets(module, row.arguments[0], row.arguments[1:] + (rest or ()))
        things = known(self._names.things(module, value))
        if things == {_RUNS} and rest:
            return self._targets(module, rest[0], rest[1:])
        return [
            Target(_inner(thing), None if isinstance(thing, Partial) else rest) for thing in sorted(things, key=repr)
        ]

    def _path(self, module: "Module", call: Call, target: Target, kind: str) -> Path | None:
        imagined = None
        if target.arguments is not None:
            imagined = call._replace(arguments=target.arguments)
        blocking = self._judge.thing(module, target.thing, "blocks", imagined)
        if blocking is not None:
            return _direct(blocking, call) if blocking.kind == kind else None
        return self._reached(module, callables.run_by(self._names, target.thing), kind)

    def _reached(self, module: "Module", functions: list[OwnFunction], kind: str) -> Path | None:
        paths = [self._graph.path(module, Run(function), kind) for function in functions]
        found = min((path for path in paths if path is not None), key=_length, default=None)
        return self._shown(module, found, functions[0]) if found is not None else None

    def _shown(self, module: "Module", path: Path, first: OwnFunction) -> Path:
        """Return a path without the lambda or local function that only writes the call down."""
        if first.module != module.path:
            return path
        function = module.function(first.scope)
        outer = module.scope(function.parent)
        if function.is_lambda or (isinstance(outer, FunctionFacts) and outer.id):
            return path._replace(functions=path.functions[1:])
        return path

    def _consumed(self, module: "Module", value: Value, kind: str) -> Path | None:
        """Return what iterating over, or entering, a value comes to."""
        row = module.row(value)
        if not isinstance(row, Call):
            return None
        paths: list[Path | None] = []
        for thing in sorted(known(self._names.things(module, row.function)), key=repr):
            found = [self._judge.thing(module, thing, effect, row) for effect in _CONSUMED]
            blocking = next(filter(None, found), None)
            if blocking is not None:
                paths.append(_direct(blocking, row) if blocking.kind == kind else None)
            else:
                paths.append(self._reached(module, callables.started_by(self._names, thing), kind))
        return _shortest(paths)


def _inner(thing: Thing) -> Thing:
    while isinstance(thing, Partial):
        thing = thing.target
    return thing


def _direct(blocking: "Blocking", call: Call) -> Path:
    return Path((), blocking, "", call.line)


def _shortest(paths: list[Path | None]) -> Path | None:
    found = [path for path in paths if path is not None]
    return min(found, key=_length) if found and len(found) == len(paths) else None


def _near(path: Path | None) -> Path | None:
    return path if path is not None and len(path.functions) <= _NEAR else None


def _length(path: Path) -> tuple[int, str]:
    return len(path.functions), str(path)
