"""Which functions become async, and in which order: those on call paths to what is replaced, callees first."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from flake8_fakeasync.analysis.reach.blocking_api import Blocking
from flake8_fakeasync.analysis.view import View
from flake8_fakeasync.cli.plans.steps import Function, Replaced
from flake8_fakeasync.cli.plans.threads import stays

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flake8_fakeasync.analysis.program import Program
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.reach.call_context import CallContext
    from flake8_fakeasync.analysis.reach.edge import Edge
    from flake8_fakeasync.diagnostics import Frame

_NETWORKED = ("http", "network")


class Calling(NamedTuple):
    """A call of a function that becomes async: who calls it, whether that is async, and where."""

    caller: Function
    is_async: bool
    line: int
    called: Function


class Upwards:
    """The functions that become async, beginning with those on call paths that are reported."""

    def __init__(self, program: Program, reported: Iterable[Frame]) -> None:
        self._program = program
        self._functions = {Function(frame.file, frame.function) for frame in reported}
        self.replaced: set[Replaced] = set()
        self._spread()
        self.calls = list(self._calls())

    def in_order(self) -> list[Function]:
        """Return the functions, each after those that it calls; in cycles by name."""
        callees: defaultdict[Function, set[Function]] = defaultdict(set)
        for call in self.calls:
            if call.caller in self._functions and call.called != call.caller:
                callees[call.caller].add(call.called)
        done: dict[Function, None] = {}
        pending = set(self._functions)
        while pending:
            ready = sorted(each for each in pending if callees[each] <= done.keys())
            ready = ready or [min(pending, key=lambda each: (len(callees[each] - done.keys()), each))]
            done.update(dict.fromkeys(ready))
            pending.difference_update(ready)
        return list(done)

    def _spread(self) -> None:
        """Add what else these functions reach that goes, and the functions on the way there."""
        pending = list(self._functions)
        for function in pending:
            for module, edge in self._edges(function):
                if isinstance(edge.target, Blocking):
                    self._replace(module, edge.line, edge.target)
                    continue
                for kind in _NETWORKED:
                    path = self._program.graph.path(edge.target, kind)
                    if path is None or path.is_once or self._instead(module, path.blocking) is None:
                        continue
                    for frame in path.frames:
                        step = Function(frame.file, frame.function)
                        if step not in self._functions:
                            self._functions.add(step)
                            pending.append(step)

    def _edges(self, function: Function) -> Iterator[tuple[Module, Edge]]:
        module = self._program.project.module(function.file)
        for facts in module.functions_by_qualname.get(function.name, ()) if module is not None else ():
            if module is not None:
                yield from ((module, edge) for edge in self._program.edges.of(module, facts))

    def _replace(self, module: Module, line: int, blocking: Blocking) -> None:
        instead = self._instead(module, blocking)
        if instead is not None:
            self.replaced.add(Replaced(module.path, line, line, blocking.name, instead))

    def _instead(self, module: Module, blocking: Blocking) -> str | None:
        """Return what comes instead of a call over a network, None if it stays."""
        if blocking.kind not in _NETWORKED:
            return None
        instead = View(module, self._program, {}).advice.instead(blocking.instead, blocking.kind)
        return None if stays("", instead) else instead

    def _calls(self) -> Iterator[Calling]:
        for module in self._program.project.loaded():
            for function in module.functions():
                caller = Function(module.path, function.qualname)
                for edge in self._program.edges.of(module, function):
                    called = self._called(edge.target) if not isinstance(edge.target, Blocking) else None
                    if called is not None and called in self._functions:
                        yield Calling(caller, function.is_async, edge.line, called)

    def _called(self, target: CallContext) -> Function | None:
        home = self._program.project.module(target.function.module)
        name = home.function(target.function.scope).qualname if home is not None else ""
        return Function(target.function.module, name)
