"""What is known about the calls on a line: what they were resolved to, where they lead, and who runs them."""

from __future__ import annotations

import ast
import warnings
from typing import TYPE_CHECKING

from flake8_fakeasync.analysis.reach.blocking_api import KINDS
from flake8_fakeasync.analysis.syntax.exprs import Call
from flake8_fakeasync.analysis.syntax.positions import Positions
from flake8_fakeasync.analysis.value_order import in_order
from flake8_fakeasync.analysis.values import External, Instance, OwnClass, OwnFunction, OwnInstance, known
from flake8_fakeasync.analysis.view import View
from flake8_fakeasync.cli.considered import implemented, passed
from flake8_fakeasync.cli.report import relative

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flake8_fakeasync.analysis.program import Program
    from flake8_fakeasync.analysis.reach.call_paths import CallPath
    from flake8_fakeasync.analysis.syntax.facts import FunctionFacts
    from flake8_fakeasync.analysis.values import Value

_LONGEST = 60
_MEANING = {
    "http": "HTTP",
    "network": "network I/O",
    "wait": "a thread or an event loop",
    "local": "files or processes",
}


class Line:
    """Answers about one line of a file, given its text. Raises SyntaxError if the text is not Python."""

    def __init__(self, program: Program, filename: str, text: str, line: int) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # doubtful literals are not our business
            tree = ast.parse(text, filename)
        module = program.module(filename, text, tree)
        self._program = program
        self._module = module
        self._view = View(module, program, {})
        self._positions = Positions(tree, text, module.facts.exprs)
        self._line = line

    def described(self) -> Iterator[str]:
        """Yield a line for each call that begins on the line, with what is known about it in lines below."""
        calls = [call for call in self._module.rows(Call) if call.line == self._line]
        if not calls:
            yield "no call begins on this line"
        for function in dict.fromkeys(self._module.facts.function_of(call.region).id for call in calls):
            yield self._runner(self._module.function(function))
        for call in calls:
            yield f"{self._written(call)}:"
            yield from (f"  {note}" for note in self._notes(call))

    def _runner(self, function: FunctionFacts) -> str:
        """Return who runs the function that the calls are in."""
        if not function.name:
            return "at the level of the module: runs when that is imported, not on the event loop"
        if function.is_async:
            return f"{function.qualname}() is async: it runs on the event loop"
        runs = self._view.on_loop(function)
        if runs is not None and runs[0] is not None:
            return f"{function.qualname}() is a {runs[0].what}: it runs on the event loop"
        name = f"{function.qualname}()"
        return f"{name} is not known to run on the event loop: what it blocks is reported of its async callers"

    def _written(self, call: Call) -> str:
        text = " ".join(self._positions.text(self._positions.span(call)).split())
        return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."

    def _notes(self, call: Call) -> Iterator[str]:
        values = in_order(known(self._program.evaluator.infer(self._module, call.function)))
        if not values:
            yield "unknown: nothing is reported about what is unknown"
        for value in values:
            yield f"taken for {self._named(value)}"
        yield from implemented(self._program, values)
        yield from passed(self._program, self._module, call)
        if self._program.offloads.of(self._module, call) is not None:
            yield "hands its callable to a thread"
        if call.id in self._module.awaited:
            yield "awaited here: what is awaited does not block"
            return
        blocking = self._program.edges.blocking(self._module, call)
        if blocking is not None:
            yield f"blocks on {_MEANING[blocking.kind]}: {blocking.name}"
            return
        yield from self._reached(call, values)

    def _named(self, value: Value) -> str:
        match value:
            case External() | Instance():
                path = getattr(value, "path", "")
                return f"{value.name}.{path}" if path else value.name
            case OwnFunction() | OwnClass() | OwnInstance():
                home = self._program.project.module(value.module)
                scope = home.scope(value.scope) if home is not None else None
                name = getattr(scope, "qualname", "") or "a function"
                return f"{name} at {relative(value.module)}:{getattr(scope, 'line', 1)}"
            case _:
                return f"a {value.tag}"

    def _reached(self, call: Call, values: Sequence[Value]) -> Iterator[str]:
        """Yield the shortest way from what a call runs to each kind of blocking calls."""
        runs = [each for alternative in self._program.edges.run(self._module, call) for each in alternative]
        found = [path for each in runs for kind in KINDS if (path := self._program.graph.path(each, kind)) is not None]
        yield from dict.fromkeys(map(_way, sorted(found, key=lambda path: path.order)))
        if runs and not found:
            depth = self._program.settings.depth
            yield f"reaches nothing that is known to block within {depth} functions (fakeasync-depth)"
        elif values and not runs:
            yield "not known to block"


def _way(path: CallPath) -> str:
    steps = " -> ".join([*(f"{frame.function}()" for frame in path.frames), path.blocking.name])
    last = path.frames[-1]
    return f"blocks on {_MEANING[path.blocking.kind]}: {steps} at {relative(last.file)}:{last.line}"
