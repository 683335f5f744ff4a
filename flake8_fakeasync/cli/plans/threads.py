"""What stays in a thread: blocking calls without an async counterpart, and what is handed to threads for a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.reach.blocking_api import Blocking
from flake8_fakeasync.catalog import keepers
from flake8_fakeasync.cli.plans.steps import Action, Function

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from flake8_fakeasync.analysis.program import Program
    from flake8_fakeasync.analysis.project.module import Module
    from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
    from flake8_fakeasync.diagnostics import Violation

_OFFLOAD = "to_thread"
_LOCAL = "JAM122"


def stays(code: str, instead: str) -> bool:
    """Return whether a thread is the cure: nothing async does the same, or it is local I/O behind helpers."""
    if _OFFLOAD in instead.split("."):
        return True
    return code == _LOCAL and instead not in keepers.names("pauses", "functions")


def handed_over(found: Violation, file: str) -> Action:
    """Return what to do about a report whose cure is a thread."""
    culprit = found.fields["culprit"]
    if not found.frames:
        return Action(file, found.line, f"hand `{culprit}` to `asyncio.to_thread`")
    first = found.frames[0].function.removesuffix(".__init__")
    return Action(file, found.line, f"hand `{first}()` to `asyncio.to_thread`: it reaches `{culprit}`")


class Staying:
    """What else stays in a thread, or has to go to one, in the functions that a plan is about."""

    def __init__(self, program: Program, reported: Collection[tuple[str, int]]) -> None:
        self._program = program
        self._reported = reported

    def local(self, functions: Collection[Function]) -> Iterator[tuple[Function, Action]]:
        """Yield what blocks on files, processes or clocks in functions that become async."""
        for module in self._program.project.loaded():
            for function in module.functions():
                here = Function(module.path, function.qualname)
                for edge in self._program.edges.of(module, function) if here in functions else ():
                    if isinstance(edge.target, Blocking) and edge.target.kind == "local":
                        yield here, Action(module.path, edge.line, _local(edge.target))

    def offloads(self, functions: Collection[Function]) -> Iterator[Action]:
        """Yield what functions that change hand to threads, where nothing says that they should not."""
        for module in self._program.project.loaded():
            for function in module.functions():
                if Function(module.path, function.qualname) in functions:
                    yield from self._offloads(module, function)

    def _offloads(self, module: Module, function: FunctionFacts) -> Iterator[Action]:
        for call in module.calls(function.id):
            found = self._program.offloads.of(module, call)
            if found is not None and (module.path, call.line) not in self._reported:
                yield Action(module.path, call.line, f"`{found.via}()` stays")


def _local(blocking: Blocking) -> str:
    if blocking.instead in keepers.names("pauses", "functions"):
        return f"await `{blocking.instead}()` instead of `{blocking.name}`"
    return f"hand `{blocking.name}` to `asyncio.to_thread`"
